package dev.tailrace.engine.tenant;

import java.time.Instant;
import java.util.List;

/**
 * A client that may ask for tokens of its tenant.
 *
 * @param clientId 32 of {@code [A-Za-z0-9]}
 * @param secretHash SHA-256 of the secret in lower-case hex: secrets are random and long, so a plain hash is enough
 * @param scopes what its tokens may do, in the order given
 */
public record Application(
        TenantId tenant, String clientId, String name, String secretHash, List<String> scopes, Instant createdAt) {
    public Application {
        scopes = List.copyOf(scopes);
    }
}
