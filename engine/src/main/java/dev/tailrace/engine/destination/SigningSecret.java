package dev.tailrace.engine.destination;

import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.Base64;

/**
 * A secret that webhook calls are signed with (Standard Webhooks 1.0.0).
 *
 * @param secret {@code whsec_} and the Base64 of the key, 32 bytes
 */
public record SigningSecret(String id, Secret secret, Instant createdAt) {
    /** One that signs, and one that receivers still know. */
    public static final int MAX = 2;

    public static final int KEY_BYTES = 32;
    private static final String PREFIX = "whsec_";

    public static SigningSecret of(String id, byte[] key, Instant createdAt) {
        return new SigningSecret(id, new Secret(PREFIX + Base64.getEncoder().encodeToString(key)), createdAt);
    }

    public byte[] key() {
        return Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
    }
}
