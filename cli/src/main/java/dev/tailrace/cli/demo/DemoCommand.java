package dev.tailrace.cli.demo;

import dev.tailrace.cli.client.TailraceClient;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tailrace demo}: 0 only if everything it promises was really seen. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs the main job on a fresh server: an action runs, fails, is redelivered, survives kill -9.")
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--keep", description = "Leave the server running and print where to go on.")
    private boolean keep;

    @Option(names = "--events", defaultValue = "2000", description = "Events in the kill -9 part (default: 2000).")
    private int events;

    @Option(names = "--port", defaultValue = "0", description = "HTTP port; 0 takes a free one (default: 0).")
    private int port;

    @Option(names = "--https-port", defaultValue = "0", description = "HTTPS port; 0 takes a free one (default: 0).")
    private int httpsPort;

    @Option(names = "--data", description = "Data directory; it must not exist yet (default: a temporary one).")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory =
                data == null ? Files.createTempDirectory("tailrace-demo").resolve("data") : data;
        if (Files.exists(directory)) {
            System.err.println("tailrace demo: --data " + directory + " exists already; the demo wants a fresh one");
            return 2;
        }
        var narrator = new Narrator(System.out, onTerminal());
        String apiKey = "key-" + UUID.randomUUID();
        var receiver = new Receiver(apiKey);
        receiver.start();
        Path log = Files.createTempFile("tailrace-demo", ".log");
        var server = new ServerProcess(command(receiver.port()), directory, log);
        var stopper = new Thread(() -> {
            if (!keep) {
                server.close();
            }
        });
        Runtime.getRuntime().addShutdownHook(stopper);
        try (receiver) {
            new Demo(narrator, receiver, server, TailraceClient::new, apiKey, events).run();
            narrator.part("Everything shown above was seen: answers of the server, and what the receiver got.");
            if (keep) {
                whereToGoOn(narrator, server);
            }
            return 0;
        } catch (DemoFailed failed) {
            System.err.println("tailrace demo failed: " + failed.getMessage());
            System.err.println("The server's log is " + log);
            return 1;
        } finally {
            if (!keep) {
                server.close();
            }
        }
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private List<String> command(int receiverPort) {
        String home = Optional.ofNullable(System.getProperty("tailrace.home")).orElse(".");
        var words = new ArrayList<String>();
        words.add(Path.of(home, "tailrace").toString());
        words.add("serve");
        words.add("--port");
        words.add(Integer.toString(port));
        words.add("--https-port");
        words.add(Integer.toString(httpsPort));
        words.add(keep ? "--allow-local" : "--allow-local=127.0.0.1:" + receiverPort);
        return words;
    }

    private static void whereToGoOn(Narrator narrator, ServerProcess server) throws IOException {
        narrator.part("The server goes on at " + server.base() + " (process " + server.pid() + ").");
        narrator.line("  its data      " + server.data());
        narrator.line("  credentials   " + server.data().resolve("first-application.json"));
        narrator.line(
                "  a token       curl -s " + server.base() + "/oauth/token -H 'Content-Type: application/json' -d @"
                        + server.data().resolve("first-application.json"));
        narrator.line("  its streams   curl -s " + server.base()
                + "/api/v2/event-streams -H \"Authorization: Bearer $TOKEN\"");
        narrator.line(
                "  live events   curl -N " + server.base() + "/api/v2/events -H \"Authorization: Bearer $TOKEN\"");
        narrator.line("  stop it       kill " + server.pid());
    }
}
