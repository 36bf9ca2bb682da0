package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the properties of a client may hold, where the contract says it (management-api §8.8). */
final class ClientRules {
    static final int NAME_MAX = 255;
    static final int SECRET_MIN = 16;
    static final int SECRET_MAX = 256;
    static final String AUTHENTICATION = "client_authentication_methods";
    private static final int DESCRIPTION_MAX = 140;
    private static final int KIND_MAX = 64;
    private static final int GRANT_TYPES_MAX = 50;
    private static final int METADATA_KEYS = 10;
    private static final int METADATA_CHARACTERS = 255;
    private static final List<String> METHODS = List.of("none", "client_secret_post", "client_secret_basic");
    private static final List<String> ORGANIZATION_USAGES = List.of("deny", "allow", "require");

    private ClientRules() {}

    /** @param given without nulls */
    static void check(ObjectNode given) {
        var fields = Fields.of(given);
        fields.textIfThere("name", 1, NAME_MAX).ifPresent(name -> {
            if (name.indexOf('<') >= 0 || name.indexOf('>') >= 0) {
                throw fields.wrong("name", "String must not hold '<' or '>'");
            }
        });
        fields.textIfThere("description", 0, DESCRIPTION_MAX);
        fields.textIfThere("app_type", 1, KIND_MAX).ifPresent(kind -> {
            if (!kind.matches("[a-z0-9_]+")) {
                throw fields.wrong("app_type", "String does not match pattern: ^[a-z0-9_]+$");
            }
        });
        fields.texts("grant_types", GRANT_TYPES_MAX);
        fields.oneOfIfThere("token_endpoint_auth_method", METHODS);
        fields.oneOfIfThere("organization_usage", ORGANIZATION_USAGES);
        fields.flagIfThere("is_first_party");
        fields.objectIfThere("jwt_configuration");
        fields.objectIfThere(AUTHENTICATION);
        fields.objectIfThere("client_metadata").ifPresent(_ -> metadata(given));
    }

    /** A client shows itself in one way. */
    static void oneAuthentication(ObjectNode settings) {
        if (settings.has(AUTHENTICATION) && settings.has("token_endpoint_auth_method")) {
            throw Problem.Invalid.body("token_endpoint_auth_method", "Must be null where there are " + AUTHENTICATION);
        }
    }

    /** At most so many keys, each of at most so many characters, as is its value; a null takes a key away. */
    static void metadata(ObjectNode settings) {
        if (!(settings.path("client_metadata") instanceof ObjectNode metadata)) {
            return;
        }
        if (metadata.size() > METADATA_KEYS) {
            throw Problem.Invalid.body(
                    "client_metadata",
                    "Object has too many properties (" + metadata.size() + "), maximum " + METADATA_KEYS);
        }
        var fields = Fields.of(settings).object("client_metadata");
        metadata.forEachEntry((key, value) -> {
            if (key.length() > METADATA_CHARACTERS) {
                throw Problem.Invalid.body(
                        "client_metadata", "A key is too long (" + key.length() + "), maximum " + METADATA_CHARACTERS);
            }
            if (!value.isNull()) {
                fields.text(key, 0, METADATA_CHARACTERS);
            }
        });
    }
}
