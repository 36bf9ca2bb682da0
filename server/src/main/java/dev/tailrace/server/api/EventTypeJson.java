package dev.tailrace.server.api;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.event.EventSchemas;
import dev.tailrace.engine.event.EventType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Event types as JSON. */
final class EventTypeJson {
    private static final int DESCRIPTION_MAX = 1_000;
    /** Longest schema or sample, in characters. */
    private static final int TEXT_MAX = 64 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    private EventTypeJson() {}

    static ObjectNode toJson(Entry entry) {
        ObjectNode json = summary(entry);
        entry.schema().ifPresent(schema -> json.set("schema", JSON.readTree(schema)));
        json.set("sample", JSON.readTree(entry.sample()));
        return json;
    }

    /** Without schemas and samples, which would be long. */
    static ObjectNode list(List<Entry> entries) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode types = json.putArray("event_types");
        entries.forEach(entry -> types.add(summary(entry)));
        return json;
    }

    /** A type as a tenant registers it. */
    static Entry fromJson(EventType type, ObjectNode body) {
        Fields fields = Fields.of(body).only("description", "schema", "sample");
        String description =
                fields.textIfThere("description", 0, DESCRIPTION_MAX).orElse("");
        Optional<String> schema = fields.objectIfThere("schema").map(s -> {
            EventSchemas.fault(s.node()).ifPresent(fault -> {
                throw fields.wrong("schema", "not a JSON Schema: " + fault);
            });
            return bounded(fields, "schema", s.node());
        });
        String sample = fields.objectIfThere("sample")
                .map(s -> bounded(fields, "sample", s.node()))
                .orElse("{}");
        return new Entry(type, description, Kind.OWN, schema, sample);
    }

    private static ObjectNode summary(Entry entry) {
        return JSON.createObjectNode()
                .put("type", entry.type().value())
                .put("description", entry.description())
                .put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    }

    private static String bounded(Fields fields, String name, ObjectNode value) {
        String text = value.toString();
        if (text.length() > TEXT_MAX) {
            throw fields.wrong(name, "Object is too long (" + text.length() + " chars), maximum " + TEXT_MAX);
        }
        return text;
    }
}
