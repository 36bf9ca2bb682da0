package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Connections;
import dev.tailrace.engine.directory.ScimTokens;
import dev.tailrace.engine.directory.ScimTokens.ScimToken;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tokens with which another system keeps a connection's users in step. Paths of ours: the contract has none. */
public final class ScimTokensApi {
    private static final String ALL = "/api/v2/connections/{id}/scim-configuration/tokens";
    private static final String ONE = "/api/v2/connections/{id}/scim-configuration/tokens/{token_id}";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 43;
    private static final int LIFETIME_MIN = 900;
    private static final int LIFETIME_MAX = (int) Duration.ofDays(3650).toSeconds();

    /** Where users come from another system; those of the other strategies are made here or come by signing in. */
    private static final List<String> STRATEGIES = List.of(
            "ad",
            "adfs",
            "google-apps",
            "ip",
            "office365",
            "oidc",
            "okta",
            "pingfederate",
            "samlp",
            "sharepoint",
            "waad");

    private static final List<String> SCOPES = List.of(
            "get:users",
            "post:users",
            "put:users",
            "patch:users",
            "delete:users",
            "get:groups",
            "post:groups",
            "put:groups",
            "patch:groups",
            "delete:groups");

    private final ScimTokens tokens;
    private final Connections connections;
    private final Users.Supply supply;

    public ScimTokensApi(ScimTokens tokens, Connections connections, Users.Supply supply) {
        this.tokens = tokens;
        this.connections = connections;
        this.supply = supply;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:scim_token"),
                post(ALL, this::create, "create:scim_token"),
                delete(ONE, this::remove, "delete:scim_token"));
    }

    private Response list(Request request) {
        var json = JsonNodeFactory.instance.arrayNode();
        tokens.list(request.tenant(), connection(request).id()).forEach(token -> json.add(toJson(token)));
        return json(200, json);
    }

    /** The token itself is in this answer alone. */
    private Response create(Request request) {
        Origin.Connection connection = connection(request);
        if (!STRATEGIES.contains(connection.strategy())) {
            throw new Problem.Invalid(
                    "operation_not_supported", "SCIM is for connections of: " + String.join(", ", STRATEGIES) + ".");
        }
        Fields fields = Fields.of(request.json()).only("scopes", "token_lifetime");
        List<String> scopes = fields.texts("scopes", SCOPES.size());
        scopes.stream().filter(scope -> !SCOPES.contains(scope)).findFirst().ifPresent(_ -> {
            throw fields.wrong("scopes", "No enum match, expected one of: " + String.join(", ", SCOPES));
        });
        Optional<Duration> lifetime = lifetime(fields);
        Instant now = Instant.ofEpochMilli(supply.clock().millis());
        String id = supply.ids().alphanumeric("tok_", ID_LENGTH);
        Secret secret = new Secret(supply.ids().alphanumeric(id + ".", SECRET_LENGTH));
        var token = new ScimToken(
                request.tenant(),
                id,
                connection.id(),
                ClientCredentials.hash(secret),
                scopes,
                now,
                lifetime.map(now::plus),
                Optional.empty());
        tokens.add(token);
        ObjectNode json = toJson(token).put("token", secret.reveal());
        return json(201, json);
    }

    private Response remove(Request request) {
        tokens.delete(request.tenant(), connection(request).id(), request.path("token_id"));
        return Response.empty(204);
    }

    private Origin.Connection connection(Request request) {
        return connections
                .byId(request.tenant(), request.path("id"))
                .orElseThrow(() -> new Problem.NotFound("inexistent_connection", "The connection does not exist."));
    }

    private static Optional<Duration> lifetime(Fields fields) {
        JsonNode value = fields.node().path("token_lifetime");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || value.asLong() < LIFETIME_MIN || value.asLong() > LIFETIME_MAX) {
            throw fields.wrong(
                    "token_lifetime", "Expected an integer from " + LIFETIME_MIN + " to " + LIFETIME_MAX + " seconds");
        }
        return Optional.of(Duration.ofSeconds(value.asLong()));
    }

    private static ObjectNode toJson(ScimToken token) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("token_id", token.id());
        var scopes = json.putArray("scopes");
        token.scopes().forEach(scopes::add);
        json.put("created_at", EventFactory.text(token.createdAt()));
        token.validUntil().ifPresent(at -> json.put("valid_until", EventFactory.text(at)));
        token.lastUsedAt().ifPresent(at -> json.put("last_used_at", EventFactory.text(at)));
        return json;
    }

    private static Response json(int status, JsonNode json) {
        return Response.json(status, json.toString());
    }
}
