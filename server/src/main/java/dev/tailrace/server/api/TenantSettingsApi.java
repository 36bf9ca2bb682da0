package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** The settings of the caller's tenant: what holds here for all of them; none can be changed. */
public final class TenantSettingsApi {
    public List<Route> routes() {
        return List.of(get("/api/v2/tenants/settings", this::find, "read:tenant_settings"));
    }

    private Response find(Request request) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("friendly_name", request.tenant().value())
                .put("session_lifetime", Tokens.LIFE.toHours());
        json.putObject("flags");
        json.putArray("enabled_locales").add("en");
        return Response.json(200, ShownFields.of(request).of(json).toString());
    }
}
