package dev.tailrace.engine.event;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a text that a tenant gives is a JSON Schema. It may refer to itself only: nothing is ever fetched for it. */
public final class EventSchemas {
    private static final SpecificationVersion DEFAULT = SpecificationVersion.DRAFT_2020_12;
    private static final Map<SpecificationVersion, Schema> RULES = new ConcurrentHashMap<>();

    private EventSchemas() {}

    /** The reason why this is no schema, if it is none. */
    public static Optional<String> fault(ObjectNode schema) {
        JsonNode named = schema.path("$schema");
        Optional<SpecificationVersion> version =
                named.isMissingNode() ? Optional.of(DEFAULT) : SpecificationVersion.fromDialectId(named.asString(""));
        if (version.isEmpty()) {
            return Optional.of("$schema must name a JSON Schema draft from 4 to 2020-12");
        }
        for (String keyword : new String[] {"$ref", "$dynamicRef", "$recursiveRef"}) {
            for (JsonNode reference : schema.findValues(keyword)) {
                if (reference.isString() && !reference.asString().startsWith("#")) {
                    return Optional.of(keyword + " must refer to the schema itself (#…)");
                }
            }
        }
        return RULES.computeIfAbsent(version.get(), EventSchemas::rules).validate(schema).stream()
                .findFirst()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage());
    }

    private static Schema rules(SpecificationVersion version) {
        return SchemaRegistry.withDefaultDialect(version).getSchema(SchemaLocation.of(version.getDialectId()));
    }
}
