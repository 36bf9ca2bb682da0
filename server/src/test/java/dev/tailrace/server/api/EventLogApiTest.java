package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is told about stored events, filters, minutes, made sign-ins and what was done; one server for all. */
@Timeout(120)
final class EventLogApiTest {
    private static final int EVENTS = 30;

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"), "--allow-local=all");
        first = server.first();
        first.put("/event-types/com.example.made", "{\"description\":\"Of this test\"}");
        for (int i = 0; i < EVENTS; i++) {
            publish("com.example.made", "m-" + i, "s-" + i % 3, i);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_log_is_read_newest_first_part_by_part() throws Exception {
        var seen = new ArrayList<String>();
        String from = "";
        do {
            JsonNode page = get("/log?type=com.example.made&take=7" + (from.isEmpty() ? "" : "&from=" + from));
            page.path("events").forEach(event -> seen.add(event.path("id").asString()));
            from = page.path("next").asString("");
        } while (!from.isEmpty());
        assertThat(seen)
                .hasSize(EVENTS)
                .doesNotHaveDuplicates()
                .startsWith("m-29", "m-28")
                .endsWith("m-0");
    }

    @Test
    void the_log_is_searched_by_subject_and_text() throws Exception {
        JsonNode page = get("/log?subject=s-1&text=%22NUMBER%22%3A4");
        assertThat(page.path("events")
                        .valueStream()
                        .map(event -> event.path("id").asString()))
                .containsExactly("m-4");
        assertThat(page.has("next")).isFalse();
    }

    @Test
    void one_event_is_found_with_what_became_of_it() throws Exception {
        String waits = stream("waits", "disabled", "com.example.other");
        String other = stream("wants others", "disabled", "user.created");
        first.put("/event-types/com.example.other", "{}");
        publish("com.example.other", "o-1", "o", 1);
        for (String path : List.of(
                "/log/o-1", "/log/o-1?offset=" + get("/log/o-1").path("offset").asLong())) {
            JsonNode found = get(path);
            assertThat(found.path("event").path("data").path("number").asInt()).isEqualTo(1);
            assertThat(fate(found, waits)).isEqualTo("waiting");
            assertThat(fate(found, other)).isEqualTo("not_wanted");
        }
        assertThat(first.get("/log/o-1?offset=1").status()).isEqualTo(404);
        assertThat(first.get("/log/nothing").status()).isEqualTo(404);
    }

    @Test
    void a_filter_is_tried_on_the_newest_events() throws Exception {
        JsonNode sound = post(
                "/event-streams/check-filter",
                "{\"filter\":\"data.number < 10\",\"subscriptions\":[{\"event_type\":\"com.example.made\"}]}",
                200);
        assertThat(sound.path("valid").asBoolean()).isTrue();
        assertThat(sound.path("matched").asInt()).isEqualTo(10);
        assertThat(sound.path("of").asInt()).isEqualTo(EVENTS);
        assertThat(sound.path("examples").get(0).path("id").asString()).isEqualTo("m-9");

        JsonNode broken = post(
                "/event-streams/check-filter",
                "{\"filter\":\"data.nothing == 1\",\"subscriptions\":[{\"event_type\":\"com.example.made\"}]}",
                200);
        assertThat(broken.path("failed").asInt()).isEqualTo(EVENTS);
        assertThat(broken.path("failure").asString()).isNotEmpty();

        JsonNode refused = post("/event-streams/check-filter", "{\"filter\":\"data.number <\"}", 200);
        assertThat(refused.path("valid").asBoolean()).isFalse();
        assertThat(refused.path("message").asString()).isNotEmpty();
        assertThat(post("/event-streams/check-filter", "{}", 400)
                        .path("message")
                        .asString())
                .contains("filter");
    }

    @Test
    void stats_are_told_minute_by_minute() throws Exception {
        String stream = stream("a dead end", "enabled", "com.example.minute");
        first.patch("/event-streams/" + stream, "{\"delivery\":{\"retry\":{\"delays\":[]}}}");
        publish("com.example.minute", "d-1", "d", 1);
        Awaitility.await().untilAsserted(() -> {
            JsonNode stats = get("/event-streams/" + stream + "/stats?bucket=1m");
            assertThat(stats.path("buckets")).hasSize(60);
            assertThat(stats.path("window")
                            .path("bucket_interval")
                            .path("scale_factor")
                            .asInt())
                    .isEqualTo(60);
            assertThat(stats.path("metrics").get(1).path("window_total").asInt())
                    .isEqualTo(1);
            assertThat(stats.path("metrics").get(1).path("data")).hasSize(60);
        });
        assertThat(get("/event-streams/" + stream + "/stats?bucket=1h")
                        .path("buckets")
                        .size())
                .isGreaterThan(300);
        assertThat(first.get("/event-streams/" + stream + "/stats?bucket=2h").status())
                .isEqualTo(400);
        assertThat(first.get("/event-streams/" + stream + "/stats?bucket=1m&date_from=2020-01-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_user_signs_in_for_the_event_of_it() throws Exception {
        JsonNode user = post(
                "/users",
                "{\"connection\":\"Username-Password-Authentication\",\"email\":\"ada@example.test\",\"password\":\"correct"
                    + " Horse 9!\"}",
                201);
        String id = user.path("user_id").asString().replace("|", "%7C");
        assertThat(post("/users/" + id + "/sign-in", "{}", 201)
                        .path("event_type")
                        .asString())
                .isEqualTo("user.login.succeeded");
        post("/users/" + id + "/sign-in", "{\"outcome\":\"failed\"}", 201);
        JsonNode events = get("/log?subject=" + id).path("events");
        assertThat(events.valueStream().map(event -> event.path("type").asString()))
                .containsExactly("user.login.failed", "user.login.succeeded", "user.created");
        assertThat(get("/users/" + id).path("logins_count").asInt()).isEqualTo(1);
        first.patch("/users/" + id, "{\"blocked\":true}");
        assertThat(first.post("/users/" + id + "/sign-in", "{}").status()).isEqualTo(409);
        assertThat(first.post("/users/nobody/sign-in", "{}").status()).isEqualTo(404);
        assertThat(first.post("/users/" + id + "/sign-in", "{\"outcome\":\"maybe\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_was_done_to_a_stream_is_told() throws Exception {
        String stream = stream("watched", "disabled", "com.example.watched");
        first.patch("/event-streams/" + stream, "{\"name\":\"watched closely\"}");
        first.post("/event-streams/" + stream + "/test", "{\"event_type\":\"com.example.watched\"}");
        Awaitility.await().untilAsserted(() -> {
            JsonNode acts = get("/activity?event_stream_id=" + stream).path("activity");
            assertThat(acts.valueStream().map(act -> act.path("kind").asString()))
                    .contains("created", "changed");
            assertThat(acts.get(acts.size() - 1).path("by").path("name").asString())
                    .isEqualTo("First application");
            assertThat(acts.valueStream().map(act -> act.path("event_stream_id").asString()))
                    .containsOnly(stream);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/log?take=0", "/log?from=x", "/log/x?offset=y", "/activity?take=101", "/activity?from=bm90"})
    void a_bad_question_is_refused(String path) throws Exception {
        assertThat(first.get(path).status()).isEqualTo(400);
    }

    private static String fate(JsonNode found, String stream) {
        return found.path("streams")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(stream))
                .findFirst()
                .orElseThrow()
                .path("fate")
                .asString();
    }

    private static String stream(String name, String status, String type) throws Exception {
        first.put("/event-types/" + type, "{}");
        return post(
                        "/event-streams",
                        "{\"name\":\"" + name + "\",\"status\":\"" + status + "\",\"subscriptions\":[{\"event_type\":\""
                                + type
                                + "\"}],\"destination\":{\"type\":\"webhook\",\"configuration\":{"
                                + "\"webhook_endpoint\":\"http://127.0.0.1:9/\",\"webhook_authorization\":{\"method\":\"bearer\","
                                + "\"token\":\"t\"}}}}",
                        201)
                .path("id")
                .asString();
    }

    private static JsonNode get(String path) throws Exception {
        var answer = first.get(path);
        assertThat(answer.status()).as(path + " " + answer.wire().body()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode post(String path, String body, int status) throws Exception {
        var answer = first.post(path, body);
        assertThat(answer.status()).as(path + " " + answer.wire().body()).isEqualTo(status);
        return answer.body();
    }

    private static void publish(String type, String id, String subject, int number) throws Exception {
        var answer = first.call(
                "POST",
                "/api/v2/events",
                "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:test\",\"type\":\"" + type
                        + "\",\"subject\":\"" + subject + "\",\"data\":{\"number\":" + number + "}}",
                "Content-Type",
                "application/cloudevents+json");
        assertThat(answer.status()).as(answer.wire().body()).isEqualTo(202);
    }
}
