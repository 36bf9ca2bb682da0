package dev.tailrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void sends_exactly_so_many_events_of_one_kilobyte_each_with_an_id_of_its_own() throws Exception {
        try (var server = new TinyServer(_ -> 202)) {
            var result = load(server.base(), 8).send(500, LIMIT);

            assertThat(result.accepted()).isEqualTo(500);
            assertThat(result.others()).isZero();
            assertThat(result.perSecond()).isPositive();
            assertThat(server.bodies())
                    .hasSize(500)
                    .allSatisfy(body ->
                            assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSize(1_024));
            assertThat(server.bodies().stream()
                            .map(LoadTest::event)
                            .map(e -> e.path("id").asString()))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("evt_[0-9A-Za-z]{22}"));
        }
    }

    @Test
    void marks_each_event_with_the_time_it_was_sent() throws Exception {
        try (var server = new TinyServer(_ -> 202)) {
            long before = System.nanoTime() / 1_000;
            load(server.base(), 1).send(1, LIMIT);
            long after = System.nanoTime() / 1_000;

            var object = event(server.bodies().element()).path("data").path("object");
            assertThat(Long.parseLong(object.path("sent_us").asString())).isBetween(before, after);
            assertThat(object.path("user_id").asString()).matches("auth0\\|[0-9a-f]{24}");
        }
    }

    @Test
    void counts_what_was_not_accepted() throws Exception {
        try (var server = new TinyServer(n -> n % 10 == 0 ? 503 : 202)) {
            var result = load(server.base(), 4).send(100, LIMIT);

            assertThat(result.accepted()).isEqualTo(90);
            assertThat(result.others()).isEqualTo(10);
            assertThat(result.answers()).containsEntry(503, 10);
        }
    }

    @Test
    void gives_up_on_a_server_that_does_not_answer() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var load = load(URI.create("http://127.0.0.1:" + silent.getLocalPort()), 2);

            assertThatThrownBy(() -> load.send(10, Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("0 of 10");
        }
    }

    @Test
    void keeps_to_its_pace_and_times_every_answer() throws Exception {
        try (var server = new TinyServer(_ -> 202)) {
            long start = System.nanoTime();
            var result = new PacedLoad(server.base(), seed -> new EventRequest(server.base(), "token", seed))
                    .send(100, Duration.ofSeconds(1));
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(result.accepted()).isEqualTo(100);
            assertThat(server.bodies()).hasSize(100);
            assertThat(took).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
            assertThat(LongStream.of(result.answerMicros())).hasSize(100).allMatch(micros -> micros > 0);
            assertThat(LongStream.of(result.lateMicros())).allMatch(micros -> micros >= 0);
        }
    }

    private static HttpLoad load(URI base, int producers) {
        return new HttpLoad(base, new EventRequest(base, "token", 1), producers);
    }

    private static JsonNode event(String body) {
        return new JsonMapper().readTree(body);
    }
}
