package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class StatsApiTest {
    private static final StreamId STREAM = new StreamId(Examples.TENANT, "est_7Kq2mVtZ4RbX9nHcYw3LfD");
    private static final String PATH = "/event-streams/" + STREAM + "/stats";
    /** The contract's example. */
    private static final Instant NOW = Instant.parse("2026-09-08T06:36:00Z");

    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        api.start();
        api.clock.advance(Duration.between(api.clock.instant(), NOW));
        api.streams.create(new ExampleStream(Examples.stream().stream()).withId(STREAM).stream());
    }

    @Test
    void two_weeks_in_days_when_nothing_is_asked() {
        settle(NOW, 7, 2);
        settle(NOW.minus(Duration.ofDays(14)), 1, 0);
        settle(Instant.parse("2026-08-25T05:59:59Z"), 100, 100);
        Golden.assertMatches("stats.json", routes.get(PATH).text());
    }

    @Test
    void a_window_within_an_hour_is_that_hour() {
        settle(Instant.parse("2026-09-08T04:55:00Z"), 3, 0);
        settle(Instant.parse("2026-09-08T05:00:00Z"), 9, 0);
        String query = "?date_from=2026-09-08T04:10:00Z&date_to=2026-09-08T04:30:00Z";
        Golden.assertMatches("stats.hourly.json", routes.get(PATH + query).text());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-06T10:00:00Z, 2026-09-08T10:00:00Z, 3600, 49",
        "2026-09-06T09:00:00Z, 2026-09-08T10:00:00Z, 86400, 3",
        "2026-09-07T23:59:00Z, 2026-09-08T00:00:00Z, 3600, 2",
        "2026-09-01T00:00:00Z, 2026-09-03T23:00:00Z, 86400, 3"
    })
    void buckets_are_hours_up_to_two_days_and_days_beyond(String from, String to, int seconds, int buckets) {
        JsonNode answer =
                routes.get(PATH + "?date_from=" + from + "&date_to=" + to).json();
        assertThat(answer.at("/window/bucket_interval/scale_factor").asInt()).isEqualTo(seconds);
        assertThat(answer.path("buckets").size()).isEqualTo(buckets);
        assertThat(answer.at("/metrics/0/data").size()).isEqualTo(buckets);
    }

    @Test
    void the_hour_before_midnight_has_fifteen_days_as_well() {
        api.clock.advance(Duration.between(NOW, Instant.parse("2026-09-08T23:30:00Z")));
        JsonNode answer = routes.get(PATH).json();
        assertThat(answer.at("/window/date_to").asString()).isEqualTo("2026-09-09T00:00:00.000Z");
        assertThat(answer.path("buckets").size()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-08T09:51:54%2B05:30", "2026-09-08T09:51:54+05:30"})
    void a_date_may_carry_an_offset(String from) {
        JsonNode answer = routes.get(PATH + "?date_from=" + from).json();
        assertThat(answer.at("/window/date_from").asString()).isEqualTo("2026-09-08T04:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "date_from=yesterday, date_from",
        "date_to=2026-09-08, date_to",
        "date_from=2026-09-08T05:00:00Z&date_to=2026-09-08T04:00:00Z, date_from",
        "date_from=2020-01-01T00:00:00Z, date_from"
    })
    void refuses_what_cannot_be(String query, String parameter) {
        assertThatThrownBy(() -> routes.get(PATH + "?" + query))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageEndingWith("' on property " + parameter + ".");
    }

    @Test
    void of_a_stream_that_is_not_there_or_of_another_tenant_there_is_nothing() {
        assertThatThrownBy(() -> routes.get("/event-streams/est_1111111111111111111111/stats"))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> routes.call("GET", PATH, "", Examples.OTHER_TENANT))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> routes.get("/event-streams/est_bad/stats")).hasMessageContaining("event-stream-id");
    }

    private void settle(Instant at, int delivered, int failed) {
        Position position = api.deliveries.position(STREAM).orElseThrow();
        List<Parked> rows = IntStream.range(0, failed)
                .mapToObj(_ -> new Parked(failedAt(at), Optional.empty()))
                .toList();
        assertThat(api.deliveries.commit(STREAM, position, position, new Settled(rows, delivered, 0, at)))
                .isTrue();
    }

    private static Delivery failedAt(Instant at) {
        return Examples.failed(STREAM, Examples.entry(1, Examples.userCreated()), at);
    }
}
