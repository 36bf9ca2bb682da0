package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.jdbc.SqliteBackend.Tuning;
import dev.tailrace.testkit.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk refuses events, loses none, and is no reason to stop. */
final class DiskFullTest {
    private static final int ENOUGH = 20_000;
    /** So that groups that fail were writing hashes too. */
    private static final Tuning SHORT_RUNS = new Tuning(10, Optional.empty());

    @TempDir
    Path folder;

    private boolean mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", folder.toString());
        }
    }

    @Test
    void a_file_system_that_is_full_refuses_and_goes_on_when_there_is_room() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tailrace-test", folder.toString()) == 0;
        assumeTrue(mounted || "true".equals(System.getenv("CI")), "a file system of its own needs root");
        assertThat(mounted).as("mounting a file system").isTrue();
        Path ballast = Files.write(folder.resolve("ballast"), new byte[3 << 20]);
        var accepted = new ArrayList<Event>();
        try (var fixture = new Fixture(folder.resolve("data"), SHORT_RUNS)) {
            accepted.addAll(appendUntilRefused(fixture));
            assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(accepted);
            assertRefused(fixture);
            Files.delete(ballast);
            Event fresh = large();
            fixture.append(fresh);
            accepted.add(fresh);
            assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(accepted);
            fixture.restart();
            assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(accepted);
            fixture.append(accepted.toArray(Event[]::new));
            assertThat(fixture.stored()).hasSameSizeAs(accepted);
        }
    }

    @Test
    void a_database_that_is_full_refuses_and_goes_on_when_there_is_room() throws Exception {
        try (var fixture = new Fixture(folder, SHORT_RUNS)) {
            pages(fixture, 300);
            List<Event> accepted = appendUntilRefused(fixture);
            assertRefused(fixture);
            pages(fixture, 3000);
            Event fresh = large();
            fixture.append(fresh);
            accepted.add(fresh);
            fixture.restart();
            fixture.append(accepted.toArray(Event[]::new));
            assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(accepted);
        }
    }

    private static void pages(Fixture fixture, int max) {
        fixture.backend().database().write(session -> session.number("pragma max_page_count = " + max));
    }

    /** Several at a time, so that groups fail; what was accepted. */
    private static List<Event> appendUntilRefused(Fixture fixture) throws Exception {
        var accepted = new ArrayList<Event>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Event>> producer = () -> {
                var ours = new ArrayList<Event>();
                while (ours.size() < ENOUGH) {
                    Event event = large();
                    try {
                        fixture.append(event);
                    } catch (StorageException _) {
                        return ours;
                    }
                    ours.add(event);
                }
                throw new IllegalStateException("it never was full");
            };
            for (Future<List<Event>> done : threads.invokeAll(List.of(producer, producer, producer, producer))) {
                accepted.addAll(done.get());
            }
        }
        assertThat(accepted).isNotEmpty();
        return accepted;
    }

    private static void assertRefused(Fixture fixture) {
        Event huge = Examples.userCreated()
                .withObject("{\"text\":\"" + "x".repeat(2_000_000) + "\"}")
                .event();
        assertThatThrownBy(() -> fixture.append(huge))
                .isInstanceOf(StorageException.class)
                .hasMessage("The disk is full: nothing was stored. It goes on when there is room.");
    }

    private static Event large() {
        return Examples.userCreated()
                .withObject("{\"text\":\"" + "x".repeat(3_000) + "\"}")
                .event();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
