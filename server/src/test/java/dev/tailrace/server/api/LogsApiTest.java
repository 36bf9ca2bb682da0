package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tenant's logs, on a server with everything behind it. */
@Timeout(120)
final class LogsApiTest {
    private static final String SECRET = "swordfish-7";
    private static final String FAILS = """
        {"name":"fails","supported_triggers":[{"id":"event-stream","version":"v1"}],"deploy":true,
         "secrets":[{"name":"KEY","value":"swordfish-7"}],
         "code":"exports.onExecuteEventStream = async (e) => { console.log('key', e.secrets.KEY); throw new Error('no ' + e.secrets.KEY); };"}
        """;

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        first = server.first();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_failed_execution_is_found_by_its_log_entry_and_shows_no_secret() throws Exception {
        Answer action = first.post("/actions/actions", FAILS);
        assertThat(action.status()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.get("/actions/actions/" + action.text("id"))
                        .text("status")
                        .equals("built"));
        Answer stream = first.post(
                "/event-streams",
                "{\"name\":\"s\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{\"type\":"
                        + "\"action\",\"configuration\":{\"action_id\":\"" + action.text("id") + "\"}}}");
        assertThat(stream.status()).isEqualTo(201);
        first.post("/event-streams/" + stream.text("id") + "/test", "{\"event_type\":\"user.created\"}");
        JsonNode entry = await().atMost(Duration.ofSeconds(30))
                .until(() -> first.get("/logs?q=type:actions_execution_failed").body(), list -> !list.isEmpty())
                .get(0);
        String execution = entry.at("/details/actions/executions/0").asString();
        assertThat(entry.path("description").asString()).isEqualTo("Action fails failed: no ***");
        Answer shown = first.get("/actions/executions/" + execution);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().at("/results/0/action_name").asString()).isEqualTo("fails");
        assertThat(shown.body().at("/results/0/error/msg").asString()).isEqualTo("no ***");
        assertThat(shown.body().at("/results/0/response/logs").asString()).contains("key ***");
        JsonNode result = shown.body().at("/results/0");
        assertThat(result.path("attempt").asInt()).isPositive();
        assertThat(result.path("isolation").asString()).matches("L[1-4]");
        assertThat(result.at("/console/0/level").asString()).isEqualTo("log");
        assertThat(result.at("/console/0/text").asString()).isEqualTo("key ***\n");
        assertThat(result.at("/error/stack").asString()).contains("action.js:1:");
        for (String whose : List.of("/actions/actions/" + action.text("id"), "/event-streams/" + stream.text("id"))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> first.get(whose + "/executions?status=failed").body(),
                            list -> list.path("executions").size() == 4);
            JsonNode page = first.get(whose + "/executions?take=3").body();
            assertThat(attempts(page)).containsExactly(4, 3, 2);
            JsonNode rest = first.get(whose + "/executions?take=3&from="
                            + page.path("next").asString())
                    .body();
            assertThat(attempts(rest)).containsExactly(1);
            assertThat(rest.has("next")).isFalse();
            assertThat(first.get(whose + "/executions?status=succeeded").body().path("executions"))
                    .isEmpty();
            assertThat(first.get(whose + "/executions?status=final").status()).isEqualTo(400);
        }
        assertThat(first.get("/event-streams/est_unknown/executions").status()).isIn(400, 404);
        assertThat(first.get("/logs/" + entry.path("log_id").asString()).text("type"))
                .isEqualTo("actions_execution_failed");
        String deliveries = first.get("/event-streams/" + stream.text("id") + "/deliveries?statuses=pending,failed")
                .wire()
                .body();
        assertThat(deliveries + shown.wire().body()).doesNotContain(SECRET).contains(execution);
    }

    private static List<Integer> attempts(JsonNode page) {
        return page.path("executions")
                .valueStream()
                .map(execution -> execution.at("/results/0/attempt").asInt())
                .toList();
    }

    @Test
    void a_change_and_a_refused_token_are_noted_with_who_did_it() throws Exception {
        Answer made = first.post("/event-types/com.example.logged", "{}");
        assertThat(made.status()).as("no such method: nothing changed").isEqualTo(405);
        assertThat(first.post("/actions/actions", FAILS.replace("\"fails\"", "\"other\""))
                        .status())
                .isEqualTo(201);
        server.at("localhost").token("nobody-known", "wrong", "https://localhost/api/v2/");
        JsonNode changes = await().atMost(Duration.ofSeconds(10))
                .until(() -> first.get("/logs?q=type:sapi").body(), list -> !list.isEmpty());
        assertThat(changes.toString())
                .contains("POST /api/v2/actions/actions")
                .doesNotContain(SECRET, "PUT /api/v2/event-types");
        assertThat(changes.get(0).path("client_id").asString()).hasSize(32);
        JsonNode refused = await().atMost(Duration.ofSeconds(10))
                .until(() -> first.get("/logs?q=type:feccft").body(), list -> !list.isEmpty());
        assertThat(refused.get(0).path("client_id").asString()).isEqualTo("nobody-known");
    }

    @Test
    void sign_ins_and_a_changed_password_name_the_user() throws Exception {
        Answer user = first.post(
                "/users",
                "{\"connection\":\"Username-Password-Authentication\",\"email\":\"mira@example.test\","
                        + "\"password\":\"Quiet-River-77\"}");
        assertThat(user.status()).isEqualTo(201);
        String id = user.text("user_id");
        assertThat(first.patch("/users/" + id.replace("|", "%7C"), "{\"password\":\"Loud-River-78\"}")
                        .status())
                .isEqualTo(200);
        assertThat(signIn("mira@example.test", "Loud-River-78")).isEqualTo(200);
        assertThat(signIn("mira@example.test", "Quiet-River-77")).isEqualTo(403);
        assertThat(signIn("nobody@example.test", "Quiet-River-77")).isEqualTo(403);
        JsonNode noted = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> first.get("/logs?q=type:(s%20OR%20fp%20OR%20fu%20OR%20scp)")
                                .body(),
                        list -> list.size() == 4);
        assertThat(noted.valueStream()
                        .map(e -> e.path("type").asString() + " "
                                + e.path("user_id").asString("-")))
                .containsExactly("fu -", "fp " + id, "s " + id, "scp " + id);
        assertThat(noted.get(2).path("connection").asString()).isEqualTo("Username-Password-Authentication");
        assertThat(noted.toString()).doesNotContain("River");
    }

    @Test
    void a_change_over_scim_is_noted() throws Exception {
        Answer connection = first.post("/connections", "{\"name\":\"harbour\",\"strategy\":\"okta\"}");
        Answer token = first.post("/connections/" + connection.text("id") + "/scim-configuration/tokens", "{}");
        Answer made = first.withToken(token.text("token"))
                .call(
                        "POST",
                        "/scim/v2/Users",
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"m@example.test\"}",
                        "Content-Type",
                        "application/scim+json");
        assertThat(made.status()).isEqualTo(201);
        JsonNode noted = await().atMost(Duration.ofSeconds(10))
                .until(() -> first.get("/logs?q=type:sscim").body(), list -> !list.isEmpty());
        assertThat(noted.get(0).path("description").asString()).isEqualTo("POST /scim/v2/Users");
    }

    @Test
    void a_token_that_does_not_hold_or_holds_too_little_is_noted() throws Exception {
        Answer client = first.post("/clients", "{\"name\":\"Reader\",\"app_type\":\"non_interactive\"}");
        first.post(
                "/client-grants",
                "{\"client_id\":\"" + client.text("client_id")
                        + "\",\"audience\":\"https://localhost/api/v2/\",\"scope\":[\"read:users\"]}");
        ApiClient reader = server.at("localhost").as(client.text("client_id"), client.text("client_secret"));
        int last = first.token().length() - 1;
        String forged = first.token().substring(0, last - 20) + "A".repeat(21);
        assertThat(first.withToken(forged).get("/clients").status()).isEqualTo(401);
        assertThat(reader.get("/clients").status()).isEqualTo(403);
        assertThat(server.at("localhost").get("/clients").status()).isEqualTo(401);
        JsonNode noted = await().atMost(Duration.ofSeconds(10))
                .until(() -> first.get("/logs?q=type:fapi").body(), list -> list.size() > 1);
        assertThat(noted).as("the call without a token makes none").hasSize(2);
        assertThat(noted.get(0).path("client_id").asString()).isEqualTo(client.text("client_id"));
        assertThat(noted.get(0).path("description").asString()).startsWith("Insufficient scope, expected any of: ");
        assertThat(noted.get(0).at("/details/request/path").asString()).isEqualTo("/api/v2/clients");
        assertThat(noted.get(1).path("description").asString()).contains("signature");
        assertThat(noted.toString()).doesNotContain(forged.substring(0, 30), reader.token());
    }

    private static int signIn(String login, String password) throws Exception {
        var application = JSON.readTree(Files.readString(data.resolve("data/first-application.json")));
        var fields = JSON.createObjectNode()
                .put("grant_type", "password")
                .put("client_id", application.path("client_id").asString())
                .put("client_secret", application.path("client_secret").asString())
                .put("username", login)
                .put("password", password);
        return server.at("localhost")
                .call("POST", "/oauth/token", fields.toString())
                .status();
    }

    @Test
    void entries_are_read_on_from_a_known_one_and_page_by_page() throws Exception {
        for (int i = 0; i < 5; i++) {
            first.delete("/users/auth0%7Cnobody" + i);
        }
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> first.get("/logs?q=type:sapi%20AND%20user_id:auth0%7Cnobody4")
                                .body(),
                        l -> l.size() == 1);
        JsonNode newest = first.get("/logs?per_page=2&include_totals=true").body();
        assertThat(newest.path("logs")).hasSize(2);
        assertThat(newest.path("total").asInt()).isGreaterThanOrEqualTo(5);
        JsonNode start = first.get("/logs?take=1").body();
        JsonNode next = first.get(
                        "/logs?take=3&from=" + start.get(0).path("log_id").asString())
                .body();
        assertThat(next).hasSize(3);
        assertThat(next.valueStream().map(e -> e.path("log_id").asString()))
                .allMatch(id -> id.matches("90020[0-9]{32}"))
                .isSorted();
        assertThat(next.get(0).path("log_id").asString())
                .isGreaterThan(start.get(0).path("log_id").asString());
        assertThat(first.get("/logs?from=12").status()).isEqualTo(400);
        assertThat(first.get("/logs?q=ip:1").status()).isEqualTo(400);
        assertThat(first.get("/logs/900201").status()).isEqualTo(404);
        assertThat(first.get("/actions/executions/exe_none").status()).isEqualTo(404);
    }
}
