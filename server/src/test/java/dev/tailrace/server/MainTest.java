package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, with nothing but tenants. */
@Timeout(90)
final class MainTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    /** What the process runs: {@link Main} with parts that need no other room. */
    public static final class Standalone {
        private Standalone() {}

        public static void main(String[] arguments) throws InterruptedException {
            Parts.Wiring wiring = config -> new Parts(
                    SqliteBackend.open(config.data().directory(), Optional.empty(), Clock.systemUTC())
                            .tenantStores(),
                    RunningServer.NOBODY_SIGNS_IN,
                    _ -> {},
                    List.of(
                            Route.get(
                                    "/api/v2/event-streams",
                                    _ -> Response.json(200, "{\"eventStreams\":[]}"),
                                    "read:event_streams"),
                            Route.open("GET", "/hangs", _ -> {
                                new CountDownLatch(1).await();
                                return Response.empty(204);
                            })),
                    List.of(),
                    List.of(),
                    List.of());
            System.exit(new Main(wiring, System.out, System.err).run(List.of(arguments), System.getenv()));
        }
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... flags) throws IOException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName(),
                "serve",
                "--data",
                folder.resolve("the data").toString(),
                "--port=0",
                "--https-port=0"));
        words.addAll(List.of(flags));
        var process = new ProcessBuilder(words)
                .redirectError(folder.resolve("log").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** The lines of the greeting, up to the command to try. */
    private static List<String> greeting(BufferedReader out) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("  curl ")) {
                break;
            }
        }
        return lines;
    }

    private static String run(String command) throws Exception {
        var process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    @Test
    void greets_with_urls_and_a_command_that_works_and_shows_no_secret_to_a_pipe() throws Exception {
        var process = start();
        var lines = greeting(process.inputReader());
        assertThat(lines.getFirst()).startsWith("Tailrace is ready after ");
        assertThat(lines).anyMatch(line -> line.matches("  http   http://127\\.0\\.0\\.1:\\d+"));
        assertThat(lines).anyMatch(line -> line.matches("  https  https://localhost:\\d+"));
        Path data = folder.resolve("the data");
        String application = Files.readString(data.resolve("first-application.json"));
        String secret = application.replaceAll("(?s).*\"client_secret\" ?: ?\"([^\"]+)\".*", "$1");
        assertThat(secret).hasSize(64);
        assertThat(String.join("\n", lines)).doesNotContain(secret);
        assertThat(run(lines.getLast().strip())).isEqualTo("{\"eventStreams\":[]}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain(secret);
    }

    @Test
    void sigterm_ends_it_in_time_although_a_call_hangs() throws Exception {
        var process = start("--drain=1s");
        var lines = greeting(process.inputReader());
        String http = lines.stream()
                .filter(line -> line.startsWith("  http "))
                .findFirst()
                .orElseThrow()
                .substring(9);
        var call = new ProcessBuilder("curl", "-s", http + "/hangs").start();
        started.add(call);
        // The next call is answered, so the one before is under way.
        assertThat(run("curl -s " + http + "/healthz")).contains("up");
        long began = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(folder.resolve("log"))).contains("stopping").contains("stopped");
    }

    @Test
    void a_bad_setting_is_one_line_and_exit_code_2() throws Exception {
        var process = start("--nope");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("log")))
                .isEqualTo("tailrace: unknown flag --nope; ./tailrace serve --help lists them\n");
        assertThat(folder.resolve("the data")).doesNotExist();
    }

    @Test
    void a_start_that_fails_is_one_line_and_exit_code_1() throws Exception {
        var process = start("--tls-certificate=/none", "--tls-key=/none");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("log")).getLast())
                .startsWith("tailrace: cannot start: the certificate /none and its key /none cannot be used");
    }

    @Test
    void help_lists_every_setting() throws Exception {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = new Main(
                        _ -> {
                            throw new IllegalStateException();
                        },
                        print,
                        print)
                .run(List.of("serve", "--help"), Map.of());
        assertThat(code).isZero();
        assertThat(Settings.ALL)
                .allSatisfy(setting ->
                        assertThat(out.toString(StandardCharsets.UTF_8)).contains(setting.flag()));
    }
}
