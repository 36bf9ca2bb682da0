package dev.tailrace.server.api;

import dev.tailrace.engine.directory.ConnectionDocument;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.server.api.UserJson.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Connections as the API reads and writes them (management-api §8.6). */
final class ConnectionJson {
    static final List<String> STRATEGIES = List.of(
            ("ad adfs amazon apple dropbox bitbucket auth0-oidc auth0 baidu bitly box custom daccount dwolla email"
                + " evernote-sandbox evernote exact facebook fitbit github google-apps google-oauth2 instagram ip line"
                + " linkedin oauth1 oauth2 office365 oidc okta paypal paypal-sandbox pingfederate planningcenter"
                + " salesforce-community salesforce-sandbox salesforce samlp sharepoint shopify shop sms soundcloud"
                + " thirtysevensignals twitter untappd vkontakte waad weibo windowslive wordpress yahoo yandex")
                    .split(" "));

    /** In a filter only. */
    static final String ADLDAP = "auth0-adldap";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*+");
    private static final int TEXT_MAX = 128;
    private static final int CLIENTS_MAX = 1_000;
    private static final int REALMS_MAX = 10;
    private static final int METADATA_MAX = 10;
    private static final int METADATA_TEXT_MAX = 255;

    /** Largest {@code options}, in bytes of JSON: an event that carries them twice stays small. */
    private static final int OPTIONS_BYTES_MAX = 100 * 1024;

    private static final String[] CHANGEABLE = {
        "display_name",
        "options",
        "enabled_clients",
        "is_domain_connection",
        "show_as_button",
        "realms",
        "metadata",
        "authentication",
        "connected_accounts",
        "cross_app_access_requesting_app"
    };

    private ConnectionJson() {}

    /** The body of a new one, checked. */
    static ObjectNode created(ObjectNode body) {
        String[] known = Arrays.copyOf(CHANGEABLE, CHANGEABLE.length + 2);
        known[known.length - 2] = "name";
        known[known.length - 1] = "strategy";
        Fields fields = Fields.of(body).only(known);
        String name = fields.text("name", 1, TEXT_MAX);
        if (!NAME.matcher(name).matches()) {
            throw fields.wrong("name", "String does not match pattern: ^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$");
        }
        fields.oneOf("strategy", STRATEGIES);
        check(fields);
        return body;
    }

    /** The body of a change, checked; null takes a property away where the contract has it nullable. */
    static ObjectNode changes(ObjectNode body) {
        ObjectNode given = body.deepCopy();
        if (given.path("enabled_clients").isNull()) {
            given.putArray("enabled_clients");
        }
        check(Fields.of(given).only(CHANGEABLE));
        return given;
    }

    static ObjectNode toJson(Entity entity, Shown shown) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", entity.id().value());
        json.setAll(ConnectionDocument.of(entity));
        json.remove(json.propertyNames().stream().filter(f -> !shown.shows(f)).toList());
        return json;
    }

    private static void check(Fields fields) {
        fields.textIfThere("display_name", 0, TEXT_MAX);
        fields.flagIfThere("is_domain_connection");
        fields.flagIfThere("show_as_button");
        fields.texts("enabled_clients", CLIENTS_MAX);
        fields.texts("realms", REALMS_MAX);
        fields.objectIfThere("authentication").ifPresent(a -> a.only("active").flagIfThere("active"));
        fields.objectIfThere("connected_accounts").ifPresent(a -> a.flagIfThere("active"));
        fields.objectIfThere("cross_app_access_requesting_app");
        fields.objectIfThere("options").ifPresent(options -> {
            if (options.node().toString().length() > OPTIONS_BYTES_MAX) {
                throw fields.wrong("options", "Object is too large, maximum " + OPTIONS_BYTES_MAX + " bytes");
            }
        });
        fields.objectIfThere("metadata").ifPresent(metadata -> metadata(fields, metadata.node()));
    }

    private static void metadata(Fields fields, ObjectNode metadata) {
        if (metadata.size() > METADATA_MAX) {
            throw fields.wrong("metadata", "Too many properties, maximum " + METADATA_MAX);
        }
        for (JsonNode value : metadata) {
            if (!value.isNull() && !(value.isString() && value.asString().length() <= METADATA_TEXT_MAX)) {
                throw fields.wrong("metadata", "Values must be texts of at most " + METADATA_TEXT_MAX + " characters");
            }
        }
    }
}
