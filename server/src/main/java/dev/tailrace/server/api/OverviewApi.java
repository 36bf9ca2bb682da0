package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;

/** {@code GET /overview}: how the tenant is doing at a glance. */
public final class OverviewApi {
    private final Overview overview;

    public OverviewApi(Overview overview) {
        this.overview = overview;
    }

    public List<Route> routes() {
        return List.of(get(
                "/api/v2/overview",
                request -> Response.json(200, overview.of(request.tenant()).toString()),
                "read:event_streams"));
    }
}
