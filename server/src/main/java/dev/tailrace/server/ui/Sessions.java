package dev.tailrace.server.ui;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.DashboardSessions.Session;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.api.KnownScopes;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Request.Caller;
import dev.tailrace.server.http.SessionCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions of the dashboard. What a session may do is asked anew at each call: it ends with its time, when somebody signs
 * out, and when its application is deleted or gets another secret; a grant that shrinks shrinks it. Threads may share it.
 */
public final class Sessions implements SessionCheck {
    /** From sign-in to the end, however busy. */
    static final Duration LIFE = Duration.ofHours(12);

    static final String CSRF_HEADER = "X-Tailrace-CSRF";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private final TenantStores stores;
    private final KnownScopes known;
    private final InstantSource clock;

    public Sessions(TenantStores stores, KnownScopes known, InstantSource clock) {
        this.stores = stores;
        this.known = known;
        this.clock = clock;
    }

    /** A session that holds right now. */
    record Open(Secret secret, Caller caller, Instant createdAt, Instant expiresAt) {}

    @Override
    public Caller caller(Request request) {
        Open open = find(request)
                .orElseThrow(() -> new Problem.Unauthorized(
                        "session_required", "Sign in to the dashboard: there is no session, or it has ended."));
        if (!SAFE.contains(request.method()) && !hasCsrf(request, open.secret())) {
            throw new Problem.Forbidden(
                    "invalid_csrf_token", "Send the csrf_token of GET /ui/session as " + CSRF_HEADER + ".");
        }
        return open.caller();
    }

    /** The session of this request's cookie. */
    Optional<Open> find(Request request) {
        return SessionSecret.of(request).flatMap(secret -> find(request.tenant(), secret));
    }

    Optional<Open> find(TenantId tenant, Secret secret) {
        return stores.sessions()
                .find(tenant, ClientCredentials.hash(secret))
                .filter(session -> clock.instant().isBefore(session.expiresAt()))
                .flatMap(session -> caller(session)
                        .map(caller -> new Open(secret, caller, session.createdAt(), session.expiresAt())));
    }

    /** @throws Problem.Unauthorized when the guest's application is gone */
    Open begin(Links.Guest guest) {
        String secretHash = guest.clientId().isEmpty()
                ? ""
                : stores.applications()
                        .find(guest.tenant(), guest.clientId())
                        .map(Application::secretHash)
                        .orElseThrow(SessionApi::linkIsOver);
        Secret secret = SessionSecret.random();
        Instant now = clock.instant();
        var session = new Session(
                guest.tenant(),
                ClientCredentials.hash(secret),
                guest.clientId(),
                secretHash,
                guest.scopes(),
                now,
                now.plus(LIFE));
        stores.sessions().create(session);
        return find(guest.tenant(), secret)
                .orElseThrow(() -> new Problem.Forbidden(
                        "access_denied", "The application is granted nothing of the Management API."));
    }

    void end(TenantId tenant, Secret secret) {
        stores.sessions().delete(tenant, ClientCredentials.hash(secret));
    }

    private Optional<Caller> caller(Session session) {
        if (session.clientId().isEmpty()) {
            return Optional.of(new Caller("", "One-time link", known.of(session.tenant())));
        }
        return stores.applications()
                .find(session.tenant(), session.clientId())
                .filter(application -> application.secretHash().equals(session.secretHash()))
                .flatMap(application -> stores.grants()
                        .ofClient(session.tenant(), session.clientId(), Grant.Audience.MANAGEMENT)
                        .map(grant -> new Caller(session.clientId(), application.name(), scopes(session, grant))));
    }

    private List<String> scopes(Session session, Grant grant) {
        List<String> held = known.held(grant);
        return session.scopes()
                .map(limit -> held.stream().filter(limit::contains).toList())
                .orElse(held);
    }

    private static boolean hasCsrf(Request request, Secret secret) {
        return MessageDigest.isEqual(
                request.header(CSRF_HEADER).orElse("").getBytes(StandardCharsets.UTF_8),
                SessionSecret.csrf(secret).getBytes(StandardCharsets.UTF_8));
    }
}
