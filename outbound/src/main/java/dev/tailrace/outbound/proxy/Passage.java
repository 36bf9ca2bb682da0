package dev.tailrace.outbound.proxy;

import dev.tailrace.engine.destination.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket a worker opened at its door: a wish, an answer, and for a connection that was granted its bytes. */
final class Passage {
    private static final Logger log = LoggerFactory.getLogger(Passage.class);
    private final EgressProxy proxy;
    private final Doorkeeper keeper;
    private final SocketChannel worker;
    private volatile long askedBy;
    private volatile @Nullable Thread thread;
    private volatile @Nullable SocketChannel target;
    private volatile @Nullable Exchange exchange;

    Passage(EgressProxy proxy, Doorkeeper keeper, SocketChannel worker) {
        this.proxy = proxy;
        this.keeper = keeper;
        this.worker = worker;
        this.askedBy = System.nanoTime() + proxy.limits().connectTimeout().toNanos();
    }

    /** On a thread of its own, which {@link #close} interrupts. */
    void live() {
        thread = Thread.currentThread();
        try (worker) {
            serve(Wish.read(worker));
        } catch (IOException | InterruptedException e) {
            log.debug("a worker's connection to the outside: {}", e.toString());
        }
    }

    /** Looks after it, a few times a second. */
    void tick(long now) {
        Exchange under = exchange;
        boolean well = under == null ? now - askedBy < 0 : under.tick(now);
        if (!well) {
            close();
        }
    }

    /** Its thread ends soon. */
    void close() {
        Quietly.close(worker);
        SocketChannel open = target;
        if (open != null) {
            Quietly.close(open);
        }
        Thread now = thread;
        if (now != null) {
            now.interrupt();
        }
    }

    /** Says no without having listened. */
    static void turnAway(SocketChannel worker) {
        try (worker) {
            send(worker, Wish.refused(Refusal.denied("too many connections are being asked for")));
        } catch (IOException e) {
            log.debug("a worker's connection was turned away: {}", e.toString());
        }
    }

    private void serve(Wish wish) throws IOException, InterruptedException {
        EgressLimits limits = proxy.limits();
        // For a free connection, for connecting, and for the byte after the answer.
        askedBy = System.nanoTime() + limits.connectTimeout().multipliedBy(3).toNanos();
        var traveller = keeper.traveller();
        if (traveller.isEmpty()) {
            send(worker, Wish.refused(Refusal.denied("no action is in this process")));
        } else if (wish.lookup()) {
            var found =
                    proxy.connector().find(wish, proxy.policy(traveller.get()), Deadline.in(limits.connectTimeout()));
            send(
                    worker,
                    switch (found) {
                        case Connector.Found.Not(var why) -> Wish.refused(why);
                        case Connector.Found.Addresses(var allowed) -> Wish.granted(allowed);
                    });
        } else {
            var connection = new OutgoingConnection(wish.host(), wish.port());
            keeper.asked(wish.run(), connection);
            pass(wish, traveller.get(), connection);
        }
    }

    private void pass(Wish wish, Traveller traveller, OutgoingConnection connection)
            throws IOException, InterruptedException {
        ActionBudget budget = proxy.budget(traveller);
        if (!budget.takeConnection()) {
            refuse(connection, budget.tooManyConnections());
            return;
        }
        try {
            if (!budget.takeBytes(0)) {
                refuse(connection, budget.tooManyBytes());
                return;
            }
            var deadline = Deadline.in(proxy.limits().connectTimeout());
            switch (proxy.connector().connect(wish, proxy.policy(traveller), deadline)) {
                case Connector.Connected.Not(var why) -> refuse(connection, why);
                case Connector.Connected.To to -> {
                    try (SocketChannel outside = to.target()) {
                        target = outside;
                        connection.connected(to.address().getHostAddress());
                        send(worker, Wish.granted(List.of(to.address())));
                        Wish.awaitGo(worker);
                        var bytes = new Exchange(
                                worker,
                                outside,
                                connection,
                                budget,
                                why -> keeper.cut(wish.id(), why.code(), why.rule()));
                        exchange = bytes;
                        bytes.run();
                    }
                }
            }
        } finally {
            budget.giveConnection();
        }
    }

    private void refuse(OutgoingConnection connection, Refusal why) throws IOException {
        connection.ended(why);
        send(worker, Wish.refused(why));
    }

    private static void send(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
