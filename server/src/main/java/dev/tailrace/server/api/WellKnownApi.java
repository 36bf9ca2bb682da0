package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.open;

import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What others need to check our tokens themselves. */
public final class WellKnownApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private final Tokens tokens;

    public WellKnownApi(Tokens tokens) {
        this.tokens = tokens;
    }

    public List<Route> routes() {
        return List.of(
                open("GET", "/.well-known/jwks.json", this::keys),
                open("GET", "/.well-known/openid-configuration", this::configuration));
    }

    private Response keys(Request request) {
        return Response.json(200, tokens.published(request.tenant()));
    }

    private Response configuration(Request request) {
        request.tenant();
        String base = request.scheme() + "://" + request.host();
        var json = MAPPER.createObjectNode()
                .put("issuer", "https://" + request.host() + "/")
                .put("token_endpoint", base + "/oauth/token")
                .put("jwks_uri", base + "/.well-known/jwks.json");
        json.set("grant_types_supported", list("client_credentials", "password", TokenApi.PASSWORD_REALM));
        json.set("token_endpoint_auth_methods_supported", list("client_secret_basic", "client_secret_post"));
        json.set("token_endpoint_auth_signing_alg_values_supported", list("RS256"));
        json.set("response_types_supported", list("token"));
        json.set("subject_types_supported", list("public"));
        return Response.json(200, json.toString());
    }

    private static ArrayNode list(String... values) {
        var array = MAPPER.createArrayNode();
        List.of(values).forEach(array::add);
        return array;
    }
}
