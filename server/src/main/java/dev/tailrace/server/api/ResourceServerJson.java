package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.ResourceServer;
import dev.tailrace.server.http.Issuers;
import dev.tailrace.server.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tenant's own APIs on the wire (management-api §8.9): what the contract does not name is stored and echoed. */
final class ResourceServerJson {
    static final int IDENTIFIER_MAX = 600;
    /** 24 hex digits that no other one has. */
    static final String MANAGEMENT_ID = "0".repeat(24);

    private static final int SETTINGS_BYTES = 64 * 1024;
    private static final int SCOPES_MAX = 1_000;
    static final int SCOPE_CHARACTERS = 280;
    private static final int TEXT_MAX = 600;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ResourceServerJson() {}

    static String fresh(ObjectNode body) {
        return checked(body.deepCopy());
    }

    /** The identifier may be repeated, and never changes; a null takes a property away. */
    static String changed(ResourceServer known, ObjectNode body) {
        Fields.of(body).textIfThere("identifier", 1, IDENTIFIER_MAX).ifPresent(identifier -> {
            if (!identifier.equals(known.identifier())) {
                throw Problem.Invalid.body("identifier", "The identifier of a resource server cannot be changed");
            }
        });
        ObjectNode all = (ObjectNode) MAPPER.readTree(known.settings());
        body.forEachEntry((name, value) -> {
            if (value.isNull()) {
                all.remove(name);
            } else {
                all.set(name, value);
            }
        });
        return checked(all);
    }

    static ObjectNode toJson(ResourceServer server) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", server.id()).put("identifier", server.identifier()).put("is_system", false);
        json.putArray("scopes");
        json.put("signing_alg", "RS256").put("token_lifetime", Tokens.LIFE.toSeconds());
        json.put("allow_offline_access", false).put("skip_consent_for_verifiable_first_party_clients", true);
        ((ObjectNode) MAPPER.readTree(server.settings())).forEachEntry(json::set);
        return json;
    }

    static ObjectNode management(String host, List<String> scopes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", MANAGEMENT_ID)
                .put("name", "Management API")
                .put("identifier", Issuers.managementAudience(host))
                .put("is_system", true);
        var list = json.putArray("scopes");
        scopes.forEach(scope -> list.addObject().put("value", scope));
        return json.put("signing_alg", "RS256")
                .put("token_lifetime", Tokens.LIFE.toSeconds())
                .put("allow_offline_access", false)
                .put("skip_consent_for_verifiable_first_party_clients", true);
    }

    /** How long a token for it lives. */
    static Duration tokenLife(ResourceServer server) {
        return Duration.ofSeconds(
                MAPPER.readTree(server.settings()).path("token_lifetime").asLong(Tokens.LIFE.toSeconds()));
    }

    static List<String> scopes(ResourceServer server) {
        return MAPPER.readTree(server.settings())
                .path("scopes")
                .valueStream()
                .map(scope -> scope.path("value").asString())
                .toList();
    }

    private static String checked(ObjectNode settings) {
        var fields = Fields.of(settings);
        if (settings.has("id") || settings.has("is_system")) {
            throw Problem.Invalid.body(
                    "Additional properties not allowed: " + (settings.has("id") ? "id" : "is_system"));
        }
        fields.textIfThere("name", 1, TEXT_MAX);
        fields.oneOfIfThere("signing_alg", List.of("RS256", "HS256", "PS256"));
        fields.flagIfThere("allow_offline_access");
        fields.flagIfThere("enforce_policies");
        fields.objects("scopes", SCOPES_MAX).forEach(scope -> {
            scope.text("value", 1, SCOPE_CHARACTERS);
            scope.textIfThere("description", 0, TEXT_MAX);
        });
        for (String life : List.of("token_lifetime", "token_lifetime_for_web")) {
            var value = settings.path(life);
            if (settings.has(life)
                    && !(value.isIntegralNumber()
                            && value.asLong(0) > 0
                            && value.asLong(0) <= Duration.ofDays(30).toSeconds())) {
                throw fields.wrong(
                        life,
                        "Expected an integer from 1 to " + Duration.ofDays(30).toSeconds());
            }
        }
        settings.remove("identifier");
        String text = settings.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SETTINGS_BYTES) {
            throw Problem.Invalid.body(
                    "A resource server is too large (" + bytes + " bytes), maximum " + SETTINGS_BYTES);
        }
        return text;
    }
}
