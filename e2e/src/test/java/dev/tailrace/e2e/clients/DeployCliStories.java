package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A pipeline with auth0-deploy-cli: the YAML form goes in and out, then the directory form takes its place. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DeployCliStories {
    private static final String YAML =
            DeployCli.FILES.resolve("yaml/tenant.yaml").toString();
    private static final int ACTIONS = 50;
    private static final int STREAMS = 20;
    private static final String DIRECTORY = DeployCli.FILES.resolve("directory").toString();

    @TempDir
    private static Path folder;

    private final Lab lab;
    private final DeployCli cli;

    DeployCliStories(Lab lab) {
        this.lab = lab;
        this.cli = new DeployCli(lab, folder);
    }

    @Test
    @Order(1)
    void an_import_makes_what_the_yaml_says_and_it_runs() throws Exception {
        works("import (YAML)", cli.run("import", "-i", YAML));
        user("yaml");
        JsonNode run = arrival("deploy-cli-yaml");
        assertThat(run.at("/body/ran").asString()).isEqualTo("yaml");
        assertThat(run.at("/headers/x-api-key").asString()).isEqualTo("k3y");
        assertThat(arrival("deploy-cli-basic").at("/headers/authorization").asString())
                .isEqualTo("Basic dGFpbDpyYWNl");
    }

    @Test
    @Order(2)
    void a_second_import_changes_nothing() throws Exception {
        Map<String, JsonNode> before = kept();
        works("import (YAML, again)", cli.run("import", "-i", YAML));
        assertThat(kept()).isEqualTo(before);
        user("yaml-again");
        await().untilAsserted(() -> assertThat(lab.inbox.calls("deploy-cli-yaml"))
                .extracting(c -> c.at("/headers/x-api-key").asString())
                .containsExactly("k3y", "k3y"));
        await().untilAsserted(() -> assertThat(lab.inbox.calls("deploy-cli-basic"))
                .extracting(c -> c.at("/headers/authorization").asString())
                .containsExactly("Basic dGFpbDpyYWNl", "Basic dGFpbDpyYWNl"));
    }

    @Test
    @Order(3)
    void an_export_gives_back_what_came_in() throws Exception {
        assertThat(cli.exported("yaml")).isEqualTo(cli.contents(DeployCli.FILES.resolve("exported/yaml")));
        lab.observed.call(Client.DEPLOY_CLI, "export (YAML)", "works");
    }

    @Test
    @Order(4)
    void a_dry_run_tells_and_does_nothing() throws Exception {
        Map<String, JsonNode> before = kept();
        Lab.Finished done = cli.run("import", "-i", DIRECTORY, "--dry-run");
        works("import --dry-run", done);
        assertThat(done.output()).contains("CREATE", "tell-directory", "directory-header", "DELETE", "yaml-bridge");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void the_directory_form_takes_the_place_of_the_yaml() throws Exception {
        works("import (directory, with deletes)", cli.runDeleting("import", "-i", DIRECTORY));
        assertThat(kept().keySet())
                .containsExactly("directory-action", "directory-bridge", "directory-header", "tell-directory");
        user("directory");
        JsonNode run = arrival("deploy-cli-directory");
        assertThat(run.at("/body/days").asInt()).as("from the dependency").isEqualTo(172_800_000);
        assertThat(run.at("/headers/x-api-key").asString()).isEqualTo("k3y");
        assertThat(arrival("deploy-cli-header").at("/headers/x-custom").asString())
                .isEqualTo("h1dden");
        assertThat(cli.exported("directory")).isEqualTo(cli.contents(DeployCli.FILES.resolve("exported/directory")));
        lab.observed.call(Client.DEPLOY_CLI, "export (directory)", "works");
    }

    @Test
    @Order(6)
    void an_import_of_nothing_deletes_what_is_left() throws Exception {
        String nothing = DeployCli.FILES.resolve("nothing.yaml").toString();
        works("import (nothing, with deletes)", cli.runDeleting("import", "-i", nothing));
        assertThat(kept()).isEmpty();
    }

    @Test
    @Order(7)
    void fifty_actions_and_twenty_streams_go_in_without_one_refusal() throws Exception {
        String many = ManyOfEach.write(Files.createDirectory(folder.resolve("many")), ACTIONS, STREAMS);
        Lab.Finished first = cli.run("import", "-i", many);
        works("import (50 actions, 20 streams)", first);
        assertThat(first.requests()).allMatch(request -> request.status() < 400);
        assertThat(posts(first, "/api/v2/actions/actions")).isEqualTo(ACTIONS);
        assertThat(posts(first, "/api/v2/actions/actions/[^/]+/deploy")).isEqualTo(ACTIONS);
        assertThat(posts(first, "/api/v2/event-streams")).isEqualTo(STREAMS);
        assertThat(kept()).hasSize(ACTIONS + STREAMS);

        user("many");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lab.inbox.calls("deploy-cli-many"))
                        .extracting(c -> c.at("/body/ran").asInt())
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, STREAMS).boxed().toList()));

        Map<String, JsonNode> before = kept();
        Lab.Finished again = cli.run("import", "-i", many);
        works("import (50 actions, 20 streams, again)", again);
        assertThat(again.requests()).allMatch(request -> request.status() < 400);
        assertThat(posts(again, "/api/v2/actions/actions")).isZero();
        assertThat(kept()).isEqualTo(before);
        works(
                "import (nothing, deletes 50 actions and 20 streams)",
                cli.runDeleting(
                        "import", "-i", DeployCli.FILES.resolve("nothing.yaml").toString()));
        assertThat(kept()).isEmpty();
    }

    private static long posts(Lab.Finished run, String path) {
        return run.requests().stream()
                .filter(one -> one.method().equals("POST") && one.path().matches(path))
                .count();
    }

    private void works(String call, Lab.Finished done) {
        assertThat(done.exit()).as(done.output() + done.errors()).isZero();
        lab.observed.call(Client.DEPLOY_CLI, call, "works");
    }

    private void user(String name) throws IOException, InterruptedException {
        ObjectNode user = new JsonMapper().createObjectNode();
        user.put("connection", "Username-Password-Authentication");
        user.put("email", "deploy-cli-" + name + "@example.com").put("password", "correct horse battery");
        lab.ours().post("/api/v2/users", user);
    }

    private JsonNode arrival(String name) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !lab.inbox.calls(name).isEmpty());
        return lab.inbox.calls(name).getFirst();
    }

    /** Actions and streams by name, without what an update may change: times and versions. */
    private Map<String, JsonNode> kept() throws IOException, InterruptedException {
        TailraceClient ours = lab.ours();
        Map<String, JsonNode> kept = new TreeMap<>();
        for (JsonNode one : ours.get("/api/v2/actions/actions?per_page=100").path("actions")) {
            kept.put(
                    one.path("name").asString(),
                    without(one, "updated_at", "built_at", "deployed_version", "current_version"));
        }
        for (JsonNode one : ours.get("/api/v2/event-streams?take=100").path("eventStreams")) {
            kept.put(one.path("name").asString(), without(one, "updated_at"));
        }
        return kept;
    }

    private static JsonNode without(JsonNode one, String... fields) {
        ObjectNode copy = ((ObjectNode) one.deepCopy()).remove(List.of(fields));
        copy.path("secrets").forEach(secret -> ((ObjectNode) secret).remove("updated_at"));
        return copy;
    }
}
