package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted is there after a kill -9, and is met again. */
final class KillTest {
    private static final int ROUNDS = 3;
    private static final int ACCEPTED_MIN = 600;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keeps_what_was_accepted_when_the_process_is_killed() throws Exception {
        var accepted = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            accepted.addAll(acceptedUntilKilled());
            try (var fixture = new Fixture(folder, AppendForever.TUNING)) {
                List<String> stored = fixture.stored().stream().map(Event::id).toList();
                assertThat(stored).doesNotHaveDuplicates().containsAll(accepted);
                System.out.println("killed after " + accepted.size() + " accepted; stored and not yet answered: "
                        + (stored.size() - accepted.size()));
                fixture.append(stored.stream().map(AppendForever::event).toArray(Event[]::new));
                assertThat(fixture.stored()).hasSameSizeAs(stored);
            }
        }
    }

    private List<String> acceptedUntilKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendForever.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            var accepted = new ArrayList<String>();
            while (accepted.size() < ACCEPTED_MIN) {
                String line = out.readLine();
                assertThat(line).as("the process ended by itself").isNotNull();
                accepted.add(line);
            }
            assertThatThrownBy(() -> SqliteBackend.open(folder, Optional.empty(), InstantSource.system()))
                    .isInstanceOf(CannotOpen.class)
                    .hasMessageContaining("(process " + process.pid() + ")");
            process.toHandle().destroyForcibly(); // Process.destroyForcibly would close what we still have to read
            accepted.addAll(wholeLines(out));
            return accepted;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** What the process had said before it died; its last words may be cut off. */
    private static List<String> wholeLines(BufferedReader out) throws IOException {
        var rest = new StringBuilder();
        var buffer = new char[8192];
        for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
            rest.append(buffer, 0, read);
        }
        return rest.substring(0, rest.lastIndexOf("\n") + 1).lines().toList();
    }
}
