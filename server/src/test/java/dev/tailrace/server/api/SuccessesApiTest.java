package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Deliveries that succeeded at once, and said nothing, as the API tells of them. */
@Timeout(120)
final class SuccessesApiTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    @Test
    void are_listed_when_asked_for_by_name_with_their_execution() throws Exception {
        try (var server = WholeServer.on(data.resolve("data"))) {
            ApiClient api = server.first();
            String stream = silent(api);
            user(api, "a@b.test");
            user(api, "b@b.test");
            await().atMost(SOON).until(() -> delivered(api, stream).size() == 2);
            assertThat(api.get("/event-streams/" + stream + "/deliveries")
                            .body()
                            .path("deliveries"))
                    .as("failures only, as in the contract")
                    .isEmpty();
            JsonNode first = delivered(api, stream).get(0);
            assertThat(first.path("status").asString()).isEqualTo("delivered");
            assertThat(first.at("/event/data/object/email").asString()).isEqualTo("a@b.test");
            assertThat(first.at("/attempts/0/action_version").asInt()).isEqualTo(1);
            assertThat(api.get("/event-streams/" + stream + "/deliveries/"
                                    + first.path("id").asString())
                            .body())
                    .isEqualTo(first);
            Answer execution = api.get("/actions/executions/"
                    + first.at("/attempts/0/execution_id").asString());
            assertThat(execution.status()).isEqualTo(200);
            assertThat(execution.text("status")).isEqualTo("final");
            assertThat(api.get("/event-streams/" + stream + "/executions")
                            .wire()
                            .body())
                    .contains(execution.text("id"));
        }
    }

    @Test
    void are_only_so_many_as_the_setting_says() throws Exception {
        try (var server = WholeServer.on(data.resolve("data"), "--retention-successes", "2")) {
            ApiClient api = server.first();
            String stream = silent(api);
            for (int i = 1; i <= 4; i++) {
                user(api, "u" + i + "@b.test");
                int made = i;
                await().atMost(SOON).until(() -> newest(api, stream).equals("u" + made + "@b.test"));
            }
            assertThat(delivered(api, stream)).hasSize(2);
        }
    }

    @Test
    void are_not_kept_where_the_setting_says_none() throws Exception {
        try (var server = WholeServer.on(data.resolve("data"), "--retention-successes", "none")) {
            ApiClient api = server.first();
            String stream = silent(api);
            user(api, "a@b.test");
            await().atMost(SOON)
                    .until(() -> api.get("/event-streams/" + stream)
                                    .body()
                                    .at("/delivery/position")
                                    .asInt()
                            >= 1);
            assertThat(delivered(api, stream)).isEmpty();
        }
    }

    private static String newest(ApiClient api, String stream) throws Exception {
        JsonNode all = delivered(api, stream);
        return all.isEmpty()
                ? ""
                : all.get(all.size() - 1).at("/event/data/object/email").asString();
    }

    private static JsonNode delivered(ApiClient api, String stream) throws Exception {
        return api.get("/event-streams/" + stream + "/deliveries?statuses=delivered")
                .body()
                .path("deliveries");
    }

    private static String silent(ApiClient api) throws Exception {
        Answer action = api.post("/actions/actions", """
            {"name": "silent", "supported_triggers": [{"id": "event-stream", "version": "v1"}], "deploy": true,
             "code": "exports.onExecuteEventStream = async () => {};"}\
            """);
        assertThat(action.status()).as(action.wire().body()).isEqualTo(201);
        Answer stream = api.post("/event-streams", """
            {"name": "silent", "subscriptions": [{"event_type": "user.created"}],
             "destination": {"type": "action", "configuration": {"action_id": "%s"}}}\
            """.formatted(action.text("id")));
        assertThat(stream.status()).as(stream.wire().body()).isEqualTo(201);
        return stream.text("id");
    }

    private static void user(ApiClient api, String email) throws Exception {
        assertThat(api.post("/users", """
            {"connection": "Username-Password-Authentication", "email": "%s", "password": "long enough 1"}
            """.formatted(email)).status()).isEqualTo(201);
    }
}
