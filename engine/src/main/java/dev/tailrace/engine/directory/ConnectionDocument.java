package dev.tailrace.engine.directory;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pure: what is kept about a connection, as the object that clients see without its id. Secrets are taken out before
 * anything is kept: nothing here would ever use them.
 */
public final class ConnectionDocument {
    /** Set while the connection's users are being removed. */
    static final String ENDS = "deleted_at";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Parts of an option's name that say it is a secret; compared without case, {@code _} and {@code -}. */
    private static final List<String> SECRET =
            List.of("secret", "password", "privatekey", "token", "credential", "apikey", "authheader");

    /** Options whose names only sound like secrets, without case, {@code _} and {@code -}. */
    private static final Set<String> NO_SECRET = Set.of(
            "passwordpolicy",
            "passwordcomplexityoptions",
            "passwordhistory",
            "passwordnopersonalinfo",
            "passworddictionary",
            "passwordoptions",
            "passwordreset",
            "disableselfservicechangepassword",
            "tokenendpoint",
            "tokenendpointauthmethod",
            "tokenendpointauthsigningalg",
            "tokenendpointjwtcaaudformat",
            "idtokensignedresponsealgs",
            "idtokensessionexpirysupported",
            "idtoken",
            "adminaccesstokenexpiresin",
            "federatedconnectionsaccesstokens",
            "globaltokenrevocationjwtiss",
            "globaltokenrevocationjwtsub",
            "tokenendpointauthmethodssupported",
            "tokenendpointauthsigningalgvaluessupported",
            "idtokensigningalgvaluessupported",
            "idtokenencryptionalgvaluessupported",
            "idtokenencryptionencvaluessupported");

    /** Whole options that hold secrets: those of custom database scripts, keys for signing and decrypting. */
    private static final Set<String> SECRET_WHOLE =
            Set.of("configuration", "bareconfiguration", "signingkey", "decryptionkey", "key", "pkcs");

    private ConnectionDocument() {}

    static ObjectNode of(String name, String strategy) {
        return complete(JSON.createObjectNode().put("name", name).put("strategy", strategy));
    }

    /** A new connection with what was given and our defaults for the rest. */
    static ObjectNode complete(ObjectNode given) {
        ObjectNode document = JSON.createObjectNode();
        document.set("options", options(given));
        document.set("strategy", given.path("strategy"));
        document.set("name", given.path("name"));
        document.put("is_domain_connection", given.path("is_domain_connection").asBoolean(false));
        given.forEachEntry((field, value) -> {
            if (!document.has(field)) {
                document.set(field, value);
            }
        });
        sorted(document, "enabled_clients");
        if (!document.has("realms")) {
            document.putArray("realms").add(given.path("name").asString());
        }
        return document;
    }

    /** The document after a change: every property given replaces the one there was, {@code options} as a whole. */
    static ObjectNode changed(ObjectNode before, ObjectNode changes) {
        ObjectNode after = before.deepCopy();
        changes.forEachEntry((field, value) -> {
            if (value.isNull()) {
                after.remove(field);
            } else {
                after.set(field, field.equals("options") ? withoutSecrets(value) : value);
            }
        });
        sorted(after, "enabled_clients");
        return after;
    }

    /** The document with some clients more and some fewer. */
    static ObjectNode withClients(ObjectNode before, List<String> enabled, List<String> disabled) {
        ObjectNode after = before.deepCopy();
        ArrayNode clients = after.withArray("enabled_clients");
        enabled.forEach(clients::add);
        clients.removeIf(client -> disabled.contains(client.asString()));
        sorted(after, "enabled_clients");
        return after;
    }

    /** The document as clients and others see it. */
    public static ObjectNode of(Entity entity) {
        return (ObjectNode) JSON.readTree(entity.json());
    }

    static boolean ends(Entity entity) {
        return of(entity).has(ENDS);
    }

    private static JsonNode options(ObjectNode given) {
        ObjectNode options = given.get("options") instanceof ObjectNode some
                ? (ObjectNode) withoutSecrets(some)
                : JSON.createObjectNode();
        if (given.path("strategy").asString("").equals("auth0")) {
            putIfMissing(options, "passwordPolicy", JSON.getNodeFactory().stringNode("good"));
            putIfMissing(
                    options, "brute_force_protection", JSON.getNodeFactory().booleanNode(true));
            putIfMissing(options, "strategy_version", JSON.getNodeFactory().numberNode(2));
        }
        return options;
    }

    private static void putIfMissing(ObjectNode node, String field, JsonNode value) {
        if (!node.has(field)) {
            node.set(field, value);
        }
    }

    private static void sorted(ObjectNode document, String field) {
        var texts = new TreeSet<String>();
        document.path(field).forEach(text -> texts.add(text.asString()));
        ArrayNode array = document.putArray(field);
        texts.forEach(array::add);
    }

    /** The value without whatever is a secret, at any depth. */
    private static JsonNode withoutSecrets(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode kept = JSON.createObjectNode();
            object.forEachEntry((field, inner) -> {
                if (!secret(field, inner)) {
                    kept.set(field, withoutSecrets(inner));
                }
            });
            return kept;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = JSON.createArrayNode();
            array.forEach(inner -> kept.add(withoutSecrets(inner)));
            return kept;
        }
        return value;
    }

    private static boolean secret(String field, JsonNode value) {
        String name = field.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        if (SECRET_WHOLE.contains(name)) {
            return true;
        }
        return !value.isBoolean()
                && !NO_SECRET.contains(name)
                && SECRET.stream().anyMatch(name::contains);
    }
}
