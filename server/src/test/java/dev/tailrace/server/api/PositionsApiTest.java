package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream as a reader: where it begins, skipping, rewinding, replaying, purging; each told before it is done. */
final class PositionsApiTest {
    private static final StreamId STREAM = new StreamId(Examples.TENANT, "est_7Kq2mVtZ4RbX9nHcYw3LfD");
    private static final String PATH = "/event-streams/" + STREAM;
    private static final ExampleEvent SECOND = Examples.userDeleted().withId("evt_9TzPq4WmXc7RkLb2NsVhYd");
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    /** Four entries, a minute apart; the stream wants the 1st, 2nd and 4th. */
    @BeforeEach
    void start() throws Exception {
        api.start();
        api.streams.create(Examples.stream().withId(STREAM).withSubscriptions("user.created", "user.deleted").stream());
        for (ExampleEvent event :
                List.of(Examples.userCreated(), SECOND, Examples.userUpdated(), Examples.userCreated())) {
            api.log.append(Examples.TENANT, List.of(event.event()));
            api.clock.advance(Duration.ofMinutes(1));
        }
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void tells_how_many_events_wait_behind_the_position() {
        assertThat(routes.get(PATH + "/position").text()).isEqualTo("""
            {"position":0,"log_start":0,"log_end":4,"backlog":{"events":3,"complete":true},"pending":0}\
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"latest\"', 4, 3, skipped",
        "'\"2026-03-01T12:01:30Z\"', 2, 2, skipped",
        "'\"2026-03-01T13:01:00+01:00\"', 1, 1, skipped",
        "3, 3, 2, skipped",
        "'\"earliest\"', 0, 0, read_again"
    })
    void a_preview_says_what_a_move_would_do_and_does_nothing(String to, long offset, int events, String effect) {
        var answer = routes.post(PATH + "/position", "{\"to\":" + to + ",\"preview\":true}");
        assertThat(answer.text()).isEqualTo("""
            {"preview":true,"from":0,"to":%d,"effect":"%s","concerns":{"events":%d,"complete":true}}\
            """.formatted(offset, effect, events));
        assertThat(position()).isEqualTo(new Position(1, Offset.START));
        assertThat(api.woken).isEmpty();
    }

    @Test
    void skips_and_rewinds_under_a_new_epoch_and_tells_the_lane() {
        var skipped = routes.post(PATH + "/position", "{\"to\":\"latest\"}");
        assertThat(skipped.json().at("/concerns/events").intValue()).isEqualTo(3);
        assertThat(position()).isEqualTo(new Position(2, new Offset(4)));
        var again = routes.post(PATH + "/position", "{\"to\":2}");
        assertThat(again.json().path("effect").asString()).isEqualTo("read_again");
        assertThat(again.json().at("/concerns/events").intValue()).isEqualTo(1);
        assertThat(position()).isEqualTo(new Position(3, new Offset(2)));
        assertThat(api.woken).containsExactly(STREAM, STREAM);
    }

    @Test
    void a_skipped_backlog_is_delivered_beside_new_events_when_asked_so() {
        var answer = routes.post(PATH + "/position", "{\"to\":\"latest\",\"backlog\":\"deliver\"}");
        assertThat(answer.json().path("effect").asString()).isEqualTo("made_pending");
        assertThat(position().offset()).isEqualTo(new Offset(4));
        assertThat(api.deliveries.countPending(STREAM)).isEqualTo(3);
    }

    @Test
    void a_purge_removes_what_is_pending_and_a_preview_does_not() {
        routes.post(PATH + "/position", "{\"to\":\"latest\",\"backlog\":\"deliver\"}");
        assertThat(routes.post(PATH + "/purge", "{\"preview\":true}").text())
                .isEqualTo("{\"preview\":true,\"concerns\":{\"events\":3,\"complete\":true}}");
        assertThat(api.deliveries.countPending(STREAM)).isEqualTo(3);
        assertThat(routes.post(PATH + "/purge", "{}").text())
                .isEqualTo("{\"preview\":false,\"concerns\":{\"events\":3,\"complete\":true}}");
        assertThat(api.deliveries.countPending(STREAM)).isZero();
        assertThat(position().offset()).isEqualTo(new Offset(4));
    }

    @Test
    void replays_what_the_stream_has_passed_and_leaves_the_position() {
        routes.post(PATH + "/position", "{\"to\":2}");
        var body = "{\"date_from\":\"2026-03-01T12:00:30Z\"%s}";
        var preview = routes.post(PATH + "/replay", body.formatted(",\"preview\":true"));
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.json().at("/concerns/events").intValue()).isEqualTo(1);
        assertThat(api.deliveries.countPending(STREAM)).isZero();
        var done = routes.post(PATH + "/replay", body.formatted(""));
        assertThat(done.status()).isEqualTo(202);
        assertThat(done.json().at("/concerns/events").intValue()).isEqualTo(1);
        assertThat(pending(SECOND)).isEqualTo(new Delivery.State.Pending(api.clock.instant()));
        assertThat(position().offset()).isEqualTo(new Offset(2));
        assertThat(routes.post(PATH + "/replay", body.formatted("")).json().at("/concerns/events"))
                .hasToString("0");
    }

    @Test
    void replays_events_by_name_and_refuses_those_it_cannot() {
        routes.post(PATH + "/position", "{\"to\":\"latest\"}");
        routes.post(PATH + "/replay", "{\"event_ids\":[\"" + SECOND.id() + "\"]}");
        assertThat(api.deliveries.countPending(STREAM)).isEqualTo(1);
        assertThatThrownBy(() -> routes.post(
                        PATH + "/replay", "{\"event_ids\":[\"" + SECOND.id() + "\",\"evt_1111111111111111111111\"]}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("evt_1111111111111111111111")
                .hasMessageContaining("on property event_ids");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/position | {}                               | Missing required property: to",
                "/position | {\"to\":\"soon\"}                | on property to.",
                "/position | {\"to\":5}                       | from offset 0 to 4' on property to.",
                "/position | {\"to\":-1}                      | on property to.",
                "/position | {\"to\":1.5}                     | on property to.",
                "/position | {\"to\":1,\"backlog\":\"keep\"}  | on property backlog.",
                "/position | {\"to\":0,\"backlog\":\"deliver\"} | on property backlog.",
                "/position | {\"to\":1,\"preview\":1}         | on property preview.",
                "/position | {\"to\":1,\"now\":true}          | Additional properties not allowed: now",
                "/purge    | {\"all\":true}                   | Additional properties not allowed: all",
                "/replay   | {}                               | Missing required property: date_from",
                "/replay   | {\"event_ids\":[\"x\"]}          | on property event_ids.",
                "/replay   | {\"date_from\":\"noon\"}         | on property date_from."
            })
    void refuses_what_it_does_not_understand_and_names_it(String path, String body, String why) {
        assertThatThrownBy(() -> routes.post(PATH + path, body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(why);
        assertThat(position()).isEqualTo(new Position(1, Offset.START));
    }

    @Test
    void a_stream_of_another_tenant_is_not_there() {
        for (String path : List.of("/position", "/purge", "/replay")) {
            assertThatThrownBy(() -> routes.call("POST", PATH + path, "{\"to\":1}", Examples.OTHER_TENANT))
                    .isInstanceOf(Problem.NotFound.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"earliest\" 0", "\"latest\" 4", "\"2026-03-01T12:02:00Z\" 2", "3 3"})
    void a_stream_begins_where_its_maker_says(String startAndOffset) {
        String[] given = startAndOffset.split(" ");
        String body = Bodies.bearer("late").replaceFirst("\\{", "{\"delivery\":{\"start\":" + given[0] + "},");
        String id = routes.post("/event-streams", body).json().path("id").asString();
        assertThat(api.deliveries.position(new StreamId(Examples.TENANT, id)).map(Position::offset))
                .contains(new Offset(Long.parseLong(given[1])));
    }

    @Test
    void a_stream_that_would_begin_nowhere_is_not_made() {
        String body = Bodies.bearer("late").replaceFirst("\\{", "{\"delivery\":{\"start\":9},");
        assertThatThrownBy(() -> routes.post("/event-streams", body))
                .hasMessageContaining("on property delivery.start.");
        assertThat(api.streams.all()).hasSize(1);
    }

    private Position position() {
        return api.deliveries.position(STREAM).orElseThrow();
    }

    private Delivery.State pending(ExampleEvent event) {
        return api.deliveries
                .find(STREAM, event.event().listedAs())
                .orElseThrow()
                .state();
    }
}
