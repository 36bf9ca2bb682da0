package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.Connections;
import dev.tailrace.engine.directory.ScimTokens;
import dev.tailrace.engine.directory.ScimTokens.ScimToken;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Whether a call's SCIM token holds, and for which connection. Threads may share it. */
final class ScimAuth {
    private static final String NOBODYS_HASH = "0".repeat(64);
    private static final int TOKEN_MAX = 256;

    /** How exactly the last use of a token is kept. */
    private static final Duration USED = Duration.ofMinutes(1);

    private final ScimTokens tokens;
    private final Connections connections;
    private final InstantSource clock;

    ScimAuth(ScimTokens tokens, Connections connections, InstantSource clock) {
        this.tokens = tokens;
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * @param resource {@code users} or {@code groups}: the token's scopes must name it with the method, where it has any
     */
    ScimScope scope(Request request, String resource) {
        Instant now = clock.instant();
        ScimToken token = token(request, now);
        String needed = request.method().toLowerCase(Locale.ROOT).replace("head", "get") + ":" + resource;
        if (!token.scopes().isEmpty() && !token.scopes().contains(needed)) {
            throw new Problem.Forbidden("", "The token may not do this: it lacks " + needed + ".");
        }
        Connection connection =
                connections.byId(token.tenant(), token.connectionId()).orElseThrow(ScimAuth::refused);
        if (token.lastUsedAt().map(at -> at.plus(USED).isBefore(now)).orElse(true)) {
            tokens.used(token.tenant(), token.id(), now);
        }
        return ScimScope.of(request, connection);
    }

    /** Takes the same time whether the id or the secret is wrong. */
    private ScimToken token(Request request, Instant now) {
        String header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Problem.Unauthorized("", "Send Authorization: Bearer and a SCIM token.");
        }
        String shown = header.substring(7).strip();
        int dot = shown.indexOf('.');
        if (dot < 0 || shown.length() > TOKEN_MAX) {
            throw refused();
        }
        Optional<ScimToken> known = tokens.find(request.tenant(), shown.substring(0, dot));
        boolean fits = MessageDigest.isEqual(
                ascii(known.map(ScimToken::hash).orElse(NOBODYS_HASH)),
                ascii(ClientCredentials.hash(new Secret(shown))));
        return known.filter(_ -> fits)
                .filter(one -> one.validUntil().map(now::isBefore).orElse(true))
                .orElseThrow(ScimAuth::refused);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Problem.Unauthorized refused() {
        return new Problem.Unauthorized("", "The SCIM token does not hold.");
    }
}
