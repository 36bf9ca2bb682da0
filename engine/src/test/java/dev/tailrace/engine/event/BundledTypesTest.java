package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files of bundled types: complete, and at one with their schemas and, where it is at hand, the contract's. */
final class BundledTypesTest {
    static final List<Entry> TYPES = BundledTypes.read();
    private static final Path CONTRACT = Path.of("../../shared/contract/events-schema.json");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode CONTRACTS = contracts();
    /** Those the contract has a schema of; none where the contract is not beside this checkout. */
    static final List<Entry> OF_CONTRACT =
            TYPES.stream().filter(BundledTypesTest::isOfContract).toList();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void the_index_names_every_file() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/events"))) {
            all.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".json") && !f.equals("definitions.json"))
                    .forEach(f -> files.add(f.substring(0, f.length() - 5)));
        }
        assertThat(TYPES).extracting(t -> t.type().value()).containsExactlyInAnyOrderElementsOf(files);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_sample_fits_the_schema(Entry type) {
        assertThat(faults(ours(type), JSON.readTree(type.sample()))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_sample_has_a_subject(Entry type) {
        assertThat(Subjects.ofCatalogue(type.type(), JSON.readTree(type.sample())))
                .isPresent();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_schema_refuses_data_without_an_object(Entry type) {
        ObjectNode data = (ObjectNode) JSON.readTree(type.sample());
        data.remove("object");
        assertThat(faults(ours(type), data)).isNotEmpty();
        data.put("object", "text");
        assertThat(faults(ours(type), data)).isNotEmpty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @FieldSource("OF_CONTRACT")
    void the_sample_fits_the_contract(Entry type) {
        assertThat(faults(contract(type), whole(type, JSON.readTree(type.sample()))))
                .isEmpty();
    }

    /** Takes the sample apart in every way it can and asks both schemas. */
    @ParameterizedTest(allowZeroInvocations = true)
    @FieldSource("OF_CONTRACT")
    void our_schema_judges_as_the_contract_does(Entry type) {
        Schema contract = contract(type);
        Schema ours = ours(type);
        List<JsonNode> variants = new ArrayList<>();
        vary(JSON.readTree(type.sample()), variants);
        for (JsonNode data : variants) {
            assertThat(faults(ours, data).isEmpty())
                    .as("%s: %s%n  ours: %s", type.type(), data, faults(ours, data))
                    .isEqualTo(faults(contract, whole(type, data)).isEmpty());
        }
    }

    /** Every value once removed, once replaced by another kind, and every object once with a member more. */
    private static void vary(JsonNode whole, List<JsonNode> variants) {
        variants.add(whole);
        JsonNode copy = whole.deepCopy();
        vary(copy, copy, variants);
    }

    private static void vary(JsonNode at, JsonNode whole, List<JsonNode> variants) {
        if (at instanceof ArrayNode array) {
            array.forEach(item -> vary(item, whole, variants));
        }
        if (at instanceof ObjectNode object) {
            object.put("unheard_of", 1);
            variants.add(whole.deepCopy());
            object.remove("unheard_of");
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.required(name);
                object.remove(name);
                variants.add(whole.deepCopy());
                for (JsonNode other : List.of(
                        JSON.getNodeFactory().stringNode("?"),
                        JSON.getNodeFactory().stringNode(""),
                        JSON.getNodeFactory().numberNode(1.5),
                        JSON.getNodeFactory().booleanNode(true),
                        JSON.createObjectNode(),
                        JSON.createArrayNode())) {
                    object.set(name, other);
                    variants.add(whole.deepCopy());
                }
                object.set(name, value);
                vary(value, whole, variants);
            }
        }
    }

    private static Schema ours(Entry type) {
        return SCHEMAS.getSchema(type.schema().orElseThrow(), InputFormat.JSON);
    }

    private static Schema contract(Entry type) {
        ObjectNode schema = (ObjectNode) CONTRACTS.path(type.type().value()).deepCopy();
        schema.remove("$id");
        return SCHEMAS.getSchema(schema);
    }

    private static boolean isOfContract(Entry type) {
        return type.kind() == Kind.CATALOGUE
                && CONTRACTS.path(type.type().value()).isObject();
    }

    private static JsonNode contracts() {
        return Files.exists(CONTRACT)
                ? JSON.readTree(read(CONTRACT)).at("/components/schemas")
                : JSON.createObjectNode();
    }

    private static JsonNode whole(Entry type, JsonNode data) {
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0")
                .put("id", "evt_9TzPq4WmXc7RkLb2NsVhYd")
                .put("source", "urn:auth0:acme.example.com")
                .put("type", type.type().value())
                .put("time", "2026-03-01T12:00:00.000Z")
                .put("a0tenant", "acme")
                .put("a0stream", "est_7Kq2mVtZ4RbX9nHcYw3LfD");
        event.set("data", data);
        return event;
    }

    private static List<String> faults(Schema schema, JsonNode value) {
        return schema.validate(value, run -> run.executionConfig(c -> c.formatAssertionsEnabled(true))).stream()
                .map(Object::toString)
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
