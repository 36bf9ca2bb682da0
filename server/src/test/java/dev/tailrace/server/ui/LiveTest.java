package dev.tailrace.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.WholeServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page hears from a whole server while things happen, and the overview that it shows. */
@Timeout(60)
final class LiveTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path data;

    private WholeServer server;
    private ApiClient first;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        server = WholeServer.on(data.resolve("data"), "--allow-local=all");
        first = server.first();
        assertThat(first.put("/event-types/com.example.made", "{\"description\":\"Of this test\"}")
                        .status())
                .isEqualTo(201);
        browser = new Browser(server.port(), "localhost");
        browser.signIn(Files.readString(data.resolve("data/first-application.json")));
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    /** A connection that is open, read frame by frame. */
    private record Heard(HttpResponse<Stream<String>> answer, Iterator<String> lines) implements AutoCloseable {
        /** The next frame of this kind that fits; others are passed over. */
        Frame next(String event, Predicate<JsonNode> fits) {
            while (true) {
                String kind = "";
                String id = "";
                while (lines.hasNext()) {
                    String line = lines.next();
                    if (line.startsWith("event: ")) {
                        kind = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ") && kind.equals(event)) {
                        JsonNode data = JSON.readTree(line.substring(6));
                        if (fits.test(data)) {
                            return new Frame(id, data);
                        }
                    }
                }
                throw new AssertionError("the connection ended before " + event);
            }
        }

        Frame next(String event) {
            return next(event, _ -> true);
        }

        @Override
        public void close() {
            answer.body().close();
        }
    }

    private record Frame(String id, JsonNode data) {}

    private Heard listen(String topics, String... headers) throws Exception {
        var answer = browser.http()
                .send(browser.request("GET", "/ui/live?topics=" + topics, "", headers), BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new Heard(answer, answer.body().iterator());
    }

    @Test
    void a_page_hears_of_each_event_and_goes_on_where_it_was() throws Exception {
        String id;
        try (var heard = listen("events")) {
            publish("one");
            Frame frame = heard.next("events");
            JsonNode event = frame.data().path("events").get(0);
            assertThat(event.path("id").asString()).isEqualTo("one");
            assertThat(event.path("type").asString()).isEqualTo("com.example.made");
            assertThat(event.path("subject").asString()).isEqualTo("s-one");
            assertThat(event.path("offset").asLong()).isPositive();
            id = frame.id();
        }
        publish("two");
        try (var heard = listen("events", "Last-Event-ID", id)) {
            JsonNode events = heard.next("events").data().path("events");
            assertThat(events).hasSize(1);
            assertThat(events.get(0).path("id").asString()).isEqualTo("two");
        }
    }

    @Test
    void the_overview_shows_a_stream_that_is_behind_and_tells_when_it_changes() throws Exception {
        String stream = stream("closed", "disabled");
        try (var heard = listen("overview,stream:" + stream)) {
            JsonNode whole = heard.next("overview").data();
            assertThat(whole.path("full").asBoolean()).isTrue();
            assertThat(whole.path("version").asString()).isNotEmpty();
            assertThat(whole.path("disk").path("free_bytes").asLong()).isPositive();
            assertThat(whole.path("workers").path("max").asInt()).isPositive();
            JsonNode row = whole.path("streams").get(0);
            assertThat(row.path("state").asString()).isEqualTo("disabled");
            assertThat(row.path("lag").path("events").asLong()).isZero();
            assertThat(row.path("outcomes").path("delivered")).hasSize(60);

            publish("one");
            publish("two");
            Frame changed =
                    heard.next("overview", data -> lag(data.path("streams").path(0)) == 2);
            assertThat(changed.data().path("full").asBoolean()).isFalse();
            assertThat(changed.data()
                            .path("streams")
                            .get(0)
                            .path("lag")
                            .path("since")
                            .asString())
                    .endsWith("Z");
            assertThat(heard.next("stream", data -> lag(data) == 2)
                            .data()
                            .path("id")
                            .asString())
                    .isEqualTo(stream);

            first.delete("/event-streams/" + stream);
            assertThat(heard.next("overview", data -> !data.path("removed").isEmpty())
                            .data()
                            .path("removed")
                            .get(0)
                            .asString())
                    .isEqualTo(stream);
        }
    }

    @Test
    void failures_come_first_and_count_in_their_minute() throws Exception {
        stream("quiet", "enabled");
        String dead = stream("a dead end", "enabled");
        first.patch("/event-streams/" + dead, "{\"delivery\":{\"retry\":{\"delays\":[]}}}");
        try (var heard = listen("overview,delivery:" + dead + "/" + publishOurs())) {
            JsonNode row = heard.next(
                            "overview",
                            data -> data.path("streams")
                                    .valueStream()
                                    .anyMatch(s -> s.path("failed").asInt() == 1))
                    .data()
                    .path("streams")
                    .valueStream()
                    .filter(one -> one.path("failed").asInt() == 1)
                    .findFirst()
                    .orElseThrow();
            assertThat(row.path("state").asString()).isEqualTo("failing");
            assertThat(row.path("outcomes")
                            .path("failed")
                            .valueStream()
                            .mapToLong(JsonNode::asLong)
                            .sum())
                    .isEqualTo(1);
            assertThat(heard.next(
                                    "delivery",
                                    data -> data.path("status").asString("").equals("failed"))
                            .data()
                            .path("attempts")
                            .asInt())
                    .isEqualTo(1);
        }
        JsonNode overview = first.get("/overview").body();
        assertThat(overview.path("streams").get(0).path("state").asString()).isEqualTo("failing");
        assertThat(overview.path("marks")
                        .valueStream()
                        .map(mark -> mark.path("kind").asString()))
                .contains("created");
    }

    @Test
    void it_ends_with_the_session() throws Exception {
        try (var heard = listen("events")) {
            assertThat(browser.send("DELETE", "/ui/session", "").statusCode()).isEqualTo(204);
            assertThat(heard.next("end").data().path("reason").asString()).isEqualTo("session_ended");
            var rest = new ArrayList<String>();
            heard.lines().forEachRemaining(rest::add);
            assertThat(rest).allMatch(String::isEmpty);
        }
    }

    @Test
    void what_nobody_offers_or_may_hear_is_refused() throws Exception {
        assertThat(browser.get("/ui/live").statusCode()).isEqualTo(400);
        assertThat(browser.get("/ui/live?topics=everything").statusCode()).isEqualTo(400);
        assertThat(browser.get("/ui/live?topics=stream:x").statusCode()).isEqualTo(400);
        assertThat(browser.get("/ui/live?topics=events", "Last-Event-ID", "x").statusCode())
                .isEqualTo(400);
        browser.cookie = "";
        assertThat(browser.get("/ui/live?topics=events").statusCode()).isEqualTo(401);
    }

    @Test
    void a_topic_wants_its_scope() throws Exception {
        var made = first.post("/clients", "{\"name\":\"narrow\",\"app_type\":\"non_interactive\"}");
        String id = made.text("client_id");
        assertThat(first.post(
                                "/client-grants",
                                "{\"client_id\":\"" + id
                                        + "\",\"audience\":\"https://localhost/api/v2/\",\"scope\":[\"read:events\"]}")
                        .status())
                .isEqualTo(201);
        browser.signIn("{\"client_id\":\"" + id + "\",\"client_secret\":\"" + made.text("client_secret") + "\"}");
        var refused = browser.get("/ui/live?topics=events,executions");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("read:actions");
    }

    private static long lag(JsonNode row) {
        return row.path("lag").path("events").asLong(-1);
    }

    private String stream(String name, String status) throws Exception {
        var made = first.post(
                "/event-streams",
                "{\"name\":\"" + name + "\",\"status\":\"" + status
                        + "\",\"subscriptions\":[{\"event_type\":\""
                        + (name.equals("quiet") ? "user.deleted" : "com.example.made")
                        + "\"}],\"destination\":{\"type\":\"webhook\",\"configuration\":{"
                        + "\"webhook_endpoint\":\"http://127.0.0.1:9/\",\"webhook_authorization\":{\"method\":\"bearer\","
                        + "\"token\":\"t\"}}}}");
        assertThat(made.status()).as(made.wire().body()).isEqualTo(201);
        return made.text("id");
    }

    private String publishOurs() throws Exception {
        String id = "evt_0123456789ABCDEFGHIJKL";
        publish(id);
        return id;
    }

    private void publish(String id) throws Exception {
        var answer = first.call(
                "POST",
                "/api/v2/events",
                "{\"specversion\":\"1.0\",\"id\":\"" + id
                        + "\",\"source\":\"urn:test\",\"type\":\"com.example.made\",\"subject\":\"s-" + id
                        + "\",\"data\":{}}",
                "Content-Type",
                "application/cloudevents+json");
        assertThat(answer.status()).as(answer.wire().body()).isEqualTo(202);
    }
}
