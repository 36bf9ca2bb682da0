package dev.tailrace.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys tokens are signed with, of each tenant; read once and again when an unknown one is asked for. */
final class SigningKeys {
    /** A tenant's keys are read again at most this often, however many unknown key ids are sent to us. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(10);

    private static final int BITS = 2048;
    private final Tenants tenants;
    private final InstantSource clock;
    private final ConcurrentHashMap<TenantId, Known> known = new ConcurrentHashMap<>();

    SigningKeys(Tenants tenants, InstantSource clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    /** @param keys newest first */
    private record Known(List<RSAKey> keys, Instant readAt) {
        Optional<RSAKey> find(String id) {
            return keys.stream().filter(key -> id.equals(key.getKeyID())).findFirst();
        }
    }

    /** The key to sign with; made when the tenant has none. */
    RSAKey newest(TenantId tenant) {
        return known.compute(tenant, (_, now) -> now == null || now.keys().isEmpty() ? readOrMake(tenant) : now)
                .keys()
                .getFirst();
    }

    Optional<RSAKey> find(TenantId tenant, String id) {
        Known now = known.computeIfAbsent(tenant, this::read);
        Optional<RSAKey> key = now.find(id);
        if (key.isPresent() || clock.instant().isBefore(now.readAt().plus(READ_AGAIN))) {
            return key;
        }
        Known again = read(tenant);
        known.put(tenant, again);
        return again.find(id);
    }

    void forget(TenantId tenant) {
        known.remove(tenant);
    }

    /** The public parts, as a JWK set in JSON. */
    String published(TenantId tenant) {
        newest(tenant);
        Known now = known.computeIfAbsent(tenant, this::read);
        return new JWKSet(List.copyOf(now.keys())).toString(true);
    }

    private Known readOrMake(TenantId tenant) {
        Known read = read(tenant);
        if (!read.keys().isEmpty()) {
            return read;
        }
        tenants.addSigningKey(tenant, generate());
        return read(tenant);
    }

    private Known read(TenantId tenant) {
        return new Known(
                tenants.signingKeys(tenant).stream().map(SigningKeys::parse).toList(), clock.instant());
    }

    private static RSAKey parse(Secret jwk) {
        try {
            return RSAKey.parse(jwk.reveal());
        } catch (ParseException e) {
            throw new IllegalStateException("a stored signing key is not a JWK", e);
        }
    }

    /** A new key as a JWK, with the private part. */
    static Secret generate() {
        try {
            var key = new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
            return new Secret(key.toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException("no RSA key could be made", e);
        }
    }
}
