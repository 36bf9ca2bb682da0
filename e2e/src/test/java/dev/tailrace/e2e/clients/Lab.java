package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.server.Packaged;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One packaged server, one receiver, the installed clients, and what the clients did so far. */
final class Lab implements AutoCloseable {
    /** Where the build installs the clients. */
    static final Path CLIENTS = Checkout.ROOT.resolve("e2e/target/clients");

    private static final Path SCRIPTS = Checkout.ROOT.resolve("e2e/src/test/js");
    private static final long MINUTES = 3;
    final Inbox inbox = new Inbox();
    final Observed observed = new Observed();
    final ServerProcess server;
    private final OnePackage packages;
    private final Path folder;
    private final int httpsPort = Packaged.freePort();
    private int runs;

    Lab(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(CLIENTS.resolve("installed.json")),
                "the clients are not installed: npm reached nothing during the build");
        this.folder = folder;
        packages = new OnePackage(folder);
        Path npmrc = Files.writeString(folder.resolve("npmrc"), packages.npmrc());
        server = Packaged.server(folder, httpsPort, "--allow-local", "--actions-npmrc=" + npmrc);
        server.start();
    }

    /** The default tenant's host and port, as clients write it. */
    String domain() {
        return "localhost:" + httpsPort;
    }

    Path ca() {
        return server.data().resolve("ca.pem");
    }

    JsonNode application() throws IOException {
        return server.firstApplication();
    }

    /** A client of ours, for what a story needs besides. */
    TailraceClient ours() throws IOException, InterruptedException {
        return Packaged.client(server);
    }

    /** Runs a script with a client; fails when the script does. */
    Story run(Client client, String script) throws IOException, InterruptedException {
        Finished done = node(client, Map.of(), List.of(SCRIPTS.resolve(script).toString()));
        assertThat(done.exit()).as(done.output() + done.errors()).isZero();
        Story story = Story.of(client, done.output());
        observed.calls(client, story.lines());
        return story;
    }

    /** How a process ended, what it printed, and the requests it made. */
    record Finished(int exit, String output, String errors, List<Observed.Sent> requests) {}

    /** Runs Node with the clients in reach, noting the requests it makes. */
    Finished node(Client client, Map<String, String> more, List<String> words)
            throws IOException, InterruptedException {
        int run = ++runs;
        Path trace = Files.createFile(folder.resolve("trace-" + run));
        Path output = folder.resolve("output-" + run);
        Path errors = folder.resolve("errors-" + run);
        List<String> command = new ArrayList<>(List.of(
                nodeBinary().toString(),
                "--require",
                SCRIPTS.resolve("lib/trace.js").toString()));
        command.addAll(words);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(settings(client, trace));
        builder.environment().putAll(more);
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Finished(
                process.exitValue(),
                Files.readString(output),
                Files.readString(errors),
                observed.requests(client, Files.readAllLines(trace)));
    }

    private Map<String, String> settings(Client client, Path trace) throws IOException {
        return Map.of(
                "PLAIN", server.base().toString(),
                "DOMAIN", domain(),
                "CLIENT_ID", application().path("client_id").asString(),
                "CLIENT_SECRET", application().path("client_secret").asString(),
                "RECEIVER", inbox.url(),
                "CLIENT", client.id,
                "TRACE", trace.toString(),
                "NODE_EXTRA_CA_CERTS", ca().toString(),
                "NODE_PATH", CLIENTS.resolve("node_modules").toString());
    }

    /** The Node that the build pins for actions. */
    private static Path nodeBinary() throws IOException {
        Path installed = Checkout.ROOT.resolve("runtime/target/node/node_modules");
        try (Stream<Path> packages = Files.list(installed)) {
            return packages.map(p -> p.resolve("bin/node"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        server.close();
        inbox.close();
        packages.close();
    }
}
