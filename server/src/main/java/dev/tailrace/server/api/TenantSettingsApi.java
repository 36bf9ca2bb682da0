package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantSettings;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The settings of the caller's tenant: kept and echoed, and nothing here goes by them. */
public final class TenantSettingsApi {
    private static final String PATH = "/api/v2/tenants/settings";
    private static final String FLAGS = "flags";
    /** Of everything that was set, as JSON. */
    private static final int SETTINGS_BYTES = 64 * 1024;

    private static final int TEXT_MAX = 255;
    private static final int URL_MAX = 2_048;
    private static final JsonMapper MAPPER = new JsonMapper();
    private final TenantSettings settings;

    public TenantSettingsApi(TenantSettings settings) {
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(
                get(PATH, this::find, "read:tenant_settings"), patch(PATH, this::change, "update:tenant_settings"));
    }

    private Response find(Request request) {
        var shown = ShownFields.of(request);
        ObjectNode json = whole(request, settings.of(request.tenant()));
        return Response.json(200, shown.of(json).toString());
    }

    private Response change(Request request) {
        ObjectNode body = request.json();
        check(body);
        String stored = settings.change(request.tenant(), known -> changed(known, body));
        return Response.json(200, whole(request, stored).toString());
    }

    private static void check(ObjectNode body) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        body.forEachEntry((name, value) -> {
            if (!value.isNull()) {
                given.set(name, value);
            }
        });
        Fields fields = Fields.of(given);
        fields.textIfThere("friendly_name", 0, TEXT_MAX);
        fields.textIfThere("support_email", 0, TEXT_MAX);
        fields.textIfThere("picture_url", 0, URL_MAX);
        fields.textIfThere("support_url", 0, URL_MAX);
        fields.numberIfThere("session_lifetime", 1);
        fields.numberIfThere("idle_session_lifetime", 1);
        fields.objectIfThere(FLAGS);
        fields.texts("enabled_locales", TEXT_MAX);
    }

    /** A null takes a property away; flags are merged one by one. */
    private static String changed(String known, ObjectNode body) {
        ObjectNode all = (ObjectNode) MAPPER.readTree(known);
        body.forEachEntry((name, value) -> {
            if (value.isNull()) {
                all.remove(name);
            } else if (name.equals(FLAGS) && all.path(FLAGS) instanceof ObjectNode flags) {
                flags.setAll((ObjectNode) value);
            } else {
                all.set(name, value);
            }
        });
        String text = all.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SETTINGS_BYTES) {
            throw Problem.Invalid.body("The settings are too large (" + bytes + " bytes), maximum " + SETTINGS_BYTES);
        }
        return text;
    }

    private static ObjectNode whole(Request request, String stored) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("friendly_name", request.tenant().value())
                .put("session_lifetime", Tokens.LIFE.toHours());
        json.putObject(FLAGS);
        json.putArray("enabled_locales").add("en");
        return json.setAll((ObjectNode) MAPPER.readTree(stored));
    }
}
