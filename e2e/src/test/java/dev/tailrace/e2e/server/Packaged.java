package dev.tailrace.e2e.server;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Starts the packaged server as the README says, on free ports of loopback. */
public final class Packaged {
    private Packaged() {}

    /** Not started yet; its ports stay the same when it is started again. */
    public static ServerProcess server(Path folder, String... more) throws IOException {
        return server(folder, freePort(), more);
    }

    /** The same with a given port of HTTPS. */
    public static ServerProcess server(Path folder, int httpsPort, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "env",
                // The AWS SDK would ask a machine of AWS who it is; tests stay on loopback.
                "AWS_EC2_METADATA_DISABLED=true",
                Checkout.ROOT.resolve("tailrace").toString(),
                "serve",
                "--port",
                Integer.toString(freePort()),
                "--https-port",
                Integer.toString(httpsPort)));
        words.addAll(List.of("--eventbridge-endpoint", "http://127.0.0.1:" + freePort()));
        words.addAll(List.of(more));
        return new ServerProcess(words, folder.resolve("data"), folder.resolve("server.log"));
    }

    public static TailraceClient client(ServerProcess server) throws IOException, InterruptedException {
        return client(server, server.base());
    }

    public static TailraceClient client(ServerProcess server, URI base) throws IOException, InterruptedException {
        JsonNode first = server.firstApplication();
        return new TailraceClient(
                base,
                first.path("client_id").asString(),
                first.path("client_secret").asString());
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
