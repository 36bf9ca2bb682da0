package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages of docs/reference/events are what the bundled schemas say. {@code -Devents.write} writes them anew; the diff
 * of them is then what a reviewer reads first.
 */
final class EventPagesTest {
    private static final Path FOLDER = Path.of("../docs/reference/events");
    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writer()
            .with(new DefaultPrettyPrinter()
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    @Test
    void the_pages_are_those_of_the_bundled_types() throws IOException {
        Map<String, String> pages = pages();
        if (System.getProperty("events.write") != null) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(files()).containsExactlyElementsOf(pages.keySet());
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(FOLDER.resolve(page.getKey())))
                    .as(page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, String> pages() {
        var pages = new TreeMap<String, String>();
        List<Entry> types = BundledTypes.read();
        types.forEach(type -> pages.put(type.type() + ".md", page(type)));
        pages.put("README.md", index(types));
        return pages;
    }

    private static String index(List<Entry> types) {
        return """
            # Event types

            Each event is a CloudEvents 1.0 object; what differs from type to type is its `data`. A running server tells
            the same at `GET /api/v2/event-types` and, with schema and sample, at `GET /api/v2/event-types/{type}` (scope
            `read:event_types`); `GET /api/v2/event-types/types.d.ts?event_type=…` declares them for editors, in
            TypeScript, with the two arguments of an action. Types of your own are registered at `PUT
            /api/v2/event-types/{type}` (scope `update:event_types`); their names do not begin with `user.`,
            `organization.`, `group.` or `connection.`.

            ## Catalogue

            %s
            ## Extensions

            Tailrace has these beside the catalogue.

            %s\
            """.formatted(rows(types, Kind.CATALOGUE), rows(types, Kind.EXTENSION));
    }

    private static String rows(List<Entry> types, Kind kind) {
        return types.stream()
                .filter(type -> type.kind() == kind)
                .map(type -> "| [`%1$s`](%1$s.md) | %2$s |\n".formatted(type.type(), type.description()))
                .collect(Collectors.joining("", "| type | when |\n|---|---|\n", ""));
    }

    private static String page(Entry type) {
        return """
            # %s

            %s

            ## Sample of `data`

            ```json
            %s
            ```

            ## Schema of `data`

            ```json
            %s
            ```
            """.formatted(
                        type.type(),
                        type.description(),
                        pretty(type.sample()),
                        pretty(type.schema().orElseThrow()));
    }

    private static String pretty(String json) {
        return PRETTY.writeValueAsString(JSON.readTree(json));
    }
}
