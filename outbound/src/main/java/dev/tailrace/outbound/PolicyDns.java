package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Look-ups of an HTTP client that are the egress policy's, so that the address checked is the one connected to. */
record PolicyDns(CheckedResolver resolver) implements DnsResolver {
    /** Until when the call on this thread may take; the look-up of a new connection ends with it. */
    static final ScopedValue<Deadline> DEADLINE = ScopedValue.newInstance();

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        try {
            return resolver.resolve(host, port, DEADLINE.get()).stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (UnknownHostException) new UnknownHostException("interrupted").initCause(e);
        }
    }

    @Override
    public InetAddress[] resolve(String host) {
        throw new UnsupportedOperationException("the policy asks for the port, too");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
