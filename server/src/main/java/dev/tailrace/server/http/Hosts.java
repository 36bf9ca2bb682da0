package dev.tailrace.server.http;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tenant a host name belongs to: the configured domain, {@code localhost} and plain addresses are the default
 * tenant's, {@code name.domain} is that of the tenant of this name, and any other host is the default tenant's while
 * there is no other. Threads may share it.
 */
public final class Hosts {
    /** How long the list of tenants is believed. */
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]|[0-9a-f]*:[0-9a-f:.]+");

    private final Tenants tenants;
    private final TenantId preset;
    private final String domain;
    private final InstantSource clock;
    private volatile Known known;

    public Hosts(Tenants tenants, TenantId preset, String domain, InstantSource clock) {
        this.tenants = tenants;
        this.preset = preset;
        this.domain = domain.toLowerCase(Locale.ROOT);
        this.clock = clock;
        this.known = new Known(tenants.list(), clock.instant());
    }

    /** The default tenant: the one that the others are made from. */
    public TenantId preset() {
        return preset;
    }

    /** Where a tenant is reached. */
    public String domain(TenantId tenant) {
        return tenant.equals(preset) ? domain : tenant.value() + "." + domain;
    }

    /** The list of tenants changed, and nobody shall wait until that is noticed. */
    public void refresh() {
        known = new Known(tenants.list(), clock.instant());
    }

    private record Known(List<TenantId> tenants, Instant readAt) {}

    /** @param authority host name or address, with or without a port */
    public Optional<TenantId> tenant(String authority) {
        String host = withoutPort(authority).toLowerCase(Locale.ROOT);
        if (host.equals(domain) || host.equals("localhost") || isAddress(host)) {
            return Optional.of(preset);
        }
        var all = tenants();
        if (host.endsWith(domain) && host.length() > domain.length() + 1) {
            String name = host.substring(0, host.length() - domain.length() - 1);
            var named = all.stream()
                    .filter(tenant ->
                            host.equals(name + "." + domain) && tenant.value().equals(name))
                    .findFirst();
            if (named.isPresent()) {
                return named;
            }
        }
        return all.stream().allMatch(preset::equals) ? Optional.of(preset) : Optional.empty();
    }

    boolean belongs(TenantId tenant, String authority) {
        return tenant(authority).filter(tenant::equals).isPresent();
    }

    private List<TenantId> tenants() {
        Known last = known;
        Instant now = clock.instant();
        if (now.isBefore(last.readAt().plus(FRESH)) && !now.isBefore(last.readAt())) {
            return last.tenants();
        }
        // Set before the read: one caller asks the store, the others go on with what was known.
        known = new Known(last.tenants(), now);
        var read = tenants.list();
        known = new Known(read, now);
        return read;
    }

    /** IPv4 in four numbers, or anything in brackets or with colons; no host name has these forms. */
    private static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean port = colon > 0 && authority.indexOf(']', colon) < 0 && isOneColon(authority, colon);
        String host = port ? authority.substring(0, colon) : authority;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** A bare IPv6 address has colons and no port; a port follows a name or a bracket. */
    private static boolean isOneColon(String authority, int colon) {
        return authority.indexOf(':') == colon || authority.charAt(colon - 1) == ']';
    }
}
