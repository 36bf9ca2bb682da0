package dev.tailrace.outbound;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the setting {@code allow-local} opens.
 *
 * @param all plain http, and every loopback address
 * @param hosts plain http and local or private addresses for these alone
 */
public record LocalAllowance(boolean all, Set<HostPort> hosts) {
    public static final LocalAllowance NONE = new LocalAllowance(false, Set.of());
    public static final LocalAllowance ALL = new LocalAllowance(true, Set.of());

    public LocalAllowance {
        hosts = Set.copyOf(hosts);
    }

    /**
     * Reads the setting: empty, {@code off}, {@code none} or {@code false} opens nothing, {@code all} or {@code true} all that can be
     * opened, and {@code HOST:PORT,…} those.
     *
     * @throws IllegalArgumentException with a message for whoever wrote the setting
     */
    public static LocalAllowance parse(String setting) {
        return switch (setting.strip().toLowerCase(Locale.ROOT)) {
            case "", "off", "none", "false" -> NONE;
            case "all", "true" -> ALL;
            default ->
                new LocalAllowance(
                        false,
                        Stream.of(setting.split(",", -1))
                                .map(String::strip)
                                .map(HostPort::parse)
                                .collect(Collectors.toSet()));
        };
    }

    LocalAllowance and(Set<HostPort> more) {
        return new LocalAllowance(
                all, Stream.concat(hosts.stream(), more.stream()).collect(Collectors.toSet()));
    }

    boolean names(String host, int port) {
        String bare = HostPort.bare(host);
        return hosts.stream()
                .anyMatch(named -> (port == EgressPolicy.ANY_PORT || named.port() == port)
                        && named.host().equals(bare));
    }
}
