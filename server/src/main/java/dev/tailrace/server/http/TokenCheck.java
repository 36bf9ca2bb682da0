package dev.tailrace.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request.Caller;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** Whether a token holds, from its signature to its audience. */
final class TokenCheck {
    private final Applications applications;
    private final Hosts hosts;
    private final SigningKeys keys;
    private final InstantSource clock;

    TokenCheck(Applications applications, Hosts hosts, SigningKeys keys, InstantSource clock) {
        this.applications = applications;
        this.hosts = hosts;
        this.keys = keys;
        this.clock = clock;
    }

    record Verified(TenantId tenant, Caller caller, Instant expires) {}

    Verified of(TenantId tenant, String token) {
        try {
            var jwt = SignedJWT.parse(token);
            checkSignature(tenant, jwt);
            return verified(tenant, jwt.getJWTClaimsSet());
        } catch (ParseException _) {
            throw invalid("it is not a signed JWT");
        }
    }

    private void checkSignature(TenantId tenant, SignedJWT jwt) {
        if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
            throw invalid("its algorithm is not RS256");
        }
        String id = Optional.ofNullable(jwt.getHeader().getKeyID()).orElse("");
        var key = keys.find(tenant, id).orElseThrow(() -> invalid("its key is not one of this tenant"));
        try {
            if (!jwt.verify(new RSASSAVerifier(key))) {
                throw invalid("its signature is wrong");
            }
        } catch (JOSEException _) {
            throw invalid("its signature cannot be checked");
        }
    }

    private Verified verified(TenantId tenant, JWTClaimsSet claims) throws ParseException {
        if (!tenant.value().equals(claims.getStringClaim(Tokens.TENANT_CLAIM))) {
            throw invalid("it was issued for another tenant");
        }
        var issuer = Issuers.host(claims.getIssuer());
        if (issuer.isEmpty() || !hosts.belongs(tenant, issuer.get())) {
            throw invalid("its issuer is not one of this tenant");
        }
        boolean ours = claims.getAudience().stream()
                .map(Issuers::managementHost)
                .anyMatch(host -> host.isPresent() && hosts.belongs(tenant, host.get()));
        if (!ours) {
            throw invalid("its audience is not this API");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw invalid("it has no expiry");
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && clock.instant().isBefore(begins.toInstant())) {
            throw invalid("it is not valid before " + begins.toInstant());
        }
        return new Verified(tenant, caller(tenant, claims), expires.toInstant());
    }

    private Caller caller(TenantId tenant, JWTClaimsSet claims) throws ParseException {
        String client = Optional.ofNullable(claims.getStringClaim("azp")).orElse("");
        String name = applications
                .find(tenant, client)
                .map(Application::name)
                .orElseThrow(() -> invalid("the client it was issued to does not exist"));
        String scope = Optional.ofNullable(claims.getStringClaim("scope")).orElse("");
        return new Caller(
                client,
                name,
                scope.isBlank() ? List.of() : List.of(scope.strip().split(" +")));
    }

    static Unauthorized invalid(String reason) {
        return new Unauthorized("invalid_token", "Invalid token: " + reason + ".");
    }
}
