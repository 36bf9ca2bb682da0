package dev.tailrace.server.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.http.Issuers;
import dev.tailrace.server.http.Request;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/** How an application shows itself by a JWT it signed (RFC 7523 §3): who it is, made for us, short-lived, used once. */
record ClientAssertion(TenantStores stores, InstantSource clock) {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** From now to its expiry, at most. */
    private static final Duration LIFE_MAX = Duration.ofMinutes(5);

    /** How far the client's clock may be off. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final int ID_MAX = 255;
    private static final int ASSERTION_MAX = 8_192;

    /** @throws Unauthorized when it does not hold, naming why */
    Application authenticate(Request request, OauthFields fields) {
        if (!fields.text("client_assertion_type").orElse("").equals(TYPE)) {
            throw refused("client_assertion_type must be " + TYPE);
        }
        String text = fields.wanted("client_assertion");
        if (text.length() > ASSERTION_MAX) {
            throw refused("it is longer than " + ASSERTION_MAX + " characters");
        }
        try {
            return authenticate(request, fields, SignedJWT.parse(text));
        } catch (ParseException _) {
            throw refused("it is not a signed JWT");
        }
    }

    private Application authenticate(Request request, OauthFields fields, SignedJWT jwt) throws ParseException {
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        String client = Optional.ofNullable(claims.getIssuer()).orElse("");
        if (client.isEmpty() || !client.equals(claims.getSubject())) {
            throw refused("iss and sub must both be the client_id");
        }
        if (!fields.text("client_id").orElse(client).equals(client)) {
            throw refused("client_id is not the one of the assertion");
        }
        Application application = stores.applications()
                .find(request.tenant(), client)
                .filter(one -> isSigned(one, jwt))
                .orElseThrow(() -> refused("its signature is not by a key of this client"));
        Instant expires = checkTimes(claims);
        checkAudience(request, claims);
        String id = Optional.ofNullable(claims.getJWTID()).orElse("");
        if (id.isEmpty() || id.length() > ID_MAX) {
            throw refused("jti must be a text of 1 to " + ID_MAX + " characters");
        }
        if (!stores.assertions().use(request.tenant(), client, id, expires.plus(SKEW))) {
            throw refused("its jti was used before");
        }
        return application;
    }

    private static boolean isSigned(Application application, SignedJWT jwt) {
        String algorithm = jwt.getHeader().getAlgorithm().getName();
        return ClientKeys.of(ClientJson.settings(application.profile())).stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .anyMatch(key -> verifies(jwt, key.key()));
    }

    private static boolean verifies(SignedJWT jwt, RSAPublicKey key) {
        try {
            return jwt.verify(new RSASSAVerifier(key));
        } catch (JOSEException _) {
            return false; // A critical header we do not know.
        }
    }

    private Instant checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("it has no exp");
        }
        if (!now.isBefore(expires.toInstant().plus(SKEW))) {
            throw refused("it has expired");
        }
        if (expires.toInstant().isAfter(now.plus(LIFE_MAX).plus(SKEW))) {
            throw refused("its exp is more than " + LIFE_MAX.toMinutes() + " minutes ahead");
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && now.plus(SKEW).isBefore(begins.toInstant())) {
            throw refused("it is not valid yet");
        }
        return expires.toInstant();
    }

    /** Us: the issuer of our tokens, or the token endpoint. */
    private static void checkAudience(Request request, JWTClaimsSet claims) {
        boolean ours =
                claims.getAudience().stream().anyMatch(audience -> Issuers.isTokenAudience(request.host(), audience));
        if (!ours) {
            throw refused("its aud is not https://" + request.host() + "/");
        }
    }

    private static Unauthorized refused(String reason) {
        return new Unauthorized("invalid_client", "client_assertion refused: " + reason + ".");
    }
}
