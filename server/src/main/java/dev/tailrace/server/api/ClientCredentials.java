package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem.Invalid;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The id and secret an application shows, in the body or by HTTP Basic. */
public record ClientCredentials(String id, Secret secret) {
    private static final String NOBODYS_HASH = "0".repeat(64);

    /** HTTP Basic, where it is there, goes before the body. */
    static ClientCredentials of(Request request, OauthFields fields) {
        String header = request.header("Authorization").orElse("");
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            var shown = basic(header.substring(6).strip());
            if (fields.text("client_id").filter(id -> !id.equals(shown.id())).isPresent()) {
                throw new Invalid(
                        "invalid_request", "client_id in the body is not the one of the Authorization header.");
            }
            return shown;
        }
        return new ClientCredentials(
                fields.wanted("client_id"),
                new Secret(fields.text("client_secret").orElse("")));
    }

    /** The application, when the secret is its own. Takes the same time whether the id or the secret is wrong. */
    public Application authenticate(Applications applications, TenantId tenant) {
        Optional<Application> known = applications.find(tenant, id).filter(one -> ClientJson.usesSecret(one.profile()));
        String expected = known.map(Application::secretHash).orElse(NOBODYS_HASH);
        boolean fits = MessageDigest.isEqual(ascii(expected), ascii(hash(secret)));
        return known.filter(_ -> fits).orElseThrow(() -> new Unauthorized("access_denied", "Unauthorized"));
    }

    /** The application, when it is a public one and nothing but its id is shown. */
    Optional<Application> publicClient(Applications applications, TenantId tenant) {
        return secret.reveal().isEmpty()
                ? applications.find(tenant, id).filter(one -> ClientJson.isPublic(one.profile()))
                : Optional.empty();
    }

    /** As it is stored: SHA-256 in lower-case hex. */
    public static String hash(Secret secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both parts are URL-encoded (RFC 6749, 2.3.1). */
    private static ClientCredentials basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            return new ClientCredentials(
                    decode(pair.substring(0, colon)), new Secret(decode(pair.substring(colon + 1))));
        } catch (IllegalArgumentException _) {
            throw new Unauthorized("invalid_client", "The Authorization header is not Basic with an id and a secret.");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
