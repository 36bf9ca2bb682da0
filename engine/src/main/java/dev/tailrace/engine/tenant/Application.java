package dev.tailrace.engine.tenant;

import java.time.Instant;

/**
 * A client that may ask for tokens of its tenant; what its tokens may do is what it was granted.
 *
 * @param clientId 32 of {@code [A-Za-z0-9]}
 * @param secretHash SHA-256 of the secret in lower-case hex: secrets are random and long, so a plain hash is enough;
 *     empty for a client without a secret
 */
public record Application(TenantId tenant, String clientId, String secretHash, Profile profile, Instant createdAt) {
    /**
     * What is told about it.
     *
     * @param kind the contract's {@code app_type}; empty where nobody gave one
     * @param firstParty whether it belongs to whom the tenant belongs to
     * @param settings everything else that was set, as a JSON object that its resource class alone understands
     */
    public record Profile(String name, String kind, boolean firstParty, String settings) {}

    public String name() {
        return profile.name();
    }

    public Application withSecretHash(String hash) {
        return new Application(tenant, clientId, hash, profile, createdAt);
    }

    public Application withProfile(Profile other) {
        return new Application(tenant, clientId, secretHash, other, createdAt);
    }
}
