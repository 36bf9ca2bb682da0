package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants over HTTP, on a server with everything behind it. */
@Timeout(120)
final class TenantsApiTest {
    private static final String TENANTS = "/tailrace/tenants";

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

    private static Answer make(String name) throws Exception {
        return first.post(TENANTS, "{\"name\":\"" + name + "\"}");
    }

    private static ApiClient firstOf(Answer made) throws Exception {
        var client = made.body().path("client");
        return server.at(made.text("domain"))
                .as(
                        client.path("client_id").asString(),
                        client.path("client_secret").asString());
    }

    @Test
    void a_new_tenant_is_reached_at_once_by_its_own_application_at_its_own_host() throws Exception {
        var made = make("acme");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("domain")).isEqualTo("acme.localhost");
        assertThat(made.text("status")).isEqualTo("active");
        var acme = firstOf(made);
        assertThat(acme.get("/event-streams").wire().body()).isEqualTo("{\"eventStreams\":[]}");
        var user = acme.post(
                "/users",
                "{\"connection\":\"Username-Password-Authentication\",\"email\":\"a@acme.test\",\"password\":\"correct"
                        + " horse\"}");
        assertThat(user.status()).isEqualTo(201);
        assertThat(first.get("/users/" + user.text("user_id").replace("|", "%7C"))
                        .status())
                .isEqualTo(404);
        assertThat(first.get(TENANTS + "/acme").wire().body())
                .doesNotContain(made.body().path("client").path("client_secret").asString());
    }

    @Test
    void events_of_a_tenant_made_later_are_delivered_without_a_restart() throws Exception {
        var late = firstOf(make("late"));
        var action = late.post(
                "/actions/actions",
                "{\"name\":\"a\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],"
                        + "\"code\":\"exports.onExecuteEventStream = async () => { throw new Error('seen'); };\"}");
        assertThat(action.status()).isEqualTo(201);
        String id = action.text("id");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> late.get("/actions/actions/" + id).text("status").equals("built"));
        assertThat(late.post("/actions/actions/" + id + "/deploy", "").status()).isEqualTo(200);
        var stream = late.post(
                "/event-streams",
                "{\"name\":\"s\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{\"type\":\"action\","
                    + "\"configuration\":{\"action_id\":\"" + id + "\"}}}");
        assertThat(stream.status()).isEqualTo(201);
        late.post(
                "/users",
                "{\"connection\":\"Username-Password-Authentication\",\"email\":\"b@late.test\",\"password\":\"correct"
                        + " horse\"}");
        String deliveries = "/event-streams/" + stream.text("id") + "/deliveries?statuses=failed&statuses=pending";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> late.get(deliveries).body().path("deliveries").size() == 1);
        assertThat(first.get(deliveries).status()).isEqualTo(404);
    }

    @Test
    void a_removed_tenant_is_gone_at_once_and_its_tokens_with_it() throws Exception {
        var made = make("short-lived");
        var client = firstOf(made);
        assertThat(client.get("/clients").status()).isEqualTo(200);
        var removed = first.delete(TENANTS + "/short-lived");
        assertThat(removed.status()).isEqualTo(202);
        assertThat(removed.text("status")).isEqualTo("removing");
        assertThat(client.get("/clients").status()).isIn(401, 404);
        assertThat(client.at("localhost").get("/clients").status()).isEqualTo(401);
        assertThat(first.delete(TENANTS + "/short-lived").status()).as("again").isEqualTo(202);
        assertThat(make("short-lived").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "-ab", "ab-", "A-B", "a.b", "a b", "ä-ö-ü"})
    void a_name_that_no_host_could_have_is_refused(String name) throws Exception {
        var refused = make(name);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message")).contains("on property name");
    }

    @Test
    void a_name_is_given_once_and_the_default_tenant_stays() throws Exception {
        assertThat(make("once").status()).isEqualTo(201);
        assertThat(make("once").status()).isEqualTo(409);
        assertThat(make("default").status()).isEqualTo(409);
        assertThat(first.delete(TENANTS + "/default").status()).isEqualTo(409);
        assertThat(first.get(TENANTS + "/never-made").status()).isEqualTo(404);
        assertThat(first.delete(TENANTS + "/never-made").status()).isEqualTo(404);
        var page = first.get(TENANTS + "?take=1").body();
        assertThat(page.path("tenants")).hasSize(1);
        assertThat(first.get(TENANTS + "?from=" + page.path("next").asString()).text("tenants"))
                .doesNotContain(page.path("tenants").get(0).path("name").asString());
    }

    @Test
    void only_applications_of_the_default_tenant_reach_tenants() throws Exception {
        var other = firstOf(make("curious"));
        var own = other.get("/client-grants").body().get(0);
        assertThat(own.path("scope").toString()).doesNotContain("tailrace_tenants");
        for (var answer : List.of(
                other.get(TENANTS),
                other.post(TENANTS, "{\"name\":\"theirs\"}"),
                other.get(TENANTS + "/default"),
                other.delete(TENANTS + "/once"))) {
            assertThat(answer.status()).isEqualTo(403);
        }
        var granted = other.patch(
                "/client-grants/" + own.path("id").asString(),
                "{\"allow_all_scopes\":false,\"scope\":[\"create:tailrace_tenants\",\"read:users\"]}");
        assertThat(granted.status()).isEqualTo(200);
        var again = other.post("/clients/" + own.path("client_id").asString() + "/rotate-secret", "");
        var token =
                server.at("curious.localhost").token(own.path("client_id").asString(), again.text("client_secret"), "");
        assertThat(token.text("scope")).isEqualTo("read:users");
    }
}
