package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeliveriesApiTest {
    private static final StreamId STREAM = new StreamId(Examples.TENANT, "est_7Kq2mVtZ4RbX9nHcYw3LfD");
    private static final String PATH = "/event-streams/" + STREAM;
    private static final Instant T0 = Examples.NOW;
    private static final ExampleEvent EVENT = Examples.userCreated()
            .withId("evt_9TzPq4WmXc7RkLb2NsVhYd")
            .withTime(Examples.NOW)
            .withUser("auth0|66e5490a7c1b2d3e4f506172");
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        api.start();
        api.streams.create(Examples.stream().withId(STREAM).stream());
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void shows_every_attempt_of_a_delivery_that_was_redelivered_and_failed_again() {
        var round = List.<Attempt>of(failed(0, "503 - {\"error\":\"down for maintenance until noon, honestly\"}"));
        var story = new ArrayList<>(round);
        story.add(new Attempt.RedeliveryAsked(T0.plusSeconds(60)));
        story.add(failed(61, "404 - {\"error\":\"no such hook\"}"));
        put(EVENT, new Delivery.State.Failed(T0), story);
        Golden.assertMatches(
                "delivery.redelivered.json",
                routes.get(PATH + "/deliveries/" + EVENT.id()).text());
    }

    @Test
    void an_attempt_of_an_action_shows_its_version_and_output() {
        var detail = new Outcome.Detail(Optional.of(3), Optional.of("exe_1"), "hello\n");
        var tried = new Attempt.Tried(T0, Duration.ofNanos(41_270_400), new Outcome.Delivered(detail));
        put(
                EVENT,
                new Delivery.State.Delivered(T0),
                List.of(failed(0, "boom"), new Attempt.RedeliveryAsked(T0), tried));
        var attempt = routes.get(PATH + "/deliveries/" + EVENT.id()).json().at("/attempts/2");
        assertThat(attempt.toString()).isEqualTo("""
            {"status":"delivered","timestamp":"2026-03-01T12:00:00.000Z","duration":41.27,"action_version":3,"execution_id":"exe_1","output":"hello\\n"}\
            """);
    }

    @Test
    void lists_failures_only_unless_asked() {
        put(EVENT, new Delivery.State.Failed(T0), List.of());
        put(Examples.userCreated(), new Delivery.State.Delivered(T0), List.of());
        put(Examples.userCreated(), new Delivery.State.Pending(T0), List.of());
        assertThat(listed("")).containsExactly(EVENT.id());
        assertThat(listed("?statuses=pending,delivered")).hasSize(2).doesNotContain(EVENT.id());
        assertThat(listed("?statuses=failed&statuses=pending")).hasSize(2).contains(EVENT.id());
    }

    @Test
    void lists_by_type_and_time() {
        put(EVENT, new Delivery.State.Failed(T0), List.of());
        put(Examples.userDeleted().withTime(T0.plusSeconds(10)), new Delivery.State.Failed(T0), List.of());
        assertThat(listed("?event_types=user.created")).containsExactly(EVENT.id());
        assertThat(listed("?event_types=user.created,user.deleted")).hasSize(2);
        assertThat(listed("?date_from=2026-03-01T12:00:01Z")).hasSize(1).doesNotContain(EVENT.id());
        assertThat(listed("?date_from=2026-03-01T12:00:00Z&date_to=2026-03-01T12:00:10Z"))
                .containsExactly(EVENT.id());
    }

    @Test
    void pages_with_both_names_of_the_cursor() {
        IntStream.range(0, 3)
                .forEach(i -> put(
                        Examples.userCreated().withTime(T0.plusSeconds(i)), new Delivery.State.Failed(T0), List.of()));
        var first = routes.get(PATH + "/deliveries?take=2").json();
        assertThat(first.path("nextPageToken")).isEqualTo(first.path("next"));
        String next = first.path("next").asString();
        var last = routes.get(PATH + "/deliveries?take=2&from=" + next);
        assertThat(last.json().path("deliveries").size()).isEqualTo(1);
        assertThat(last.json().has("next")).isFalse();
        assertThat(routes.get(PATH + "/deliveries?date_from=2030-01-01T00:00:00Z")
                        .text())
                .isEqualTo("{\"deliveries\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "statuses=lost, statuses",
        "event_types=user.melted, event_types",
        "date_from=2026-03-01, date_from",
        "date_from=2026-03-01T12:00:00.123Z, date_from",
        "date_to=2026-03-01T12:00:00%2B05:30, date_to",
        "take=500, take",
        "from=x, from"
    })
    void refuses_a_query_that_cannot_be(String query, String parameter) {
        assertThatThrownBy(() -> routes.get(PATH + "/deliveries?" + query))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageEndingWith("' on property " + parameter + ".");
    }

    @Test
    void what_is_not_there_is_404() {
        String unknown = "/event-streams/est_1111111111111111111111/deliveries";
        assertThatThrownBy(() -> routes.get(unknown)).isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> routes.get(PATH + "/deliveries/" + EVENT.id())).isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> routes.post(PATH + "/redeliver/" + EVENT.id(), ""))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> routes.get(PATH + "/deliveries/evt_bad"))
                .hasMessageContaining("format event-id: evt_bad' on property event_id");
    }

    @Test
    void redelivers_one_although_the_stream_is_disabled() {
        put(EVENT, new Delivery.State.Failed(T0), List.of(failed(0, "boom")));
        disable();
        var answer = routes.post(PATH + "/redeliver/" + EVENT.id(), "");
        assertThat(answer).isEqualTo(new Routes.Answer(202, "{}"));
        assertThat(stored(EVENT).state()).isEqualTo(new Delivery.State.Pending(T0));
        assertThat(stored(EVENT).askedFor()).isTrue();
        assertThat(api.woken).containsExactly(STREAM);
        assertThat(listed("")).isEmpty();
    }

    @Test
    void redelivers_one_that_failed_a_moment_ahead_of_our_clock() {
        put(EVENT, new Delivery.State.Failed(T0.plusMillis(3)), List.of(failed(0, "boom")));
        assertThat(routes.post(PATH + "/redeliver/" + EVENT.id(), "").status()).isEqualTo(202);
        assertThat(stored(EVENT).state()).isEqualTo(new Delivery.State.Pending(T0.plusMillis(3)));
    }

    @Test
    void redelivers_only_what_has_failed() {
        put(EVENT, new Delivery.State.Pending(T0), List.of());
        assertThatThrownBy(() -> routes.post(PATH + "/redeliver/" + EVENT.id(), ""))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("is being delivered already");
        ExampleEvent arrived = Examples.userCreated();
        put(arrived, new Delivery.State.Delivered(T0), List.of());
        assertThatThrownBy(() -> routes.post(PATH + "/redeliver/" + arrived.id(), "{}"))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("was delivered");
        assertThat(api.woken).isEmpty();
    }

    @Test
    void redelivers_all_in_chunks_and_answers_the_filter() {
        IntStream.range(0, 1_203)
                .forEach(_ -> put(Examples.userCreated(), new Delivery.State.Failed(T0), List.of(failed(0, "boom"))));
        assertThat(routes.post(PATH + "/redeliver", "")).isEqualTo(new Routes.Answer(202, "{}"));
        assertThat(api.deliveries.countFailed(STREAM)).isZero();
        assertThat(api.deliveries.countPending(STREAM)).isEqualTo(1_203);
        assertThat(api.woken).containsExactly(STREAM);
    }

    @Test
    void redelivers_what_the_filter_names() {
        put(EVENT, new Delivery.State.Failed(T0), List.of(failed(0, "boom")));
        ExampleEvent other = Examples.userDeleted();
        put(other, new Delivery.State.Failed(T0), List.of(failed(0, "boom")));
        String filter = """
            {"date_from":"2026-03-01T00:00:00Z","date_to":"2026-03-02T00:00:00+00:00","statuses":["failed"],"event_types":["user.created"]}\
            """;
        assertThat(routes.post(PATH + "/redeliver", filter)).isEqualTo(new Routes.Answer(202, filter));
        assertThat(listed("")).containsExactly(other.id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"statuses":["pending"]}         | No enum match, expected one of: failed' on property statuses[0]
        {"event_types":["user.melted"]}  | Unknown event type: user.melted' on property event_types
        {"event_types":"user.created"}   | Expected type array but found type string' on property event_types
        {"date_from":"yesterday"}        | format date-time, for example 2026-09-14T00:00:00Z' on property date_from
        {"ids":[]}                       | Additional properties not allowed: ids
        """)
    void refuses_a_filter_that_cannot_be(String body, String reason) {
        put(EVENT, new Delivery.State.Failed(T0), List.of(failed(0, "boom")));
        assertThatThrownBy(() -> routes.post(PATH + "/redeliver", body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(listed("")).containsExactly(EVENT.id());
    }

    @Test
    void a_test_event_is_a_pending_delivery_of_the_sample() {
        var answer = routes.post(PATH + "/test", "{\"event_type\":\"user.created\"}");
        assertThat(answer.status()).isEqualTo(202);
        Golden.assertMatches("delivery.test.json", answer.text());
        EventId id = new EventId(answer.json().path("id").asString());
        assertThat(api.deliveries.find(STREAM, id)).map(Delivery::attempts).contains(List.of());
        assertThat(api.woken).containsExactly(STREAM);
        assertThat(routes.get(PATH + "/deliveries/" + id).text()).isEqualTo(answer.text());
    }

    @Test
    void a_test_event_carries_the_data_it_is_given() {
        var answer = routes.post(
                PATH + "/test", "{\"event_type\":\"organization.created\",\"data\":{\"object\":{\"id\":\"org_1\"}}}");
        assertThat(answer.json().at("/event/data/object/id").asString()).isEqualTo("org_1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                          | Missing required property: event_type
        {"event_type":"user.melted"}                | Unknown event type: user.melted' on property event_type
        {"event_type":"user.created","data":"x"}    | Expected type object but found type string' on property data
        {"event_type":"user.created","count":3}     | Additional properties not allowed: count
        """)
    void refuses_a_test_event_that_cannot_be(String body, String reason) {
        assertThatThrownBy(() -> routes.post(PATH + "/test", body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(api.deliveries.countPending(STREAM)).isZero();
    }

    @Test
    void a_disabled_stream_takes_no_test_event() {
        disable();
        assertThatThrownBy(() -> routes.post(PATH + "/test", "{\"event_type\":\"user.created\"}"))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(api.deliveries.countPending(STREAM)).isZero();
    }

    @Test
    void a_test_event_has_the_bound_of_any_event() {
        String body = "{\"event_type\":\"user.created\",\"data\":{\"object\":\"" + "x".repeat(262_144) + "\"}}";
        assertThatThrownBy(() -> routes.post(PATH + "/test", body)).isInstanceOf(Problem.TooLarge.class);
    }

    private List<String> listed(String query) {
        var ids = new ArrayList<String>();
        routes.get(PATH + "/deliveries" + query)
                .json()
                .path("deliveries")
                .forEach(delivery -> ids.add(delivery.path("id").asString()));
        return ids;
    }

    private void disable() {
        EventStream stream = api.streams.find(STREAM).orElseThrow();
        api.streams.update(stream, new dev.tailrace.testkit.ExampleStream(stream).enabled(false).stream());
    }

    private Delivery stored(ExampleEvent event) {
        return api.deliveries.find(STREAM, event.event().listedAs()).orElseThrow();
    }

    private void put(ExampleEvent event, Delivery.State state, List<Attempt> attempts) {
        api.deliveries.add(new Delivery(STREAM, Examples.entry(1, event), state, attempts));
    }

    private static Attempt failed(int second, String message) {
        return new Attempt.Tried(
                T0.plusSeconds(second), Duration.ofNanos(38_912_000), Outcome.Failed.retryable(message));
    }
}
