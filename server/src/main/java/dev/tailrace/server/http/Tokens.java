package dev.tailrace.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.http.Request.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Issues access tokens (RS256 JWTs) and checks them. Threads may share it. */
public final class Tokens {
    /** Life of a token. */
    public static final Duration LIFE = Duration.ofDays(1);

    static final String TENANT_CLAIM = "https://tailrace.dev/tenant";
    private static final int REMEMBERED_MAX = 10_000;
    private final Hosts hosts;
    private final InstantSource clock;
    private final SigningKeys keys;
    private final TokenCheck check;
    private final Cache<Hash, TokenCheck.Verified> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .executor(Runnable::run)
            .build();

    public Tokens(TenantStores stores, Hosts hosts, InstantSource clock) {
        this.hosts = hosts;
        this.clock = clock;
        this.keys = new SigningKeys(stores.tenants(), clock);
        this.check = new TokenCheck(stores.applications(), hosts, keys, clock);
    }

    /**
     * What a token says.
     *
     * @param host under which it was asked for: names the issuer
     * @param subject {@code client_id@clients}, or a user id
     * @param grantType short form, for example {@code client-credentials}
     */
    public record Claims(
            TenantId tenant,
            String host,
            String subject,
            String clientId,
            String audience,
            List<String> scopes,
            String grantType) {
        public Claims {
            scopes = List.copyOf(scopes);
        }
    }

    /** Makes the tenant's signing key when it has none: takes a moment, so better at start than at the first call. */
    public void prepare(TenantId tenant) {
        keys.newest(tenant);
    }

    /** A signing key for a tenant that is being made. */
    public static Secret newKey() {
        return SigningKeys.generate();
    }

    /** The tokens of this application end now. */
    public void forget(TenantId tenant, String clientId) {
        remembered
                .asMap()
                .values()
                .removeIf(token -> token.tenant().equals(tenant)
                        && token.caller().clientId().equals(clientId));
    }

    /** The tenant is gone, or made anew under the same name: its tokens and keys are nothing any more. */
    public void forget(TenantId tenant) {
        keys.forget(tenant);
        remembered.asMap().values().removeIf(token -> token.tenant().equals(tenant));
    }

    public String issue(Claims claims) {
        return issue(claims, LIFE);
    }

    /** @param life until it expires */
    public String issue(Claims claims, Duration life) {
        var key = keys.newest(claims.tenant());
        Instant now = clock.instant();
        var body = new JWTClaimsSet.Builder()
                .issuer("https://" + claims.host() + "/")
                .subject(claims.subject())
                .audience(claims.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .claim("azp", claims.clientId())
                .claim("scope", String.join(" ", claims.scopes()))
                .claim("gty", claims.grantType())
                .claim(TENANT_CLAIM, claims.tenant().value())
                .jwtID(UUID.randomUUID().toString())
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        var token = new SignedJWT(header, body);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token of " + claims.tenant() + " could not be signed", e);
        }
        return token.serialize();
    }

    /** Whether tokens of this tenant may name this host, with or without a port. */
    public boolean isHostOf(TenantId tenant, String host) {
        return hosts.belongs(tenant, host);
    }

    /** The keys that tokens of this tenant can be checked with, as a JWK set in JSON. */
    public String published(TenantId tenant) {
        return keys.published(tenant);
    }

    /** @throws Unauthorized when the token does not hold for this tenant now */
    Caller verify(TenantId tenant, String token) {
        Hash hash = Hash.of(token);
        TokenCheck.Verified verified = remembered.getIfPresent(hash);
        if (verified == null) {
            verified = check.of(tenant, token);
            remembered.put(hash, verified);
        }
        if (!verified.tenant().equals(tenant)) {
            throw TokenCheck.invalid("it was issued for another tenant");
        }
        if (!clock.instant().isBefore(verified.expires())) {
            remembered.invalidate(hash);
            throw TokenCheck.invalid("it expired at " + verified.expires());
        }
        return verified.caller();
    }

    /** SHA-256 of a token: what is remembered cannot be used as one. */
    private record Hash(long a, long b, long c, long d) {
        static Hash of(String token) {
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1));
                var words = ByteBuffer.wrap(digest).asLongBuffer();
                return new Hash(words.get(), words.get(), words.get(), words.get());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
