package dev.tailrace.server;

import dev.tailrace.server.http.Route;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A server with every room behind it, as the packaged one is, on free ports; in this process. */
public final class WholeServer implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server;
    private final Path data;

    private WholeServer(Server server, Path data) {
        this.server = server;
        this.data = data;
    }

    public static WholeServer on(Path data, String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--data", data.toString(), "--port", "0", "--https-port", "0"));
        all.addAll(List.of(
                "--node", node("node-").toString(), "--node22", node("node22-").toString()));
        all.addAll(List.of(flags));
        var config = Config.read(all, Map.of());
        return new WholeServer(Server.start(config, Wiring.open(config), Clock.systemUTC()), data);
    }

    /** The one that the build of the runtime brings in the package whose name begins so. */
    static Path node(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../runtime/target/node/node_modules"), 3)) {
            return files.filter(file -> file.endsWith("bin/node"))
                    .filter(file ->
                            file.getName(file.getNameCount() - 3).toString().startsWith(name))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath()
                    .normalize();
        }
    }

    public int port() {
        return server.httpPort();
    }

    public Optional<Integer> metricsPort() {
        return server.metricsPort();
    }

    public List<Route> routes() {
        return server.routes();
    }

    /** Nobody, at this host name. */
    public ApiClient at(String host) {
        return ApiClient.at(http, port(), host);
    }

    /** The first application of the default tenant. */
    public ApiClient first() throws Exception {
        var file = new JsonMapper().readTree(Files.readString(data.resolve("first-application.json")));
        return at("localhost")
                .as(
                        file.path("client_id").asString(),
                        file.path("client_secret").asString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
    }
}
