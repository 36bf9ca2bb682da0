package dev.tailrace.e2e.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the picture in ARCHITECTURE.md against the compiled classes: which room may import which. */
final class RoomsTest {
    private static final String BASE = "dev.tailrace.";

    /** Everybody may use these: they know nobody. */
    private static final Set<String> GROUND = Set.of("engine.problem", "engine.id", "engine.tenant");

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("engine.problem", Set.of()),
            Map.entry("engine.id", Set.of()),
            Map.entry("engine.tenant", Set.of()),
            Map.entry("engine.event", Set.of()),
            Map.entry("engine.log", Set.of("engine.event")),
            Map.entry("engine.audit", Set.of("engine.event")),
            Map.entry("engine.destination", Set.of("engine.event")),
            Map.entry("engine.stream", Set.of("engine.log", "engine.destination", "engine.event")),
            Map.entry("engine.delivery", Set.of("engine.stream", "engine.log", "engine.destination", "engine.event")),
            Map.entry(
                    "engine.dispatch",
                    Set.of("engine.delivery", "engine.stream", "engine.log", "engine.destination", "engine.event")),
            Map.entry("engine.action", Set.of("engine.destination", "engine.event")),
            Map.entry("engine.directory", Set.of("engine.event")),
            Map.entry(
                    "engine.memory",
                    Set.of("engine.delivery", "engine.stream", "engine.log", "engine.destination", "engine.event")),
            Map.entry("outbound", Set.of("engine.destination", "engine.event")),
            Map.entry("runtime", Set.of("outbound", "engine.action", "engine.destination", "engine.event")),
            Map.entry(
                    "jdbc",
                    Set.of(
                            "engine.action",
                            "engine.audit",
                            "engine.delivery",
                            "engine.destination",
                            "engine.directory",
                            "engine.event",
                            "engine.log",
                            "engine.stream")),
            Map.entry(
                    "server",
                    Set.of(
                            "outbound",
                            "runtime",
                            "jdbc",
                            "engine.action",
                            "engine.audit",
                            "engine.delivery",
                            "engine.destination",
                            "engine.directory",
                            "engine.dispatch",
                            "engine.event",
                            "engine.log",
                            "engine.stream")),
            Map.entry("cli", Set.of()));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "dev.tailrace.engine",
                    "dev.tailrace.outbound",
                    "dev.tailrace.runtime",
                    "dev.tailrace.jdbc",
                    "dev.tailrace.server",
                    "dev.tailrace.cli");

    @Test
    void every_import_follows_an_arrow_of_the_picture() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().forEach(d -> {
                Optional<String> a = room(from.getPackageName());
                Optional<String> b = room(d.getTargetClass().getPackageName());
                if (a.isPresent() && b.isPresent() && !mayUse(a.get(), b.get())) {
                    wrong.add(a.get() + " -> " + b.get() + ": " + d.getDescription());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_room_is_in_the_picture_and_every_part_of_the_picture_is_there() {
        Set<String> found = new TreeSet<>();
        classes.forEach(c -> room(c.getPackageName()).ifPresent(found::add));
        assertThat(found).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(to)
                || (GROUND.contains(to) && !from.equals("cli"))
                || ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    private static Optional<String> room(String packageName) {
        if (!packageName.startsWith(BASE)) {
            return Optional.empty();
        }
        String[] parts = packageName.substring(BASE.length()).split("\\.", -1);
        return Optional.of(parts[0].equals("engine") && parts.length > 1 ? parts[0] + "." + parts[1] : parts[0]);
    }
}
