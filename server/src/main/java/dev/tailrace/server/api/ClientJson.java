package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Application.Profile;
import dev.tailrace.engine.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Applications as the contract's clients (management-api §8.8): what it does not name is stored and echoed. */
public final class ClientJson {
    /** Of everything that was set, as JSON. */
    static final int SETTINGS_BYTES = 64 * 1024;

    private static final String GRANT_TYPES = "grant_types";
    private static final String AUTH_METHOD = "token_endpoint_auth_method";
    private static final String METADATA = "client_metadata";
    /** Kept apart, or ours to say. */
    private static final Set<String> APART = Set.of("name", "app_type", "is_first_party", "client_secret");

    private static final Set<String> OURS = Set.of("client_id", "tenant", "global", "signing_keys");
    private static final JsonMapper MAPPER = new JsonMapper();

    private ClientJson() {}

    /** What the server itself makes: it asks for tokens with its own id, and signs users in. */
    public static Profile ofOurs(String name) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putArray(GRANT_TYPES).add("client_credentials").add("password").add(TokenApi.PASSWORD_REALM);
        return new Profile(name, "non_interactive", true, settings.toString());
    }

    static Profile fresh(ObjectNode body) {
        if (body.has("client_secret")) {
            throw Problem.Invalid.body("Additional properties not allowed: client_secret");
        }
        ObjectNode given = given(body);
        String name = Fields.of(given).text("name", 1, ClientRules.NAME_MAX);
        ClientRules.check(given);
        String kind = given.path("app_type").asString("");
        boolean isPublic = kind.equals("spa") || kind.equals("native");
        ObjectNode settings = given.deepCopy().remove(APART);
        if (settings.remove(METADATA) instanceof ObjectNode metadata) {
            merge(settings, metadata);
        }
        ClientRules.oneAuthentication(settings);
        if (!settings.has(GRANT_TYPES)) {
            var types = settings.putArray(GRANT_TYPES);
            if (!kind.equals("non_interactive")) {
                types.add("authorization_code").add("implicit").add("refresh_token");
            }
            if (!isPublic) {
                types.add("client_credentials");
            }
        }
        if (!settings.has(AUTH_METHOD) && !settings.has(ClientRules.AUTHENTICATION)) {
            settings.put(AUTH_METHOD, isPublic ? "none" : "client_secret_post");
        }
        ClientKeys.complete(settings, JsonNodeFactory.instance.objectNode());
        return bounded(new Profile(name, kind, given.path("is_first_party").asBoolean(true), settings.toString()));
    }

    /** A null takes a property away; metadata is merged key by key. */
    static Profile changed(Profile known, ObjectNode body) {
        ObjectNode given = given(body);
        ClientRules.check(given);
        ObjectNode settings = settings(known);
        body.forEachEntry((name, value) -> {
            if (APART.contains(name)) {
                return;
            }
            if (value.isNull()) {
                settings.remove(name);
            } else if (name.equals(METADATA)) {
                merge(settings, (ObjectNode) value);
            } else {
                settings.set(name, value);
            }
        });
        ClientRules.metadata(settings);
        ClientRules.oneAuthentication(settings);
        ClientKeys.complete(settings, settings(known));
        return bounded(new Profile(
                given.path("name").asString(known.name()),
                body.path("app_type").isNull() ? "" : given.path("app_type").asString(known.kind()),
                given.path("is_first_party").asBoolean(known.firstParty()),
                settings.toString()));
    }

    /** A secret that the caller chose. */
    static Optional<Secret> secret(ObjectNode body) {
        return Fields.of(body)
                .textIfThere("client_secret", ClientRules.SECRET_MIN, ClientRules.SECRET_MAX)
                .map(Secret::new);
    }

    static ObjectNode toJson(Application application) {
        ObjectNode json = summary(application);
        json.put("tenant", application.tenant().value()).put("global", false);
        json.putObject("jwt_configuration").put("lifetime_in_seconds", 36_000).put("secret_encoded", false);
        json.putObject("refresh_token")
                .put("rotation_type", "non-rotating")
                .put("expiration_type", "non-expiring")
                .put("infinite_token_lifetime", true)
                .put("infinite_idle_token_lifetime", true);
        json.putArray("signing_keys");
        settings(application.profile()).forEachEntry(json::set);
        return json;
    }

    static ObjectNode summary(Application application) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("client_id", application.clientId()).put("name", application.name());
        if (!application.profile().kind().isEmpty()) {
            json.put("app_type", application.profile().kind());
        }
        return json.put("is_first_party", application.profile().firstParty());
    }

    /** Whether it shows itself by its secret; others by signed assertions, or not at all. */
    static boolean usesSecret(Profile profile) {
        return !isPublic(profile) && !ClientKeys.usesKeys(settings(profile));
    }

    /** Whether it has no secret to authenticate with. */
    static boolean isPublic(Profile profile) {
        return settings(profile).path(AUTH_METHOD).asString("").equals("none");
    }

    static List<String> grantTypes(Profile profile) {
        return settings(profile)
                .path(GRANT_TYPES)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    static ObjectNode settings(Profile profile) {
        return (ObjectNode) MAPPER.readTree(profile.settings());
    }

    /** The body without nulls; refused when it sets what is ours to say. */
    private static ObjectNode given(ObjectNode body) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        body.forEachEntry((name, value) -> {
            if (OURS.contains(name)) {
                throw Problem.Invalid.body("Additional properties not allowed: " + name);
            }
            if (!value.isNull()) {
                given.set(name, value);
            } else if (name.equals("name")) {
                throw Problem.Invalid.body("name", "Expected type string but found type null");
            }
        });
        return given;
    }

    private static void merge(ObjectNode settings, ObjectNode metadata) {
        ObjectNode all = settings.path(METADATA) instanceof ObjectNode known ? known : settings.putObject(METADATA);
        metadata.forEachEntry((key, value) -> {
            if (value.isNull()) {
                all.remove(key);
            } else {
                all.set(key, value);
            }
        });
    }

    private static Profile bounded(Profile profile) {
        int bytes = profile.settings().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SETTINGS_BYTES) {
            throw Problem.Invalid.body("A client is too large (" + bytes + " bytes), maximum " + SETTINGS_BYTES);
        }
        return profile;
    }
}
