package dev.tailrace.server.api;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.OrganizationConnections.Asked;
import dev.tailrace.engine.directory.OrganizationDocument;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Organizations as the API reads and writes them (management-api §8.3). */
final class OrganizationJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("(?!org_)[a-z0-9]([a-z0-9_-]*[a-z0-9])?");
    private static final Pattern COLOR = Pattern.compile("#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})");
    private static final int NAME_MAX = 50;
    private static final int DISPLAY_NAME_MAX = 255;
    private static final int URL_MAX = 2048;
    private static final int METADATA_MAX = 25;
    private static final int METADATA_TEXT_MAX = 255;
    private static final List<String> ATTRIBUTES =
            List.of("name", "display_name", "branding", "metadata", "token_quota");

    /** What the smaller of the two scopes for reading shows. */
    private static final List<String> SUMMARY = List.of("id", "name", "display_name", "branding");

    private OrganizationJson() {}

    /** What a new organization is to be; {@link #connections} reads the rest of the body. */
    static ObjectNode fresh(ObjectNode body) {
        Fields fields = Fields.of(body)
                .only("name", "display_name", "branding", "metadata", "token_quota", "enabled_connections");
        name(fields, fields.text("name", 1, NAME_MAX));
        return attributes(fields);
    }

    static List<Asked> connections(ObjectNode body) {
        Fields fields = Fields.of(body);
        List<Asked> asked = fields.objects("enabled_connections", OrganizationConnectionJson.MAX).stream()
                .map(OrganizationConnectionJson::enabled)
                .toList();
        if (asked.stream().map(Asked::connection).distinct().count() < asked.size()) {
            throw fields.wrong("enabled_connections", "Array items are not unique");
        }
        return asked;
    }

    static ObjectNode patch(ObjectNode body) {
        Fields fields = Fields.of(body).only("name", "display_name", "branding", "metadata", "token_quota");
        fields.textIfThere("name", 1, NAME_MAX).ifPresent(name -> name(fields, name));
        return attributes(fields);
    }

    static ObjectNode toJson(Entity organization, boolean whole) {
        ObjectNode json = OrganizationDocument.of(organization);
        return whole ? json : json.retain(SUMMARY);
    }

    /** The answer to whoever made it: the id comes last. */
    static ObjectNode created(Entity organization) {
        ObjectNode json = OrganizationDocument.of(organization);
        JsonNode id = json.remove("id");
        json.set("id", id);
        return json;
    }

    private static ObjectNode attributes(Fields fields) {
        var _ = fields.textIfThere("display_name", 1, DISPLAY_NAME_MAX);
        fields.objectIfThere("branding").ifPresent(OrganizationJson::branding);
        fields.objectIfThere("metadata").ifPresent(metadata -> metadata(fields, metadata));
        if (fields.has("token_quota") && !fields.node().path("token_quota").isNull()) {
            quota(fields.object("token_quota"));
        }
        ObjectNode attributes = JSON.createObjectNode();
        for (String name : ATTRIBUTES) {
            if (fields.has(name)) {
                attributes.set(name, fields.node().get(name));
            }
        }
        return attributes;
    }

    private static void name(Fields fields, String name) {
        if (!NAME.matcher(name).matches()) {
            throw fields.wrong("name", "Object didn't pass validation for format organization-name: " + name);
        }
    }

    private static void branding(Fields branding) {
        branding.only("logo_url", "colors");
        if (!branding.node().path("logo_url").isNull()) {
            branding.textIfThere("logo_url", 1, URL_MAX)
                    .filter(url -> !UrlForm.isHttps(url))
                    .ifPresent(_ -> {
                        throw branding.wrong(
                                "logo_url", "Object didn't pass validation for format strict-https-uri-or-null");
                    });
        }
        branding.objectIfThere("colors").ifPresent(colors -> {
            colors.only("primary", "page_background");
            for (String color : List.of("primary", "page_background")) {
                if (!COLOR.matcher(colors.text(color, 1, DISPLAY_NAME_MAX)).matches()) {
                    throw colors.wrong(color, "Object didn't pass validation for format html-color");
                }
            }
        });
    }

    /** An open object of texts; a null is a key without a value. */
    private static void metadata(Fields body, Fields metadata) {
        if (metadata.node().size() > METADATA_MAX) {
            throw body.wrong(
                    "metadata", "Too many properties (" + metadata.node().size() + "), maximum " + METADATA_MAX);
        }
        for (String key : metadata.node().propertyNames()) {
            if (key.isEmpty() || key.length() > METADATA_TEXT_MAX) {
                throw body.wrong("metadata", "A key must have 1 to " + METADATA_TEXT_MAX + " chars");
            }
            if (!metadata.node().path(key).isNull()) {
                var _ = metadata.text(key, 0, METADATA_TEXT_MAX);
            }
        }
    }

    private static void quota(Fields quota) {
        Fields credentials = quota.only("client_credentials").object("client_credentials");
        credentials.only("enforce", "per_day", "per_hour");
        var _ = credentials.flagIfThere("enforce");
        for (String limit : List.of("per_day", "per_hour")) {
            JsonNode value = credentials.node().get(limit);
            if (value != null && !(value.isInt() && value.intValue() >= 1)) {
                throw credentials.wrong(limit, "Expected an integer from 1 to " + Integer.MAX_VALUE);
            }
        }
    }
}
