package dev.tailrace.server.api;

import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Admission;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Notes each change that was made over a route, and each token that was refused or did not do: the one place that does. */
public final class Audited {
    private static final String TOKENS = "/oauth/token";
    private static final String DASHBOARD = "/ui/session";
    /** Producers call it all the time, and the event log itself tells what they sent. */
    private static final String INGEST = "/api/v2/events";

    /** Of whom it was and why, the sign-in itself tells more. */
    private static final String SIGN_IN_REFUSED = "invalid_grant";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final int TEXT_MAX = 256;
    private final Audit audit;
    private final InstantSource clock;
    private final RefusedPerAddress perAddress;

    public Audited(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
        this.perAddress = new RefusedPerAddress(clock);
    }

    public Route watch(Route route) {
        if (route.path().equals(TOKENS)) {
            return route.with(request -> token(route, request));
        }
        if (route.path().equals(DASHBOARD) && route.method().equals("POST")) {
            return route.with(request -> dashboard(route, request));
        }
        boolean changes = (route.admission() == Admission.TOKEN || isScim(route)) && !READING.contains(route.method());
        return changes && !route.path().equals(INGEST) ? route.with(request -> change(route, request)) : route;
    }

    private Response change(Route route, Request request) throws InterruptedException {
        Response response = route.handler().handle(request);
        if (response.status() < 400) {
            ObjectNode details = JsonNodeFactory.instance.objectNode();
            details.putObject("request").put("method", request.method()).put("path", bounded(request.path()));
            details.putObject("response").put("statusCode", response.status());
            String user = route.path().startsWith("/api/v2/users/{id}") ? request.path("id") : "";
            String type = isScim(route) ? AuditEntry.SCIM : AuditEntry.API;
            note(request, type, route.method() + " " + route.path(), Origins.of(request), user, details);
            if (isPasswordChange(route, request)) {
                note(request, AuditEntry.PASSWORD_CHANGED, "Password changed", Origins.of(request), user, details);
            }
        }
        return response;
    }

    /** Those routes look at their own tokens. */
    private static boolean isScim(Route route) {
        return route.path().startsWith("/scim/v2/");
    }

    private static boolean isPasswordChange(Route route, Request request) {
        return route.method().equals("PATCH")
                && route.path().equals("/api/v2/users/{id}")
                && request.json().has("password");
    }

    /** A token of the Management API did not hold, or holds too little. */
    public void refused(Request request, Problem why) {
        if (!perAddress.admits(request.tenant(), request.remoteAddress())) {
            return;
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putObject("request").put("method", request.method()).put("path", bounded(request.path()));
        details.put("error", why.code());
        note(request, AuditEntry.API_REFUSED, bounded(why.text()), Origins.of(request), "", details);
    }

    private Response token(Route route, Request request) throws InterruptedException {
        try {
            return route.handler().handle(request);
        } catch (Problem refused) {
            if (!refused.code().equals(SIGN_IN_REFUSED)) {
                note(request, AuditEntry.TOKEN_REFUSED, bounded(refused.text()), client(request), "", login(request));
            }
            throw refused;
        }
    }

    private Response dashboard(Route route, Request request) throws InterruptedException {
        try {
            Response response = route.handler().handle(request);
            note(request, AuditEntry.DASHBOARD, "Signed in to the dashboard", client(request), "", none());
            return response;
        } catch (Problem refused) {
            if (perAddress.admits(request.tenant(), request.remoteAddress())) {
                note(request, AuditEntry.DASHBOARD_REFUSED, bounded(refused.text()), client(request), "", none());
            }
            throw refused;
        }
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void note(
            Request request, String type, String description, Origin origin, String user, ObjectNode details) {
        audit.note(
                new AuditEntry(request.tenant(), type, clock.instant(), description, origin, user, details.toString()));
    }

    /** Who asked for a token as far as it says so; whether it is true is another question. */
    private static Origin client(Request request) {
        return said(request, "client_id")
                .map(id -> Origins.of(request, new Origin.Client(id, "")))
                .orElseGet(() -> Origins.of(request));
    }

    private static ObjectNode login(Request request) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("grant_type", "username", "audience")) {
            said(request, field).ifPresent(text -> details.put(field, text));
        }
        return details;
    }

    private static Optional<String> said(Request request, String field) {
        try {
            return new OauthFields(request.json()).text(field).map(Audited::bounded);
        } catch (Problem _) {
            return Optional.empty(); // Not readable: the refusal says so.
        }
    }

    private static String bounded(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }
}
