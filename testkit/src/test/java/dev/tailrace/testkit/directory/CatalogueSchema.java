package dev.tailrace.testkit.directory;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tailrace.engine.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue's schema file where it lies beside the checkout; its {@code $id} values are no addresses and go. */
final class CatalogueSchema {
    private static final Path FILE = Path.of("../../shared/contract/events-schema.json");
    private static final JsonMapper JSON = JsonMapper.shared();
    private final JsonNode schemas;

    private CatalogueSchema(JsonNode schemas) {
        this.schemas = schemas;
    }

    static boolean isThere() {
        return Files.isReadable(FILE);
    }

    static CatalogueSchema read() {
        try {
            return new CatalogueSchema(
                    JSON.readTree(Files.readString(FILE)).path("components").path("schemas"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the event as a stream sees it. */
    List<Error> problems(Event event) {
        ObjectNode schemaNode = (ObjectNode) schemas.path(event.type().value()).deepCopy();
        schemaNode.remove("$id");
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaNode);
        JsonNode seen = JSON.readTree(event.seenBy("est_7Kq2mVtZ4RbX9nHcYw3LfD").json());
        return schema.validate(
                seen, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
