package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules from the API to the run of an action, on a server with everything behind it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class ModulesRunTest {
    private static final String EVENT = """
        {"payload":{"event":{"message":{"id":"e","type":"user.created","data":{"object":{}}}}}}\
        """;

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"), "--actions-wall-limit", "2s");
        first = server.first();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_action_runs_the_module_version_it_names_and_hides_its_secret() throws Exception {
        Answer module = first.post("/actions/modules", """
            {"name":"greeter","code":"exports.greet = (n) => console.log('one', n, actions.secrets.KEY)",
             "secrets":[{"name":"KEY","value":"deep-secret"}],"publish":true}
            """);
        assertThat(module.status()).isEqualTo(201);
        Answer action = first.post("/actions/actions", """
            {"name":"greets","supported_triggers":[{"id":"event-stream","version":"v1"}],"deploy":true,
             "modules":[{"module_name":"greeter"}],
             "code":"const { greet } = require('actions:greeter'); exports.onExecuteEventStream = async (e) => { greet(e.message.type); throw new Error(JSON.stringify(e.secrets)); };"}
            """);
        assertThat(action.body()
                        .at("/deployed_version/modules/0/module_version_number")
                        .asInt())
                .isEqualTo(1);
        first.patch("/actions/modules/" + module.text("id"), "{\"code\":\"exports.greet = () => console.log('two')\"}");
        assertThat(first.post("/actions/modules/" + module.text("id") + "/versions", "")
                        .status())
                .isEqualTo(200);
        Answer stream = first.post(
                "/event-streams",
                "{\"name\":\"greets\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{\"type\":"
                        + "\"action\",\"configuration\":{\"action_id\":\"" + action.text("id") + "\"}}}");
        assertThat(stream.status()).isEqualTo(201);
        String deliveries = "/event-streams/" + stream.text("id") + "/deliveries?statuses=pending,failed";
        first.post("/event-streams/" + stream.text("id") + "/test", "{\"event_type\":\"user.created\"}");
        Answer seen = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> first.get(deliveries),
                        a -> !a.body()
                                .at("/deliveries/0/attempts/0/output")
                                .asString("")
                                .isEmpty());
        assertThat(seen.body().at("/deliveries/0/attempts/0/output").asString()).isEqualTo("one user.created ***\n");
        assertThat(seen.body().at("/deliveries/0/attempts/0/error_message").asString())
                .isEqualTo("{}");
        String execution =
                seen.body().at("/deliveries/0/attempts/0/execution_id").asString();
        Answer kept = await().atMost(Duration.ofSeconds(10))
                .until(() -> first.get("/actions/executions/" + execution), a -> a.status() == 200);
        assertThat(kept.body().at("/results/0/event_stream_id").asString()).isEqualTo(stream.text("id"));
        assertThat(kept.body().at("/results/0/version").asInt()).isEqualTo(1);
        first.patch("/actions/actions/" + action.text("id"), "{\"modules\":[{\"module_name\":\"greeter\"}]}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.get("/actions/actions/" + action.text("id"))
                        .text("status")
                        .equals("built"));
        Answer tested = first.post("/actions/actions/" + action.text("id") + "/test", EVENT);
        assertThat(tested.body().at("/payload/logs").asString()).isEqualTo("two\n");
    }

    @Test
    void a_test_that_never_ends_or_kills_its_process_is_an_answer_with_an_error() throws Exception {
        assertThat(test("await new Promise(() => setInterval(() => {}, 1000))")
                        .at("/payload/error/name")
                        .asString())
                .isEqualTo("Timeout");
        assertThat(test("console.log('bye'); process.exit(3)")
                        .at("/payload/error/message")
                        .asString())
                .contains("process.exit(3)");
        var fine = test("console.log(e.secrets.A === 'other', e.secrets.B)");
        assertThat(fine.at("/payload/logs").asString()).isEqualTo("true ***\n");
        assertThat(fine.at("/payload/stats").valueStream()).hasSize(7).allMatch(n -> n.isInt() || n.isLong());
        assertThat(fine.path("payload").has("error")).isFalse();
    }

    private static tools.jackson.databind.JsonNode test(String code) throws Exception {
        Answer action = first.post(
                "/actions/actions",
                "{\"name\":\"tested\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],"
                        + "\"secrets\":[{\"name\":\"A\",\"value\":\"stored\"},{\"name\":\"B\",\"value\":\"given\"}],"
                        + "\"code\":\"exports.onExecuteEventStream = async (e) => { " + code + " };\"}");
        String path = "/actions/actions/" + action.text("id");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.get(path).text("status").equals("built"));
        Answer tested =
                first.post(path + "/test", EVENT.replace("\"event\":{", "\"secrets\":{\"A\":\"other\"},\"event\":{"));
        assertThat(tested.status()).isEqualTo(200);
        return tested.body();
    }
}
