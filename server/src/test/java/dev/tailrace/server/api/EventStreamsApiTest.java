package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.destination.Destination.Webhook;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventStreamsApiTest {
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void a_webhook_stream_is_answered_without_its_secret() {
        var answer = routes.post("/event-streams", Bodies.bearer("crm-sync"));
        assertThat(answer.status()).isEqualTo(201);
        Golden.assertMatches("event-stream.webhook.json", answer.text());
        Golden.assertMatches(
                "event-stream.read.json",
                routes.get("/event-streams/" + id(answer)).text());
    }

    @Test
    void an_eventbridge_stream_gets_the_name_of_its_partner_source() {
        var answer = routes.post("/event-streams", Bodies.stream("to-aws", Bodies.EVENT_BRIDGE));
        Golden.assertMatches("event-stream.eventbridge.json", answer.text());
    }

    @Test
    void an_action_stream_delivers_to_a_deployed_action() throws Exception {
        String action = api.deployedAction();
        var answer = routes.post("/event-streams", Bodies.stream("welcome-mail", Bodies.action(action)));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/destination/configuration/action_id").asString())
                .isEqualTo(action);
    }

    @Test
    void a_stream_may_start_disabled_and_without_subscriptions() {
        String body = """
            {"name":"quiet","status":"disabled","subscriptions":[],"destination":%s}\
            """.formatted(Bodies.BEARER);
        var answer = routes.post("/event-streams", body);
        assertThat(answer.json().path("status").asString()).isEqualTo("disabled");
        assertThat(answer.json().path("subscriptions").isEmpty()).isTrue();
    }

    @Test
    void lists_page_by_page_without_next_on_the_last() {
        IntStream.rangeClosed(1, 5).forEach(i -> routes.post("/event-streams", Bodies.bearer("stream-" + i)));
        var names = new ArrayList<String>();
        String next = "";
        int calls = 0;
        do {
            var page = routes.get("/event-streams?take=2" + (next.isEmpty() ? "" : "&from=" + next))
                    .json();
            page.path("eventStreams")
                    .forEach(stream -> names.add(stream.path("name").asString()));
            next = page.path("next").asString("");
            calls++;
        } while (!next.isEmpty());
        assertThat(names).containsExactly("stream-1", "stream-2", "stream-3", "stream-4", "stream-5");
        assertThat(calls).isEqualTo(3);
        assertThat(routes.get("/event-streams?take=5").json().has("next")).isFalse();
    }

    @Test
    void a_tenant_sees_only_its_own() {
        String id = id(routes.post("/event-streams", Bodies.bearer("mine")));
        assertThat(routes.call("GET", "/event-streams", "", Examples.OTHER_TENANT)
                        .json()
                        .path("eventStreams")
                        .isEmpty())
                .isTrue();
        assertThatThrownBy(() -> routes.call("GET", "/event-streams/" + id, "", Examples.OTHER_TENANT))
                .isInstanceOf(Problem.NotFound.class);
        routes.call("DELETE", "/event-streams/" + id, "", Examples.OTHER_TENANT);
        assertThat(routes.get("/event-streams/" + id).status()).isEqualTo(200);
    }

    @Test
    void a_change_replaces_what_it_names_and_nothing_else() {
        String id = id(routes.post("/event-streams", Bodies.bearer("crm-sync")));
        api.clock.advance(Duration.ofMinutes(1));
        var answer = routes.patch("/event-streams/" + id, """
            {"name":"crm-sync-2","status":"disabled","subscriptions":[{"event_type":"user.updated"}]}\
            """);
        assertThat(answer.status()).isEqualTo(200);
        Golden.assertMatches("event-stream.changed.json", answer.text());
        assertThat(token(id)).isEqualTo("s3cr3t");
    }

    @Test
    void an_empty_change_changes_nothing() {
        var created = routes.post("/event-streams", Bodies.bearer("crm-sync"));
        api.clock.advance(Duration.ofMinutes(1));
        assertThat(routes.patch("/event-streams/" + id(created), "{}").text()).isEqualTo(created.text());
    }

    @Test
    void a_webhook_gets_another_endpoint_and_keeps_the_secret_it_does_not_name() {
        String id = id(routes.post("/event-streams", Bodies.bearer("crm-sync")));
        routes.patch("/event-streams/" + id, Bodies.destination("""
            {"webhook_endpoint":"https://new.example.test/","webhook_authorization":{"method":"bearer"}}\
            """));
        assertThat(webhook(id).endpoint()).hasToString("https://new.example.test/");
        assertThat(token(id)).isEqualTo("s3cr3t");
    }

    @Test
    void another_method_needs_its_own_secret() {
        String id = id(routes.post("/event-streams", Bodies.bearer("crm-sync")));
        assertThatThrownBy(() -> routes.patch("/event-streams/" + id, Bodies.destination("""
            {"webhook_endpoint":"https://new.example.test/","webhook_authorization":{"method":"basic","username":"u"}}\
            """)))
                .hasMessageContaining("Missing required property: password");
        assertThat(token(id)).isEqualTo("s3cr3t");
        assertThat(webhook(id).endpoint()).hasToString("https://hooks.example.test/auth0");
    }

    @Test
    void the_destination_of_an_action_or_eventbridge_stream_stays() throws Exception {
        String toAction = id(routes.post("/event-streams", Bodies.stream("a", Bodies.action(api.deployedAction()))));
        String toBridge = id(routes.post("/event-streams", Bodies.stream("b", Bodies.EVENT_BRIDGE)));
        for (var refused : List.of(
                List.of(toAction, Bodies.action(api.deployedAction())),
                List.of(toBridge, Bodies.EVENT_BRIDGE),
                List.of(toAction, Bodies.BEARER))) {
            assertThatThrownBy(() -> routes.patch(
                            "/event-streams/" + refused.get(0), "{\"destination\":" + refused.get(1) + "}"))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining("destination");
        }
    }

    @Test
    void a_name_is_taken_once_in_a_tenant() {
        routes.post("/event-streams", Bodies.bearer("one"));
        String two = id(routes.post("/event-streams", Bodies.bearer("two")));
        assertThatThrownBy(() -> routes.post("/event-streams", Bodies.bearer("one")))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessage("An event stream with this name already exists.");
        assertThatThrownBy(() -> routes.patch("/event-streams/" + two, "{\"name\":\"one\"}"))
                .isInstanceOf(Problem.Conflict.class);
        routes.call("POST", "/event-streams", Bodies.bearer("one"), Examples.OTHER_TENANT);
    }

    @Test
    void a_stream_that_is_not_there_is_404_and_deleting_it_is_not() {
        String unknown = "/event-streams/est_7Kq2mVtZ4RbX9nHcYw3LfD";
        assertThatThrownBy(() -> routes.get(unknown))
                .isInstanceOf(Problem.NotFound.class)
                .hasMessage("The requested stream does not exist.");
        assertThatThrownBy(() -> routes.patch(unknown, "{\"name\":\"x\"}")).isInstanceOf(Problem.NotFound.class);
        assertThat(routes.delete(unknown).status()).isEqualTo(204);
    }

    @Test
    void an_id_of_another_form_is_refused_in_the_words_of_the_contract() {
        for (String method : List.of("GET", "PATCH", "DELETE")) {
            assertThatThrownBy(() -> routes.call(method, "/event-streams/est_bad", "{}"))
                    .hasMessage("Path validation error: 'Object didn't pass validation for format event-stream-id: "
                            + "est_bad' on property id (Unique identifier for the event stream).")
                    .extracting(problem -> ((Problem) problem).code())
                    .isEqualTo("invalid_uri");
        }
    }

    @Test
    void the_action_goes_with_the_last_stream_that_delivers_to_it() throws Exception {
        String action = api.deployedAction();
        String one = id(routes.post("/event-streams", Bodies.stream("one", Bodies.action(action))));
        String two = id(routes.post("/event-streams", Bodies.stream("two", Bodies.action(action))));
        assertThat(routes.delete("/event-streams/" + one).status()).isEqualTo(204);
        assertThat(routes.get("/actions/actions/" + action).status()).isEqualTo(200);
        routes.delete("/event-streams/" + two);
        assertThatThrownBy(() -> routes.get("/actions/actions/" + action)).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void the_action_stays_where_the_settings_say_so() throws Exception {
        Routes keeping = api.routesKeepingActions();
        String action = api.deployedAction();
        String stream = id(keeping.post("/event-streams", Bodies.stream("one", Bodies.action(action))));
        keeping.delete("/event-streams/" + stream);
        assertThat(keeping.get("/actions/actions/" + action).status()).isEqualTo(200);
    }

    private Webhook webhook(String id) {
        return (Webhook) api.streams
                .find(new StreamId(Examples.TENANT, id))
                .orElseThrow()
                .destination();
    }

    private String token(String id) {
        Secret token = ((Authorization.Bearer) webhook(id).authorization()).token();
        return token.reveal();
    }

    private static String id(Routes.Answer answer) {
        return answer.json().path("id").asString();
    }
}
