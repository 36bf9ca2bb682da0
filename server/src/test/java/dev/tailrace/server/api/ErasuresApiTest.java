package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Erasing over HTTP, with the readers that come after it. */
@Timeout(120)
final class ErasuresApiTest {
    private static final String TYPE = "com.example.order.placed";

    @TempDir
    Path data;

    @Test
    void readers_pass_over_what_was_erased_and_are_given_the_rest() throws Exception {
        try (var server = WholeServer.on(data, "--allow-local");
                var receiver = new HeardCalls()) {
            ApiClient api = server.first();
            api.call("PUT", "/api/v2/event-types/" + TYPE, "{\"description\":\"An order\",\"sample\":{\"order\":7}}");
            String stream = api.post("/event-streams", receiver.stream("orders", "disabled", TYPE))
                    .text("id");
            publish(api, "1", "mira", "mira-7f3a9c");
            publish(api, "2", "noor", "what noor said");

            Answer asked = api.delete("/tailrace/subjects/mira?source=urn:shop");
            assertThat(asked.status()).isEqualTo(202);
            String erasure = "/tailrace/erasures/" + asked.text("id");
            await().atMost(Duration.ofSeconds(20)).until(() -> api.get(erasure).text("status"), "done"::equals);
            assertThat(api.get(erasure).body().path("events").asInt()).isEqualTo(1);
            assertThat(api.get(erasure).text("done_at")).isNotEmpty();

            api.patch("/event-streams/" + stream, "{\"status\":\"enabled\"}");
            await().atMost(Duration.ofSeconds(20)).until(() -> !receiver.calls().isEmpty());
            // A lane that reads again because of the erasure may repeat what it was just doing.
            assertThat(receiver.calls())
                    .allSatisfy(call -> assertThat(call.body()).contains("what noor said"));
            String sent = subscribed(server, api);
            assertThat(sent)
                    .contains("\"type\":\"tailrace.event.erased\"", "\"id\":\"1\"", "\"type\":\"" + TYPE + "\"")
                    .doesNotContain("mira");
        }
    }

    @Test
    void only_who_may_erase_sees_erasures() throws Exception {
        try (var server = WholeServer.on(data)) {
            ApiClient api = server.first();
            assertThat(server.at("localhost").delete("/tailrace/subjects/x").status())
                    .isEqualTo(401);
            assertThat(api.get("/tailrace/erasures/ers_0").status()).isEqualTo(404);
            Answer made = api.post("/clients", "{\"name\":\"reader\",\"app_type\":\"non_interactive\"}");
            String client = made.text("client_id");
            String secret = made.text("client_secret");
            api.post(
                    "/client-grants",
                    "{\"client_id\":\"" + client + "\",\"audience\":\"" + audience(api)
                            + "\",\"scope\":[\"read:events\",\"delete:users\"]}");
            Answer refused = server.at("localhost").as(client, secret).delete("/tailrace/subjects/x");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("message")).contains("delete:tailrace_subjects");
        }
    }

    private static String audience(ApiClient api) throws Exception {
        return api.get("/resource-servers").body().path(0).path("identifier").asString("https://localhost/api/v2/");
    }

    private static void publish(ApiClient api, String id, String subject, String said) throws Exception {
        Answer answer = api.call(
                "POST",
                "/api/v2/events",
                "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:shop\",\"type\":\"" + TYPE
                        + "\",\"subject\":\"" + subject + "\",\"data\":{\"said\":\"" + said + "\"}}",
                "Content-Type",
                "application/cloudevents+json");
        assertThat(answer.status()).isEqualTo(202);
    }

    /** What a new reader of the whole log is sent, up to the second event. */
    private static String subscribed(WholeServer server, ApiClient api) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.port() + "/api/v2/events?from_timestamp=2020-01-01T00:00:00Z"))
                .header("Host", "localhost")
                .header("Authorization", "Bearer " + api.token())
                .build();
        var text = new StringBuilder();
        try (var http = HttpClient.newHttpClient();
                var lines = http.send(request, BodyHandlers.ofLines()).body()) {
            var each = lines.iterator();
            while (each.hasNext() && !text.toString().contains("what noor said")) {
                text.append(each.next()).append('\n');
            }
            http.shutdownNow();
        }
        return text.toString();
    }
}
