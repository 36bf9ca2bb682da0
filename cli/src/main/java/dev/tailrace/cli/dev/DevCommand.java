package dev.tailrace.cli.dev;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.DemoFailed;
import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace dev}: a folder on a server of its own, deployed again with each save, with all that happens shown. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Runs a folder of actions and event streams on a throw-away server and deploys what is saved.")
public final class DevCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Parameters(
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "As tailrace init writes it (default: this one).")
    private Path folder = Path.of(".");

    @Option(names = "--port", defaultValue = "0", description = "HTTP port; 0 takes a free one (default: 0).")
    private int port;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private volatile boolean stopping;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var screen = new Screen(printer());
        try {
            Project.read(folder);
        } catch (BadProject e) {
            screen.problem("tailrace dev: " + e.getMessage());
            return 2;
        }
        Path own = Files.createTempDirectory("tailrace-dev");
        var server = new ServerProcess(command(), own.resolve("data"), own.resolve("server.log"));
        var stopper = new Thread(() -> stop(server, own));
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            server.start();
            JsonNode application = server.firstApplication();
            run(
                    new TailraceClient(
                            server.base(),
                            application.path("client_id").asString(),
                            application.path("client_secret").asString()),
                    server,
                    screen);
            return 0;
        } catch (DemoFailed e) {
            screen.problem("tailrace dev: " + e.getMessage());
            return 1;
        }
    }

    private void run(TailraceClient client, ServerProcess server, Screen screen)
            throws IOException, InterruptedException {
        screen.said("tailrace dev   " + server.base() + "   throw-away data, stops with q or ^C");
        var deployment = new Deployment(client);
        var follow = new Follow(client, deployment, screen);
        try (var watch = new Watch(folder)) {
            deploy(deployment, screen);
            background(follow::events, screen);
            background(follow::runs, screen);
            background(
                    () -> {
                        while (true) {
                            watch.await();
                            deploy(deployment, screen);
                        }
                    },
                    screen);
            screen.next("an event type and Enter (user.created), r redelivers what was given up last, q stops");
            typed(client, follow, screen);
        }
    }

    private void deploy(Deployment deployment, Screen screen) throws IOException, InterruptedException {
        try {
            deployment.apply(Project.read(folder), screen::live);
        } catch (BadProject e) {
            screen.problem(e.reason());
        } catch (ApiException e) {
            screen.problem(e.said());
        }
    }

    /** Obeys what is typed, until it is {@code q}. At the end of the input it goes on until it is stopped. */
    private void typed(TailraceClient client, Follow follow, Screen screen) throws IOException, InterruptedException {
        var keys = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String line = keys.readLine(); line != null; line = keys.readLine()) {
            String word = line.strip();
            try {
                switch (word) {
                    case "" -> {}
                    case "q" -> {
                        return;
                    }
                    case "r" -> screen.said(follow.redeliver() ? "redelivered" : "nothing was given up");
                    default -> client.publish(event(client, word).toString());
                }
            } catch (ApiException e) {
                screen.problem(e.said());
            } catch (BadProject e) {
                screen.problem(e.reason());
            }
        }
        Thread.currentThread().join();
    }

    /** Of {@code events/TYPE.json} in the folder, which holds the event's data; else of the type's sample. */
    private ObjectNode event(TailraceClient client, String type) throws BadProject, IOException, InterruptedException {
        Path file = folder.resolve("events").resolve(type.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
        JsonNode data = Files.exists(file)
                ? Texts.json(file)
                : client.get("/api/v2/event-types/" + TailraceClient.encode(type))
                        .path("sample");
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0")
                .put("id", "dev-" + UUID.randomUUID().toString().substring(0, 8))
                .put("source", "urn:tailrace:dev");
        event.put("type", type).put("time", Instant.now().toString());
        event.set("data", data);
        return event;
    }

    /** Work that goes on beside the typing. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void background(Work work, Screen screen) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ClosedWatchServiceException _) {
                // q was typed.
            } catch (ApiException e) {
                trouble(e.said(), screen);
            } catch (IOException | UncheckedIOException | JacksonException e) {
                trouble("the server is gone: " + e.getMessage(), screen);
            }
        });
    }

    /** While it stops, the server's refusals are no news. */
    private void trouble(String message, Screen screen) {
        if (!stopping) {
            screen.problem(message);
        }
    }

    private List<String> command() {
        String home = System.getProperty("tailrace.home", ".");
        return List.of(
                Path.of(home, "tailrace").toString(),
                "serve",
                "--port=" + port,
                "--https-port=0",
                "--allow-local",
                "--rate-limit=0");
    }

    private void stop(ServerProcess server, Path own) {
        stopping = true;
        server.close();
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("tailrace dev: " + own + " could not be removed: " + e.getMessage());
        }
    }

    private Printer printer() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        Charset shown = Charset.forName(System.getProperty("stdout.encoding", StandardCharsets.UTF_8.name()));
        return new Printer(spec.commandLine().getOut(), Style.ofProcess(System.getenv(), shown), json);
    }
}
