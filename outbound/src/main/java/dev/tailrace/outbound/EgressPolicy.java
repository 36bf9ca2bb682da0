package dev.tailrace.outbound;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Pure: which addresses webhooks and actions may reach. Public ones always, loopback and private ones as far as the
 * {@link LocalAllowance} opens them, link-local, metadata, multicast and reserved ones never. The address asked about
 * must be the one that is then connected to: a name says nothing.
 */
public final class EgressPolicy {
    private final LocalAllowance local;

    public EgressPolicy(LocalAllowance local) {
        this.local = local;
    }

    /** Pure: this policy, and these hosts opened by name, plain http included. */
    public EgressPolicy opening(Set<HostPort> hosts) {
        return new EgressPolicy(local.and(hosts));
    }

    /** Why this address, to which the host resolved, must not be called; empty when it may. */
    public Optional<String> refuse(String host, int port, InetAddress address) {
        AddressKind kind = AddressKind.of(address);
        boolean open = switch (kind) {
            case GLOBAL -> true;
            case LOOPBACK -> local.all() || local.names(host, port);
            case PRIVATE, SHARED -> local.names(host, port);
            case LINK_LOCAL, METADATA, UNSPECIFIED, MULTICAST, RESERVED -> false;
        };
        return open ? Optional.empty() : Optional.of(refusal(host, address, kind));
    }

    /** Whether this host may be called without TLS. */
    public boolean opensPlainHttp(String host, int port) {
        return local.all() || local.names(host, port);
    }

    private static String refusal(String host, InetAddress address, AddressKind kind) {
        String numbers = address.getHostAddress();
        String bare = HostPort.bare(host);
        String what = bare.equals(numbers) ? bare : bare + " is " + numbers + ", which";
        return "address not allowed: " + what + " is " + kind.words();
    }
}
