package dev.tailrace.cli;

import dev.tailrace.cli.prove.ProveRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tailrace doctor}: what the running server says of itself, and what this machine is good for. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Tells how far actions can be kept apart here and why not further, and about java, node and disk.")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--url",
            defaultValue = "${env:TAILRACE_URL:-http://127.0.0.1:8080}",
            description = "A server that may be running (default: TAILRACE_URL, else http://127.0.0.1:8080).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--prove",
            description =
                    "Kills a server of its own and its workers under load, on a data directory that is thrown away,"
                            + " and counts what is lost; exit code 0 only when nothing is.")
    private boolean prove;

    @Option(names = "--seconds", defaultValue = "45", description = "How long --prove goes on killing (default: 45).")
    private int seconds;

    @Parameters(
            paramLabel = "-- SETTING",
            arity = "0..*",
            description = "Settings of serve after --, for example: -- --data /var/lib/tailrace.")
    private List<String> settings = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (prove) {
            return new ProveRun(Path.of(System.getProperty("tailrace.home", "")), settings)
                    .run(Duration.ofSeconds(seconds), out());
        }
        running();
        Path jar = Path.of(System.getProperty("tailrace.home", ""), "server/target/tailrace-server.jar");
        if (!Files.isRegularFile(jar)) {
            out().println("failed     there is no " + jar + "; build the project");
            return 1;
        }
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtailrace.home=" + System.getProperty("tailrace.home", ""),
                "-jar",
                jar.toString(),
                "doctor"));
        words.addAll(settings);
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private void running() throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(url.resolve("/readyz"))
                            .timeout(PATIENCE)
                            .build(),
                    BodyHandlers.ofString());
            var report = new JsonMapper().readTree(answer.body());
            out().println("server     " + url + ": " + report.path("status").asString(""));
            report.path("checks")
                    .forEach(check -> out().printf(
                                    "           %s %s %s%n",
                                    check.path("name").asString(""),
                                    check.path("ok").asBoolean(false) ? "ok" : "NOT OK",
                                    check.path("message").asString("")));
        } catch (IOException e) {
            out().println("server     none answers at " + url);
        }
        out().flush();
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine().getOut();
    }
}
