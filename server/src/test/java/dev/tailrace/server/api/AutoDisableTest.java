package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Dispatcher;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.FakeDeliverer;
import dev.tailrace.testkit.fakes.FakeEventCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A stream that keeps failing, from the first event to its recovery: the API over SQLite and real lanes. */
final class AutoDisableTest {
    private static final FailureLimits LIMITS = new FailureLimits(3, 4);
    private static final Duration SOON = Duration.ofSeconds(20);
    private final Clock clock = Clock.systemUTC();
    private final FakeDeliverer receiver = new FakeDeliverer();

    @TempDir
    Path folder;

    private SqliteBackend store;
    private Dispatcher dispatcher;
    private Routes routes;
    private String path;

    @BeforeEach
    void start() {
        store = SqliteBackend.open(folder, Optional.empty(), clock, LIMITS, KeptSuccesses.DEFAULT);
        dispatcher = new Dispatcher(
                new Dispatcher.Sources(store.log(), store.streams(), store.deliveries()),
                receiver.deliverers(),
                clock,
                "us");
        dispatcher.start();
        var catalog = new FakeEventCatalog();
        var health = new StreamHealth(store.deliveries(), store.log(), LIMITS, 10_000, dispatcher::figures);
        var settings = new EventStreamsApi.Settings(true, _ -> Optional.empty(), RandomIds.secure(), clock);
        var api = new ApiUnderTest();
        routes = Routes.of(List.of(
                new EventStreamsApi(store.streams(), health, api.actions, catalog, settings).routes(),
                new DeliveriesApi(store.streams(), store.deliveries(), catalog, dispatcher::wake, clock).routes(),
                new StatsApi(store.streams(), store.deliveries(), clock).routes()));
        path = "/event-streams/"
                + routes.post("/event-streams", Bodies.bearer("failing"))
                        .json()
                        .path("id")
                        .asString();
        receiver.fails(Outcome.Failed.last("HTTP 404"));
    }

    @AfterEach
    void stop() throws Exception {
        dispatcher.stop(Duration.ofSeconds(5));
        store.close();
    }

    @Test
    void failures_in_a_row_disable_it_and_nothing_more_is_attempted() throws Exception {
        append(3);
        await().atMost(SOON).until(() -> status().equals("disabled"));
        append(5);
        receiver.delivers();
        assertThat(health().path("consecutive_failures").asInt()).isEqualTo(3);
        assertThat(health().at("/warnings/0").asString())
                .isEqualTo("Disabled because of failures: 3 in a row, 3 outstanding.");
        assertThat(health().has("behind_since")).isTrue();
        assertThat(receiver.received()).hasSize(3);
        assertThat(enable().path("status").asString()).isEqualTo("enabled");
        await().atMost(SOON).until(() -> receiver.received().size() == 8);
        assertThat(health().path("warnings").toString()).doesNotContain("Disabled because");
    }

    @Test
    void warns_before_it_is_disabled_and_says_how_many_are_left() throws Exception {
        append(2);
        await().atMost(SOON).until(() -> health().path("consecutive_failures").asInt() == 2);
        assertThat(health().at("/failures_until_disabled/consecutive").asInt()).isEqualTo(1);
        assertThat(health().at("/failures_until_disabled/outstanding").asInt()).isEqualTo(2);
        assertThat(health().at("/warnings/0").asString())
                .isEqualTo("Will be disabled when failures go on: 2 of 3 in a row, 2 of 4 outstanding"
                        + " (0 is no limit).");
        assertThat(health().path("circuit_state").asString()).isEqualTo("closed");
    }

    @Test
    void too_much_outstanding_forbids_enabling_until_redelivery_has_made_it_less() throws Exception {
        append(3);
        await().atMost(SOON).until(() -> status().equals("disabled"));
        enable();
        append(1);
        await().atMost(SOON).until(() -> status().equals("disabled"));
        assertThatThrownBy(this::enable)
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("4 failed deliveries outstanding and can be enabled with fewer than 4");
        assertThat(status()).isEqualTo("disabled");
        assertThat(routes.patch(path, "{\"name\":\"renamed\"}")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("disabled");

        routes.post(path + "/redeliver", "");
        await().atMost(SOON).until(() -> health().path("failed").asInt() == 4);
        assertThatThrownBy(this::enable).isInstanceOf(Problem.Conflict.class);
        receiver.delivers();
        routes.post(path + "/redeliver", "{}");
        await().atMost(SOON).until(() -> health().path("outstanding").asInt() == 0);
        assertThat(enable().path("status").asString()).isEqualTo("enabled");
        JsonNode metrics = routes.get(path + "/stats").json().path("metrics");
        assertThat(metrics.at("/0/window_total").asInt()).isEqualTo(4);
        assertThat(metrics.at("/1/window_total").asInt()).isEqualTo(8);
    }

    private void append(int events) throws InterruptedException {
        for (int i = 0; i < events; i++) {
            store.log().append(Examples.TENANT, List.of(Examples.userCreated().event()));
        }
    }

    private JsonNode enable() {
        return routes.patch(path, "{\"status\":\"enabled\"}").json();
    }

    private String status() {
        return routes.get(path).json().path("status").asString();
    }

    private JsonNode health() {
        return routes.get(path).json().path("delivery");
    }
}
