package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client hears whose code cannot be built, from a server that really builds. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class BuildRefusedTest {
    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        first = server.first();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void deploying_what_has_just_been_saved_succeeds_at_once() throws Exception {
        Answer action = create("exports.onExecuteEventStream = async () => {};");
        assertThat(action.text("status")).isEqualTo("pending");
        Answer deployed = first.post("/actions/actions/" + action.text("id") + "/deploy", "");
        assertThat(deployed.status()).isEqualTo(200);
        assertThat(deployed.body().path("number").asInt()).isEqualTo(1);
    }

    @Test
    void deploying_a_draft_that_did_not_build_names_the_error_and_not_the_words_clients_wait_for() throws Exception {
        Answer action = create("exports.onExecuteEventStream = async () => { let = ; };");
        String path = "/actions/actions/" + action.text("id");
        Answer refused = first.post(path + "/deploy", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message"))
                .startsWith("The build of this draft failed, nothing was deployed: SyntaxError: ")
                .contains("action.js, line 1")
                .doesNotContain("must be in the 'built' state");
        assertThat(first.get(path + "/versions").body().path("versions")).isEmpty();
    }

    @Test
    void a_module_that_cannot_be_read_is_refused_when_it_is_saved() throws Exception {
        Answer refused = first.post("/actions/modules", "{\"name\":\"broken\",\"code\":\"exports.a = ;\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("errorCode")).isEqualTo("invalid_body");
        assertThat(refused.text("message"))
                .startsWith("Payload validation error: 'SyntaxError: ")
                .contains("broken.module.js, line 1")
                .endsWith("on property code.");
        assertThat(first.get("/actions/modules").body().path("modules")).isEmpty();

        Answer module = first.post("/actions/modules", "{\"name\":\"sound\",\"code\":\"exports.a = 1;\"}");
        assertThat(module.status()).isEqualTo(201);
        String path = "/actions/modules/" + module.text("id");
        assertThat(first.patch(path, "{\"code\":\"exports.a = {\"}").status()).isEqualTo(400);
        assertThat(first.get(path).text("code")).isEqualTo("exports.a = 1;");
        assertThat(first.delete(path).status()).isEqualTo(204);
    }

    private static Answer create(String code) throws Exception {
        Answer made = first.post(
                "/actions/actions",
                "{\"name\":\"a\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],\"code\":\""
                        + code + "\"}");
        assertThat(made.status()).isEqualTo(201);
        return made;
    }
}
