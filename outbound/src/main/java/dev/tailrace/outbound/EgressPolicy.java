package dev.tailrace.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pure: which addresses webhooks and actions may reach. Public ones as far as the rules let them, loopback and private
 * ones as far as the {@link LocalAllowance} opens them, link-local, metadata, multicast and reserved ones never. The
 * address asked about must be the one that is then connected to: a name says nothing.
 */
public final class EgressPolicy {
    /** For a look-up, which knows no port: allowed where any port would be. */
    public static final int ANY_PORT = 0;

    private final LocalAllowance local;
    /** Each must agree. */
    private final List<EgressRules> rules;

    public EgressPolicy(LocalAllowance local) {
        this(local, List.of());
    }

    private EgressPolicy(LocalAllowance local, List<EgressRules> rules) {
        this.local = local;
        this.rules = rules;
    }

    /** Pure: this policy, and these hosts opened by name, plain http included; the rules still hold. */
    public EgressPolicy opening(Set<HostPort> hosts) {
        return new EgressPolicy(local.and(hosts), rules);
    }

    /** Pure: this policy, narrowed by these rules. */
    public EgressPolicy under(EgressRules more) {
        var all = new ArrayList<>(rules);
        all.add(more);
        return new EgressPolicy(local, List.copyOf(all));
    }

    /** Why this host need not be looked up: no address of it could be called; empty when one might. */
    public Optional<String> refuse(String host, int port) {
        return rules.stream().flatMap(r -> r.refuse(host, port).stream()).findFirst();
    }

    /** Why this address, to which the host resolved, must not be called; empty when it may. */
    public Optional<String> refuse(String host, int port, InetAddress address) {
        return rules.stream()
                .flatMap(r -> r.refuse(host, port, address).stream())
                .findFirst()
                .or(() -> refuseKind(host, port, address));
    }

    /** Whether this host may be called without TLS. */
    public boolean opensPlainHttp(String host, int port) {
        return local.all() || local.names(host, port);
    }

    private Optional<String> refuseKind(String host, int port, InetAddress address) {
        AddressKind kind = AddressKind.of(address);
        boolean open = switch (kind) {
            case GLOBAL -> true;
            case LOOPBACK -> local.all() || local.names(host, port);
            case PRIVATE, SHARED -> local.names(host, port);
            case LINK_LOCAL, METADATA, UNSPECIFIED, MULTICAST, RESERVED -> false;
        };
        return open ? Optional.empty() : Optional.of(refusal(host, address, kind));
    }

    private static String refusal(String host, InetAddress address, AddressKind kind) {
        String numbers = address.getHostAddress();
        String bare = HostPort.bare(host);
        String what = bare.equals(numbers) ? bare : bare + " is " + numbers + ", which";
        return "address not allowed: " + what + " is " + kind.words();
    }
}
