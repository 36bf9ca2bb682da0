package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A server with real npm, offline: packages come from a folder of archives that the test makes. */
@SuppressWarnings("NullAway.Init")
final class PackagesOfActionsTest {
    @TempDir
    Path folder;

    private Path archives;
    private WholeServer server;
    private ApiClient first;

    @BeforeEach
    void start() throws Exception {
        archives = Files.createDirectory(folder.resolve("archives"));
        archive("greeting", "1.0.0", "exports.word = 'old'");
        archive("greeting", "1.10.0", "exports.word = 'hello'");
        archive("greeting", "1.9.0", "exports.word = 'between'");
        archive("greeting", "2.0.0-beta.1", "exports.word = 'soon'");
        archive("parting", "3.0.0", "exports.word = 'bye'");
        Files.writeString(archives.resolve("broken.tgz"), "no archive");
        server = WholeServer.on(
                folder.resolve("data"),
                "--actions-packages",
                archives.toString(),
                "--actions-npm",
                "../runtime/target/node/node_modules/npm");
        first = server.first();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void dependencies_are_installed_from_a_folder_and_what_is_not_there_is_named() throws Exception {
        Answer newest = built(action("a", "greeting", ""));
        assertThat(newest.text("status")).as(newest.wire().body()).isEqualTo("built");
        assertThat(newest.body().path("dependencies").path(0).path("version").asString())
                .isEqualTo("1.10.0");
        Answer old = built(action("b", "greeting", "~1.0.0"));
        assertThat(old.body().path("dependencies").path(0).path("version").asString())
                .isEqualTo("1.0.0");

        Answer missing = built(action("c", "lodash", "4.17.21"));
        assertThat(missing.text("status")).isEqualTo("failed");
        assertThat(missing.body().path("errors").path(0).path("id").asString()).isEqualTo("dependency_not_fetched");
        assertThat(missing.body().path("errors").path(0).path("msg").asString())
                .isEqualTo("lodash: it is not among the server's packages (actions.packages names their folder)");

        archive("lodash", "4.17.21", "exports.word = 'later'");
        assertThat(built(action("d", "lodash", "4.17.21")).text("status")).isEqualTo("built");
    }

    @Test
    void removing_an_action_frees_what_only_it_used() throws Exception {
        Answer alone = built(action("alone", "parting", "3.0.0"));
        List<String> ofAlone = kept();
        Answer one = built(action("one", "greeting", "1.0.0"));
        Answer other = built(action("other", "greeting", "~1.0.0"));
        List<String> all = kept();
        assertThat(ofAlone).hasSize(1);
        assertThat(all).hasSize(2).containsAll(ofAlone);
        List<String> shared = all.stream().filter(key -> !ofAlone.contains(key)).toList();

        remove(alone);
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().equals(shared));
        remove(one);
        Answer later = built(action("later", "parting", "3.0.0"));
        assertThat(kept()).containsExactlyInAnyOrderElementsOf(all);
        remove(later);
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().equals(shared));
        remove(other);
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().isEmpty());
    }

    private void remove(Answer action) throws Exception {
        assertThat(first.delete("/actions/actions/" + action.text("id")).status())
                .isEqualTo(204);
    }

    private Answer action(String name, String dependency, String version) throws Exception {
        Answer made = first.post("/actions/actions", """
            {"name":"%s","supported_triggers":[{"id":"event-stream","version":"v1"}],"runtime":"node22",\
            "code":"exports.onExecuteEventStream = async () => console.log(require('%s').word);",\
            "dependencies":[{"name":"%s","version":"%s"}]}\
            """.formatted(name, dependency, dependency, version));
        assertThat(made.status()).as(made.wire().body()).isEqualTo(201);
        return made;
    }

    private Answer built(Answer action) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> first.get("/actions/actions/" + action.text("id")),
                        now -> List.of("built", "failed").contains(now.text("status")));
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("data/packages"))) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }

    private void archive(String name, String version, String code) throws IOException, InterruptedException {
        Path top = Files.createTempDirectory(folder, "pack");
        Path made = Files.createDirectory(top.resolve("package"));
        var manifest = JsonMapper.shared().createObjectNode().put("name", name).put("version", version);
        Files.writeString(made.resolve("package.json"), manifest.toString());
        Files.writeString(made.resolve("index.js"), code);
        Process tar = new ProcessBuilder(
                        "tar",
                        "-czf",
                        archives.resolve(name + "-" + version + ".tgz").toString(),
                        "package")
                .directory(top.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }
}
