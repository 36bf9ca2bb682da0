package dev.tailrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What plain Node programs do on this machine: nothing that uses Node can be faster than these. */
final class NodeLimits {
    private final Path node;
    private final Path home;

    NodeLimits(Path node, Path home) {
        this.node = node;
        this.home = home;
    }

    /** Events per second of one loop that parses each event and calls a handler that does nothing. */
    double bareLoop() throws IOException, InterruptedException {
        Process process =
                start(List.of(home.resolve("worker/bench/bare-loop.js").toString()));
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("bare-loop.js failed");
            }
            return new JsonMapper().readTree(line).path("events_per_second").asDouble();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Events per second, of each repetition, that a bare HTTP server makes durable in groups before it answers 202. */
    List<Double> groupCommit(Path folder, Plan plan) throws IOException, InterruptedException {
        Path script = Files.createTempFile(folder, "group-commit-server", ".js");
        Path file = Files.createTempFile(folder, "group-commit", ".bin");
        Files.writeString(script, Resources.text("group-commit-server.js"));
        Process process = start(List.of(script.toString(), file.toString()));
        try (BufferedReader lines = process.inputReader()) {
            String port = lines.readLine();
            if (port == null) {
                throw new IOException("group-commit-server.js did not start");
            }
            URI base = URI.create("http://127.0.0.1:" + port);
            List<Double> perSecond = new ArrayList<>();
            for (int i = 0; i < plan.repetitions(); i++) {
                var load = new HttpLoad(base, new EventRequest(base, "none", i), plan.producers());
                perSecond.add(load.send(plan.events(), plan.limit()).perSecond());
            }
            return perSecond;
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(script);
            Files.delete(file);
        }
    }

    String version() throws IOException, InterruptedException {
        Process process = start(List.of("--version"));
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            process.waitFor();
            return line == null ? "" : line;
        }
    }

    private Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(node.toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }
}
