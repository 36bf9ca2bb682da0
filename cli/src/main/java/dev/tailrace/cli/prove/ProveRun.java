package dev.tailrace.cli.prove;

import dev.tailrace.cli.demo.DemoFailed;
import dev.tailrace.cli.demo.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code doctor --prove}: a server with the user's settings on a data directory that is thrown away. */
public final class ProveRun {
    /** Settings that this run chooses itself; each has a value behind it. */
    private static final Set<String> OURS =
            Set.of("--data", "--port", "--https-port", "--http-listen", "--listen", "--metrics-port", "--runtime");

    private final Path home;
    private final List<String> settings;

    public ProveRun(Path home, List<String> settings) {
        this.home = home;
        this.settings = List.copyOf(settings);
    }

    /** @return 0 when nothing was lost or out of order, else 1 */
    public int run(Duration burst, PrintWriter out) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tailrace-prove");
        Path log = folder.resolve("server.log");
        out.println("A server with your settings on " + folder + ", killed again and again for " + burst.toSeconds()
                + " s while a receiver answers 500, hangs and closes.");
        out.flush();
        try (var receiver = new BadReceiver();
                var server = new ServerProcess(command(receiver.port()), folder.resolve("data"), log)) {
            Proof proof = new Prove(server, receiver, burst).run();
            proof.lines().forEach(out::println);
            out.println(proof.holds() ? "It holds." : "IT DOES NOT HOLD; the server's log is " + log);
            out.flush();
            if (proof.holds()) {
                server.close();
                remove(folder);
            }
            return proof.holds() ? 0 : 1;
        } catch (DemoFailed | IOException e) {
            out.println("could not be shown: " + e.getMessage() + "; the server's log is " + log);
            out.flush();
            return 1;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<String> command(int receiverPort) {
        var words = new ArrayList<>(List.of(
                home.resolve("tailrace").toString(),
                "serve",
                "--port",
                "0",
                "--https-port",
                "0",
                "--allow-local=127.0.0.1:" + receiverPort));
        for (int i = 0; i < settings.size(); i++) {
            String name = settings.get(i).replaceFirst("=.*", "");
            boolean ours = OURS.contains(name);
            if (!ours && !name.equals("--allow-local")) {
                words.add(settings.get(i));
            } else if (ours && !settings.get(i).contains("=")) {
                i++;
            }
        }
        return words;
    }
}
