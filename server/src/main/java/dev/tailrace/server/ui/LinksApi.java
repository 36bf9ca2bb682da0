package dev.tailrace.server.ui;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code POST /dashboard-links}: a link that signs a person in to the dashboard as the application that asks, with the
 * scopes of its token and no more.
 */
public final class LinksApi {
    static final String PATH = "/api/v2/dashboard-links";
    private final Links links;

    public LinksApi(Links links) {
        this.links = links;
    }

    public List<Route> routes() {
        return List.of(Route.post(PATH, this::make));
    }

    private Response make(Request request) {
        var caller = request.caller();
        Links.Made made =
                links.make(new Links.Guest(request.tenant(), caller.clientId(), Optional.of(caller.scopes())));
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("token", made.token().reveal())
                .put("path", made.path())
                .put("expires_at", EventFactory.text(made.expires()));
        return new Response.Whole(
                201,
                Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
