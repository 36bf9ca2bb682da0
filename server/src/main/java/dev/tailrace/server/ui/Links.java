package dev.tailrace.server.ui;

import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.ClientCredentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links that sign a person in to the dashboard: each works once, within ten minutes. Only hashes are kept, in memory: who
 * restarts the server prints another. Threads may share it.
 */
public final class Links {
    /** How long a link works. */
    static final Duration LIFE = Duration.ofMinutes(10);
    /** Unused ones at a time, of all tenants; beyond that the oldest stops working. */
    static final int MAX = 1_000;

    private final InstantSource clock;
    private final Map<String, Promise> unused = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Promise> eldest) {
            return size() > MAX;
        }
    };

    public Links(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Who a link signs in.
     *
     * @param clientId the application that asked for the link; empty where the server itself made it
     * @param scopes at most these; empty means all that are held
     */
    record Guest(TenantId tenant, String clientId, Optional<List<String>> scopes) {
        static Guest ofServer(TenantId tenant) {
            return new Guest(tenant, "", Optional.empty());
        }
    }

    private record Promise(Guest guest, Instant expires) {}

    /** A new link's token, and when it stops working. */
    public record Made(Secret token, Instant expires) {
        /** Where it leads. The token stands in the fragment, which browsers send to nobody. */
        public String path() {
            return "/ui/login#" + token.reveal();
        }
    }

    /** A link with every scope of the tenant, for whoever starts the server. */
    public Made ofServer(TenantId tenant) {
        return make(Guest.ofServer(tenant));
    }

    synchronized Made make(Guest guest) {
        Secret token = SessionSecret.random();
        Instant expires = clock.instant().plus(LIFE);
        unused.put(ClientCredentials.hash(token), new Promise(guest, expires));
        return new Made(token, expires);
    }

    /** Whom it signs in; from now on nobody. */
    synchronized Optional<Guest> use(TenantId tenant, Secret token) {
        String hash = ClientCredentials.hash(token);
        Promise promise = unused.get(hash);
        if (promise == null || !promise.guest().tenant().equals(tenant)) {
            return Optional.empty();
        }
        unused.remove(hash);
        return clock.instant().isBefore(promise.expires()) ? Optional.of(promise.guest()) : Optional.empty();
    }
}
