package dev.tailrace.e2e.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The launcher, in a copy of the built project that everybody may read. */
final class LauncherTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORDINARY = "20777";
    private static final String NODE = "runtime/target/node/node_modules/";

    @TempDir
    private Path folder;

    private Path copy;

    @BeforeEach
    void copy() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        copy = folder.resolve("tailrace checkout");
        take("tailrace");
        take("pom.xml");
        take("server/pom.xml");
        take("server/target/lib");
        takeNode();
        take("server/target/tailrace-server.jar");
    }

    @Test
    void an_ordinary_user_serves_and_actions_run() throws Exception {
        assumeTrue(!root() || there("setpriv"), "root needs setpriv to become an ordinary user");
        Path link = Files.createSymbolicLink(folder.resolve("link"), copy.resolve("tailrace"));
        List<String> words = new ArrayList<>();
        if (root()) {
            words.addAll(List.of("setpriv", "--reuid", ORDINARY, "--regid", ORDINARY, "--clear-groups"));
        }
        words.addAll(List.of(link.toString(), "serve", "--port", "0", "--https-port", "0", "--allow-local"));
        Path data = folder.resolve("the data");
        try (var receiver = new SlowReceiver(0);
                var server = new ServerProcess(words, data, folder.resolve("log"))) {
            server.start();
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/comm"))
                            .strip())
                    .as("the launcher ends in exec")
                    .isEqualTo("java");
            if (root()) {
                assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/status")))
                        .containsPattern("(?m)^Uid:\\s+" + ORDINARY + "\\s+" + ORDINARY);
            }
            TailraceClient client = Packaged.client(server);
            forwardTo(client, receiver.url("action"));
            client.publish(JSON.createObjectNode()
                    .put("specversion", "1.0")
                    .put("id", "one")
                    .put("source", "urn:test:launcher")
                    .put("type", "user.updated")
                    .set(
                            "data",
                            JSON.createObjectNode()
                                    .set("object", JSON.createObjectNode().put("user_id", "u|1")))
                    .toString());
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> receiver.firstReceipts("action").size() == 1);
        }
    }

    @Test
    void builds_what_is_older_than_its_sources_and_nothing_else() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path mvn = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho \"$@\" >> '" + folder + "/calls'\nexit 1\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
        String path = bin + ":" + System.getenv("PATH");
        assertThat(run(Map.of("PATH", path), "serve", "--help").code()).isZero();
        assertThat(folder.resolve("calls")).doesNotExist();
        Files.setLastModifiedTime(
                copy.resolve("server/pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        Ran ran = run(Map.of("PATH", path), "serve", "--help");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.said()).contains("tailrace: the build of server failed");
        assertThat(Files.readString(folder.resolve("calls")))
                .contains("package -pl server -am")
                .doesNotContain("cli");
    }

    @Test
    void says_what_it_needs() throws Exception {
        assertThat(run(Map.of()).code()).isZero();
        assertThat(run(Map.of()).said()).contains("usage: ./tailrace", "serve", "demo", "bench");
        Ran ran = run(Map.of("TAILRACE_JAVA_HOME", "/none"), "serve");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.said()).isEqualTo("tailrace: TAILRACE_JAVA_HOME=/none is not a JDK 25\n");
    }

    private static void forwardTo(TailraceClient client, String url) throws IOException, InterruptedException {
        String id = Actions.deploy(client, "forward", """
            exports.onExecuteEventStream = async (event) => {
              await fetch(event.secrets.URL, { method: 'POST', body: JSON.stringify(event.message) });
            };
            """, Map.of("URL", url));
        ObjectNode body = JSON.createObjectNode().put("name", "forward");
        body.putArray("subscriptions").addObject().put("event_type", "user.updated");
        body.putObject("destination")
                .put("type", "action")
                .putObject("configuration")
                .put("action_id", id);
        client.post("/api/v2/event-streams", body);
    }

    private record Ran(int code, String said) {}

    private Ran run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(copy.resolve("tailrace").toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private void take(String path) throws IOException {
        Path from = Checkout.ROOT.resolve(path);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path to = copy.resolve(Checkout.ROOT.relativize(one).toString());
                Files.createDirectories(to.getParent());
                Files.copy(one, to);
            }
        }
    }

    private void takeNode() throws IOException {
        try (Stream<Path> packages = Files.list(Checkout.ROOT.resolve(NODE))) {
            for (Path one : packages.filter(p -> p.getFileName().toString().startsWith("node"))
                    .toList()) {
                take(NODE + one.getFileName() + "/bin/node");
            }
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean there(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, program)));
    }
}
