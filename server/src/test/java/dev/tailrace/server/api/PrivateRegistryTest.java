package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A registry that answers only whoever shows its token, which a server has in a file. */
@SuppressWarnings("NullAway.Init")
final class PrivateRegistryTest {
    private static final String TOKEN = "npm_t0ken-of-acme";

    @TempDir
    Path folder;

    private HttpServer registry;
    private byte[] archive;
    /** Arguments and environments of all processes below the server, whenever the registry was asked. */
    private final ConcurrentLinkedQueue<String> processes = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws Exception {
        archive = archive();
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
    }

    @AfterEach
    void close() {
        registry.stop(0);
    }

    @Test
    void a_package_is_fetched_with_the_token_which_is_seen_nowhere() throws Exception {
        Answer built = build(TOKEN);
        assertThat(built.text("status")).as(built.wire().body()).isEqualTo("built");
        assertThat(built.body().path("dependencies").path(0).path("version").asString())
                .isEqualTo("1.0.0");
        assertThat(processes)
                .isNotEmpty()
                .anyMatch(p -> p.contains("npm-cli.js"))
                .noneMatch(p -> p.contains(TOKEN));
        assertThat(built.wire().body()).doesNotContain(TOKEN);
    }

    @Test
    void a_wrong_token_is_a_build_error_without_the_token() throws Exception {
        Answer failed = build("npm_another");
        assertThat(failed.text("status")).isEqualTo("failed");
        assertThat(failed.body().path("errors").path(0).path("msg").asString())
                .isEqualTo("@acme/own: the registry 127.0.0.1:" + port()
                        + " answered 401: it wants a token, or another one");
        assertThat(failed.wire().body()).doesNotContain("npm_another");
    }

    private Answer build(String token) throws Exception {
        String npmrc = "@acme:registry=" + url() + "\n//127.0.0.1:" + port() + "/:_authToken=" + token + "\n";
        Path settings = Files.writeString(folder.resolve("npmrc"), npmrc);
        try (var server = WholeServer.on(
                folder.resolve("data"),
                "--actions-npmrc",
                settings.toString(),
                "--actions-npm",
                "../runtime/target/node/node_modules/npm")) {
            ApiClient first = server.first();
            Answer made = first.post("/actions/actions", """
                {"name":"a","supported_triggers":[{"id":"event-stream","version":"v1"}],"runtime":"node22",\
                "code":"exports.onExecuteEventStream = async () => require('@acme/own');",\
                "dependencies":[{"name":"@acme/own","version":"1.0.0","registry_url":"%s"}]}\
                """.formatted(url()));
            assertThat(made.status()).as(made.wire().body()).isEqualTo(201);
            return await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> first.get("/actions/actions/" + made.text("id")),
                            now -> List.of("built", "failed").contains(now.text("status")));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        ProcessHandle.current().descendants().forEach(this::look);
        try (exchange) {
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] body = exchange.getRequestURI().getPath().endsWith(".tgz")
                    ? archive
                    : description().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void look(ProcessHandle process) {
        for (String file : List.of("cmdline", "environ")) {
            try {
                processes.add(
                        Files.readString(Path.of("/proc/" + process.pid() + "/" + file), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It has ended.
            }
        }
    }

    private String description() {
        var json = JsonMapper.shared().createObjectNode().put("name", "@acme/own");
        json.putObject("dist-tags").put("latest", "1.0.0");
        var version = json.putObject("versions").putObject("1.0.0");
        version.put("name", "@acme/own").put("version", "1.0.0");
        version.putObject("dist").put("tarball", url() + "own.tgz");
        return json.toString();
    }

    private byte[] archive() throws IOException, InterruptedException {
        Path made = Files.createDirectory(folder.resolve("package"));
        Files.writeString(made.resolve("package.json"), "{\"name\":\"@acme/own\",\"version\":\"1.0.0\"}");
        Files.writeString(made.resolve("index.js"), "module.exports = 'own'");
        Process tar = new ProcessBuilder("tar", "-czf", "own.tgz", "package")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(folder.resolve("own.tgz"));
    }

    private int port() {
        return registry.getAddress().getPort();
    }

    private String url() {
        return "http://127.0.0.1:" + port() + "/";
    }
}
