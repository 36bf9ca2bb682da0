package dev.tailrace.engine.event;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the types that come with the server from {@code resources/events/}: one file per type, in the order of
 * {@code index.txt}. Schemas share {@code definitions.json}; each gets the definitions it reaches, so that it stands alone.
 */
final class BundledTypes {
    private static final String REFERENCE = "#/$defs/";
    private static final JsonMapper JSON = new JsonMapper();

    private BundledTypes() {}

    static List<Entry> read() {
        JsonNode definitions = JSON.readTree(text("definitions.json"));
        return text("index.txt")
                .lines()
                .map(name -> entry(name, JSON.readTree(text(name + ".json")), definitions))
                .toList();
    }

    private static Entry entry(String name, JsonNode file, JsonNode definitions) {
        return new Entry(
                EventType.of(name),
                file.required("description").asString(),
                Kind.valueOf(file.required("kind").asString().toUpperCase(Locale.ROOT)),
                Optional.of(whole((ObjectNode) file.required("schema"), definitions)),
                file.required("sample").toString());
    }

    private static String whole(ObjectNode schema, JsonNode definitions) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.setAll(schema);
        ObjectNode reached = JSON.createObjectNode();
        List<String> open = references(schema);
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (!reached.has(name)) {
                JsonNode definition = definitions.required(name);
                reached.set(name, definition);
                open.addAll(references(definition));
            }
        }
        whole.set("$defs", reached);
        return whole.toString();
    }

    private static List<String> references(JsonNode schema) {
        var names = new ArrayList<String>();
        schema.findValues("$ref").forEach(r -> names.add(r.asString().substring(REFERENCE.length())));
        return names;
    }

    private static String text(String file) {
        try (InputStream in = BundledTypes.class.getResourceAsStream("/events/" + file)) {
            if (in == null) {
                throw new IllegalStateException("events/" + file + " is missing from the server's own files");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("events/" + file + " cannot be read", e);
        }
    }
}
