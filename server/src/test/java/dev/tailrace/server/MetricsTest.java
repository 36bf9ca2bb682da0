package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} says of real events to real receivers, and who hears it. */
final class MetricsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_0-9]+)` \\|", Pattern.MULTILINE);
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger status = new AtomicInteger(200);

    @TempDir
    Path folder;

    private HttpServer receiver;
    private WholeServer server;
    private ApiClient api;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        receiver.start();
        server = WholeServer.on(folder, "--allow-local", "--metrics-port", "0", "--metrics-streams", "2");
        api = server.first();
        api.put("/event-types/com.example.tick", "{\"description\": \"A tick\", \"sample\": {}}");
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        server.close();
        receiver.stop(0);
    }

    @Test
    void counts_what_was_accepted_and_what_became_of_it() throws Exception {
        String stream = stream("all");
        publish("1");
        await().atMost(SOON).until(() -> value(deliveries(stream, "delivered")) == 1);
        System.gc(); // a counter outlives it
        status.set(404);
        publish("2");
        publish("3");
        await().atMost(SOON).until(() -> value(deliveries(stream, "failed")) == 2);
        assertThat(value("tailrace_events_accepted_total")).isEqualTo(3);
        assertThat(value("tailrace_accept_seconds_count")).isEqualTo(3);
        assertThat(value("tailrace_accept_seconds_bucket{le=\"5.0\"}")).isEqualTo(3);
        assertThat(value(of("tailrace_stream_failures_outstanding", stream))).isEqualTo(2);
        assertThat(value(of("tailrace_stream_failures_consecutive", stream))).isEqualTo(2);
        assertThat(value("tailrace_streams{status=\"enabled\"}")).isEqualTo(1);
    }

    @Test
    void a_stream_that_is_behind_shows_by_how_many_events_and_since_when() throws Exception {
        String stream = stream("off");
        publish("1");
        await().atMost(SOON).until(() -> value(deliveries(stream, "delivered")) == 1);
        api.patch("/event-streams/" + stream, "{\"status\": \"disabled\"}");
        publish("2");
        publish("3");
        await().atMost(SOON).until(() -> value(of("tailrace_stream_lag_events", stream)) == 2);
        await().atMost(SOON).until(() -> value(of("tailrace_stream_lag_seconds", stream)) > 0.2);
        api.patch("/event-streams/" + stream, "{\"status\": \"enabled\"}");
        await().atMost(SOON).until(() -> value(of("tailrace_stream_lag_events", stream)) == 0);
        assertThat(value(of("tailrace_stream_lag_seconds", stream))).isZero();
    }

    @Test
    void a_failed_try_is_parked_and_pending_until_it_is_over() throws Exception {
        String stream = stream("slow");
        status.set(503);
        publish("1");
        await().atMost(SOON).until(() -> value(of("tailrace_stream_pending", stream)) == 1);
        assertThat(value(of("tailrace_stream_parked_total", stream))).isEqualTo(1);
        assertThat(value(of("tailrace_attempts_retried_total", stream))).isPositive();
        status.set(200);
        await().atMost(SOON).until(() -> value(of("tailrace_stream_pending", stream)) == 0);
        assertThat(value(deliveries(stream, "delivered"))).isEqualTo(1);
    }

    @Test
    void a_dead_destination_opens_the_circuit_and_one_that_is_back_gets_everything() throws Exception {
        String stream = stream("dead");
        status.set(503);
        var sent = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            publish("dead-" + sent.incrementAndGet());
        }
        await().atMost(Duration.ofSeconds(60)).pollInterval(SECOND).until(() -> {
            publish("dead-" + sent.incrementAndGet());
            return value(of("tailrace_stream_circuit", stream)) == 2;
        });
        var doing = api.get("/event-streams/" + stream).body().path("delivery");
        assertThat(doing.path("circuit_state").asString()).isEqualTo("open");
        assertThat(doing.path("warnings").toString()).contains("The destination does not answer");
        publish("waits");
        status.set(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> value(of("tailrace_stream_lag_events", stream)) == 0
                        && value(of("tailrace_stream_pending", stream)) == 0);
        double delivered = value(deliveries(stream, "delivered"));
        double failed = value(deliveries(stream, "failed"));
        assertThat(delivered).isPositive();
        assertThat(delivered + failed).isEqualTo(sent.get() + 1);
        await().atMost(SOON).until(() -> {
            publish("more-" + sent.incrementAndGet());
            return value(of("tailrace_stream_circuit", stream)) == 0;
        });
    }

    @Test
    void only_so_many_streams_have_figures_of_their_own_and_no_count_falls() throws Exception {
        String first = stream("one");
        publish("1");
        await().atMost(SOON).until(() -> value(deliveries(first, "delivered")) == 1);
        stream("two");
        publish("2");
        await().atMost(SOON).until(() -> series("tailrace_stream_window") == 3);
        String third = stream("three");
        publish("3");
        await().atMost(SOON).until(() -> value(deliveries("others", "delivered")) == 1);
        assertThat(series("tailrace_stream_window")).isEqualTo(3);
        assertThat(page()).doesNotContain(third);
        api.delete("/event-streams/" + first);
        api.delete("/event-streams/" + third);
        await().atMost(SOON).until(() -> series("tailrace_stream_window") == 2);
        assertThat(value(deliveries("others", "delivered"))).isEqualTo(1);
    }

    @Test
    void the_documentation_lists_exactly_what_is_served() throws Exception {
        publish("1");
        var served = names(TYPE, page());
        var documented = names(ROW, Files.readString(Path.of("../docs/operating/metrics.md")));
        assertThat(documented).isEqualTo(served);
    }

    @Test
    void nothing_else_is_there_and_the_api_does_not_serve_it() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/api/v2/event-streams").statusCode()).isEqualTo(404);
        var post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(api.call("GET", "/metrics", "").status()).isEqualTo(404);
    }

    @Test
    void without_a_port_nothing_is_served() throws Exception {
        try (var quiet = WholeServer.on(folder.resolve("quiet"))) {
            assertThat(quiet.metricsPort()).isEmpty();
        }
    }

    private static SortedSet<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String stream(String name) throws Exception {
        String body = """
            {"name": "%s", "subscriptions": [{"event_type": "com.example.tick"}],
             "destination": {"type": "webhook", "configuration": {"webhook_endpoint": "http://127.0.0.1:%d/",
              "webhook_authorization": {"method": "bearer", "token": "t"}}}}
            """.formatted(name, receiver.getAddress().getPort());
        var answer = api.post("/event-streams", body);
        assertThat(answer.status()).as(answer.wire().body()).isEqualTo(201);
        return answer.text("id");
    }

    private void publish(String id) throws Exception {
        String event = """
            {"specversion": "1.0", "id": "%s", "source": "urn:test", "type": "com.example.tick", "data": {}}
            """.formatted(id);
        var answer = api.call("POST", "/api/v2/events", event, "Content-Type", "application/cloudevents+json");
        assertThat(answer.status()).as(answer.wire().body()).isEqualTo(202);
    }

    private String deliveries(String stream, String outcome) {
        String tenant = stream.equals("others") ? "" : "default";
        return "tailrace_deliveries_total{outcome=\"" + outcome + "\",stream=\"" + stream + "\",tenant=\"" + tenant
                + "\"}";
    }

    private String of(String name, String stream) {
        return name + "{stream=\"" + stream + "\",tenant=\"default\"}";
    }

    /** NaN where there is no such series. */
    private double value(String series) throws Exception {
        return page().lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private long series(String name) throws Exception {
        return page().lines().filter(line -> line.startsWith(name + "{")).count();
    }

    private String page() throws Exception {
        var answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return answer.body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + path);
    }
}
