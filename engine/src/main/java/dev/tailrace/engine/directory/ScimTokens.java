package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tokens with which an outside system keeps a connection's users and groups in step. Threads may share it. */
public interface ScimTokens {
    /** Of one connection, at most. */
    int MAX = 10;

    /**
     * One token, without itself.
     *
     * @param id {@code tok_} and 16 characters
     * @param hash SHA-256 of the token in lower-case hex
     * @param scopes what it may do, for example {@code get:users}; empty for everything
     */
    record ScimToken(
            TenantId tenant,
            String id,
            String connectionId,
            String hash,
            List<String> scopes,
            Instant createdAt,
            Optional<Instant> validUntil,
            Optional<Instant> lastUsedAt) {
        public ScimToken {
            scopes = List.copyOf(scopes);
        }
    }

    /** @throws dev.tailrace.engine.problem.Problem.Conflict when the connection has {@link #MAX} */
    void add(ScimToken token);

    Optional<ScimToken> find(TenantId tenant, String id);

    /** Oldest first. */
    List<ScimToken> list(TenantId tenant, String connectionId);

    void delete(TenantId tenant, String connectionId, String id);

    void deleteAll(TenantId tenant, String connectionId);

    void used(TenantId tenant, String id, Instant at);
}
