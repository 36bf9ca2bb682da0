package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.action.ActionRuntime;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ActionTestsApiTest {
    private static final String PAYLOAD = """
        {"payload":{"event":{"message":{"id":"evt_9TzPq4WmXc7RkLb2NsVhYd","type":"user.created","data":{"object":{}}}}}}\
        """;
    private final ApiUnderTest api = new ApiUnderTest();
    private final RecordingRuntime runtime = new RecordingRuntime();
    private final Routes routes = Routes.of(List.of(
            api.routes().all(),
            new ActionTestsApi(api.actions, runtime, new StoredEvents(api.log), api.clock).routes()));

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void runs_the_draft_with_the_message_as_it_was_sent() throws Exception {
        var answer = routes.post(path(api.builtAction()), PAYLOAD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/payload/logs").asString()).isEqualTo("user.created\n");
        assertThat(answer.json().at("/payload/commands").isArray()).isTrue();
        assertThat(answer.json().at("/payload/stats/action_duration_ms").asInt())
                .isEqualTo(31);
        assertThat(runtime.events).extracting(Event::json).containsExactly("""
            {"id":"evt_9TzPq4WmXc7RkLb2NsVhYd","type":"user.created","data":{"object":{}}}\
            """);
        assertThat(runtime.ran)
                .extracting(ActionRuntime.DeployedAction::version)
                .containsExactly(0);
    }

    @Test
    void secrets_of_the_payload_stand_in_for_those_of_the_draft() throws Exception {
        String body = PAYLOAD.replace("\"event\":{", "\"event\":{\"secrets\":{\"API_KEY\":\"other\",\"NEW\":\"n\"},");
        String id = api.builtAction();
        routes.post(path(id), body);
        routes.post(path(id), PAYLOAD);
        assertThat(runtime.ran)
                .extracting(ran -> ran.content().secrets().stream()
                        .map(s -> s.name() + "=" + s.value().reveal())
                        .toList())
                .containsExactly(List.of("API_KEY=other", "NEW=n"), List.of("API_KEY=s3cr3t"));
    }

    @Test
    void what_the_code_throws_is_an_answer() throws Exception {
        runtime.error = Optional.of(new ExecutionError("TypeError", "boom", "TypeError: boom\n    at action.js:2:9"));
        var answer = routes.post(path(api.builtAction()), PAYLOAD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/payload/error").toString()).isEqualTo("""
            {"message":"boom","name":"TypeError","stack":"TypeError: boom\\n    at action.js:2:9"}\
            """);
    }

    @Test
    void another_draft_is_loaded_under_another_name() throws Exception {
        String id = api.builtAction();
        routes.post(path(id), PAYLOAD);
        routes.post(path(id), PAYLOAD);
        routes.patch("/actions/actions/" + id, "{\"code\":\"exports.other = 1\"}");
        api.build();
        routes.post(path(id), PAYLOAD);
        List<String> names = runtime.ran.stream()
                .map(ActionRuntime.DeployedAction::versionId)
                .toList();
        assertThat(names.get(0)).isEqualTo(names.get(1)).isNotEqualTo(names.get(2));
    }

    @Test
    void only_a_built_draft_is_run() {
        String id = routes.post("/actions/actions", Bodies.action())
                .json()
                .path("id")
                .asString();
        assertThatThrownBy(() -> routes.post(path(id), PAYLOAD))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("must be in the 'built' state");
        assertThat(runtime.ran).isEmpty();
    }

    @Test
    void a_payload_needs_an_event_with_a_message_that_has_a_type() throws Exception {
        String path = path(api.builtAction());
        for (String[] refused : new String[][] {
            {"{}", "payload"},
            {"{\"payload\":{}}", "event' on property payload"},
            {"{\"payload\":{\"event\":{}}}", "message' on property payload.event"},
            {"{\"payload\":{\"event\":{\"message\":{}}}}", "type' on property payload.event.message"},
            {
                PAYLOAD.replace("\"event\":{", "\"event\":{\"secrets\":{\"K\":1},"),
                "type number' on property payload.event.secrets.K"
            }
        }) {
            assertThatThrownBy(() -> routes.post(path, refused[0]))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining(refused[1]);
        }
    }

    private static String path(String id) {
        return "/actions/actions/" + id + "/test";
    }

    /** Runs nothing; remembers what it was to run. */
    private static final class RecordingRuntime implements ActionRuntime {
        final List<DeployedAction> ran = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        Optional<ExecutionError> error = Optional.empty();

        @Override
        public Execution run(DeployedAction action, Event event, Deadline deadline) {
            ran.add(action);
            events.add(event);
            return new Execution("x", Examples.NOW, Duration.ofMillis(31), event.type() + "\n", error);
        }

        @Override
        public void retire(ActionId action) {
            throw new AssertionError("a test retires nothing");
        }
    }
}
