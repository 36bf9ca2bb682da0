package dev.tailrace.engine.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is signed in to the dashboard, durable: a session outlives a restart of the server. Threads may share it. */
public interface DashboardSessions {
    /**
     * One browser that is signed in. What is kept cannot be used to sign in.
     *
     * @param hash SHA-256 of the session's secret in lower-case hex
     * @param clientId of the application it belongs to; empty where nobody but the server's own link stands behind it
     * @param secretHash the application's as it was then: with another one the session has ended
     * @param scopes at most these; empty means all that are held
     */
    record Session(
            TenantId tenant,
            String hash,
            String clientId,
            String secretHash,
            Optional<List<String>> scopes,
            Instant createdAt,
            Instant expiresAt) {
        public Session {
            scopes = scopes.map(List::copyOf);
        }
    }

    /** Adds one, and takes some away that have expired by its begin. */
    void create(Session session);

    Optional<Session> find(TenantId tenant, String hash);

    void delete(TenantId tenant, String hash);
}
