package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The identities of a user: other users joined to it. */
public final class IdentitiesApi {
    private static final int ID_MAX = 512;
    private static final int PROVIDER_MAX = 64;
    private final Identities identities;

    public IdentitiesApi(Identities identities) {
        this.identities = identities;
    }

    public List<Route> routes() {
        return List.of(
                post("/api/v2/users/{id}/identities", this::join, "update:users"),
                delete("/api/v2/users/{id}/identities/{provider}/{user_id}", this::part, "update:users"));
    }

    private Response join(Request request) throws InterruptedException {
        Fields body = Fields.of(request.json()).only("provider", "connection_id", "user_id", "link_with");
        if (body.has("link_with")) {
            throw body.wrong("link_with", "This server issues no ID tokens; give provider and user_id");
        }
        String provider = body.text("provider", 1, PROVIDER_MAX);
        UserId secondary = Identities.userId(request.tenant(), provider, localId(body));
        Optional<String> connection = body.textIfThere("connection_id", 1, PROVIDER_MAX);
        User after = identities.join(primary(request), secondary, connection, Origins.of(request));
        return Response.json(201, Identities.of(after).toString());
    }

    private Response part(Request request) throws InterruptedException {
        UserId identity = Identities.userId(request.tenant(), request.path("provider"), request.path("user_id"));
        User after = identities.part(primary(request), identity, Origins.of(request));
        return Response.json(200, Identities.of(after).toString());
    }

    /** A text or, as some providers have it, an integer. */
    private static String localId(Fields body) {
        JsonNode id = body.node().path("user_id");
        return id.isIntegralNumber() ? id.asString() : body.text("user_id", 1, ID_MAX);
    }

    private static UserId primary(Request request) {
        return new UserId(request.tenant(), request.path("id"));
    }
}
