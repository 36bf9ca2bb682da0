package dev.tailrace.server.ui;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.api.Version;
import dev.tailrace.server.http.Admission;
import dev.tailrace.server.http.Hosts;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.ui.Links.Guest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /ui/session}: signing in to the dashboard and out again, and who is signed in. */
public final class SessionApi {
    private static final String PATH = "/ui/session";
    private static final int BODY_BYTES = 16 * 1024;
    private final Sessions sessions;
    private final Links links;
    private final Attempts attempts;
    private final Applications applications;
    private final Hosts hosts;

    public SessionApi(Sessions sessions, Links links, Attempts attempts, Applications applications, Hosts hosts) {
        this.sessions = sessions;
        this.links = links;
        this.attempts = attempts;
        this.applications = applications;
        this.hosts = hosts;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", PATH, this::find),
                new Route("POST", PATH, List.of(), Admission.OPEN, BODY_BYTES, this::begin),
                new Route("DELETE", PATH, List.of(), Admission.SESSION, BODY_BYTES, this::end));
    }

    static Problem.Unauthorized linkIsOver() {
        return new Problem.Unauthorized(
                "invalid_token", "The link was used, has expired or never was. Print another: ./tailrace ui");
    }

    /** 200 also where nobody is signed in: that is no failure of a page that asks. */
    private Response find(Request request) {
        Optional<Sessions.Open> open = sessions.find(request);
        ObjectNode json = open.map(session -> toJson(request, session))
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("signed_in", false));
        return answer(200, json.put("version", Version.TEXT), Map.of());
    }

    private Response begin(Request request) {
        fromOurPage(request);
        ObjectNode body = json(request);
        Guest guest = attempts.count(request.remoteAddress(), () -> guest(request, body));
        SessionSecret.of(request).ifPresent(old -> sessions.end(request.tenant(), old));
        Sessions.Open open = sessions.begin(guest);
        Duration life = Duration.between(open.createdAt(), open.expiresAt());
        return answer(
                201,
                toJson(request, open).put("version", Version.TEXT),
                Map.of("Set-Cookie", SessionSecret.setCookie(request, open.secret(), life)));
    }

    private Response end(Request request) {
        SessionSecret.of(request).ifPresent(secret -> sessions.end(request.tenant(), secret));
        return new Response.Whole(
                204,
                Map.of("Set-Cookie", SessionSecret.removeCookie(request), "Cache-Control", "no-store"),
                new byte[0]);
    }

    private Guest guest(Request request, ObjectNode body) {
        Optional<String> token = text(body, "token");
        if (token.isPresent()) {
            return links.use(request.tenant(), new Secret(token.get())).orElseThrow(SessionApi::linkIsOver);
        }
        var shown = new ClientCredentials(
                text(body, "client_id").orElseThrow(() -> missing("token, or client_id and client_secret")),
                new Secret(text(body, "client_secret").orElseThrow(() -> missing("client_secret"))));
        Application application = shown.authenticate(applications, request.tenant());
        return new Guest(request.tenant(), application.clientId(), Optional.empty());
    }

    /** Nobody else's page may sign a browser in: a form of another site cannot send JSON, nor say that it is ours. */
    private static void fromOurPage(Request request) {
        boolean ours = request.header("Sec-Fetch-Site")
                .map(site -> site.equals("same-origin") || site.equals("none"))
                .orElseGet(() -> request.header("Origin")
                        .map(origin -> origin.endsWith("//" + request.host()))
                        .orElse(true));
        if (!ours) {
            throw new Problem.Forbidden("cross_origin", "A page of another origin must not sign a browser in.");
        }
    }

    private static ObjectNode json(Request request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw Problem.Invalid.body("Content-Type must be application/json");
        }
        return request.json();
    }

    private static Optional<String> text(ObjectNode body, String name) {
        var value = body.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw Problem.Invalid.body(name, "Expected type string");
        }
        return Optional.of(value.stringValue());
    }

    private static Problem.Invalid missing(String what) {
        return Problem.Invalid.body("Missing required property: " + what);
    }

    private ObjectNode toJson(Request request, Sessions.Open open) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("signed_in", true);
        json.put("tenant", request.tenant().value()).put("domain", hosts.domain(request.tenant()));
        json.put("name", open.caller().name());
        json.put(
                "client_id",
                open.caller().clientId().isEmpty() ? null : open.caller().clientId());
        open.caller().scopes().forEach(json.putArray("scopes")::add);
        json.put("csrf_token", SessionSecret.csrf(open.secret()));
        return json.put("created_at", EventFactory.text(open.createdAt()))
                .put("expires_at", EventFactory.text(open.expiresAt()));
    }

    private static Response answer(int status, ObjectNode json, Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        return new Response.Whole(status, headers, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
