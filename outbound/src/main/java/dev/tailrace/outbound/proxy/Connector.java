package dev.tailrace.outbound.proxy;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.outbound.CheckedResolver;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.EgressRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Resolves, has the policy check each address, and connects to one that was checked, in the order they came. */
record Connector(CheckedResolver resolver) {

    sealed interface Found {
        /** At least one. */
        record Addresses(List<InetAddress> allowed) implements Found {}

        record Not(Refusal why) implements Found {}
    }

    sealed interface Connected {
        record To(SocketChannel target, InetAddress address) implements Connected {}

        record Not(Refusal why) implements Connected {}
    }

    Found find(Wish wish, EgressPolicy policy, Deadline deadline) throws InterruptedException {
        try {
            var allowed = resolver.resolve(wish.host(), wish.port(), policy, deadline).stream()
                    .filter(wish::takes)
                    .toList();
            return allowed.isEmpty() ? new Found.Not(Refusal.of("ENOTFOUND")) : new Found.Addresses(allowed);
        } catch (EgressRefused e) {
            return new Found.Not(Refusal.denied(e.reason()));
        } catch (UnknownHostException e) {
            return new Found.Not(Refusal.of(deadline.left().isZero() ? "EAI_AGAIN" : "ENOTFOUND"));
        }
    }

    Connected connect(Wish wish, EgressPolicy policy, Deadline deadline) throws InterruptedException, IOException {
        return switch (find(wish, policy, deadline)) {
            case Found.Not(var why) -> new Connected.Not(why);
            case Found.Addresses(var addresses) -> first(addresses, wish.port(), deadline);
        };
    }

    private static Connected first(List<InetAddress> addresses, int port, Deadline deadline) throws IOException {
        Refusal last = Refusal.of("ETIMEDOUT");
        for (int i = 0; i < addresses.size() && !deadline.left().isZero(); i++) {
            long share = Math.max(1, deadline.left().toMillis() / (addresses.size() - i));
            SocketChannel target = SocketChannel.open();
            try {
                target.setOption(StandardSocketOptions.TCP_NODELAY, true);
                target.socket().connect(new InetSocketAddress(addresses.get(i), port), (int) share);
                return new Connected.To(target, addresses.get(i));
            } catch (IOException e) {
                target.close();
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                last = Refusal.of(e, addresses.get(i).getHostAddress());
            }
        }
        return new Connected.Not(last);
    }
}
