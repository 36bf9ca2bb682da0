package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every way somebody might try from one tenant into another. */
@Timeout(120)
final class TenantIsolationTest {
    private static final String USER =
            "{\"connection\":\"Username-Password-Authentication\",\"password\":\"correct horse\",\"email\":\"";

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient north;
    private static ApiClient south;
    private static String southsStream;
    private static String southsAction;
    private static String southsUser;
    private static String southsEvent;
    private static String southsClient;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"), "--domain", "tail.test");
        var first = server.first();
        north = made(first, "north");
        south = made(first, "south");
        southsUser = created(south.post("/users", USER + "s@south.test\"}"), "user_id")
                .replace("|", "%7C");
        created(north.post("/users", USER + "n@north.test\"}"), "user_id");
        southsAction = created(
                south.post(
                        "/actions/actions",
                        "{\"name\":\"a\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],"
                                + "\"code\":\"exports.onExecuteEventStream = async () => {};\"}"),
                "id");
        southsStream = stream(south);
        stream(north);
        southsEvent = created(
                south.post("/event-streams/" + southsStream + "/test", "{\"event_type\":\"user.created\"}"), "id");
        southsClient = created(south.post("/clients", "{\"name\":\"S\"}"), "client_id");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ApiClient made(ApiClient first, String name) throws Exception {
        var made =
                first.post("/tailrace/tenants", "{\"name\":\"" + name + "\"}").body();
        return server.at(name + ".tail.test")
                .as(
                        made.path("client").path("client_id").asString(),
                        made.path("client").path("client_secret").asString());
    }

    private static String stream(ApiClient tenant) throws Exception {
        return created(
                tenant.post(
                        "/event-streams",
                        "{\"name\":\"s\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{"
                            + "\"type\":\"webhook\",\"configuration\":{\"webhook_endpoint\":\"https://example.com/\","
                            + "\"webhook_authorization\":{\"method\":\"bearer\",\"token\":\"t\"}}}}"),
                "id");
    }

    private static String created(Answer answer, String property) {
        assertThat(answer.status()).as(answer.wire().body()).isBetween(200, 299);
        return answer.text(property);
    }

    @Test
    void a_token_of_another_tenant_opens_nothing() throws Exception {
        assertThat(north.get("/users").status()).isEqualTo(200);
        assertThat(north.at("south.tail.test").get("/users").status()).isEqualTo(401);
        assertThat(north.at("tail.test").get("/users").status()).isEqualTo(401);
        assertThat(server.first().at("south.tail.test").get("/users").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "NORTH.Tail.Test,200",
        "north.tail.test.,200",
        "north.tail.test:8443,200",
        "north.tail.test:1,200",
        "south.tail.test,401",
        "SOUTH.tail.test.:99,401",
        "tail.test,401",
        "127.0.0.1,401",
        "[::1],401",
        "north.south.tail.test,404",
        "north.tail.test.south.tail.test,404",
        "xnorth.tail.test,404",
        "elsewhere.test,404",
    })
    void the_host_decides_whatever_its_spelling(String host, int status) throws Exception {
        assertThat(north.at(host).get("/users").status()).isEqualTo(status);
    }

    @Test
    void headers_that_proxies_use_decide_nothing() throws Exception {
        for (String header : List.of("X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "X-Tenant")) {
            String value = header.equals("Forwarded") ? "host=south.tail.test" : "south.tail.test";
            var users = north.call("GET", "/api/v2/users", "", header, value);
            assertThat(users.wire().body()).contains("n@north.test").doesNotContain("s@south.test");
        }
    }

    private static String raw(String head) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "Authorization: Bearer " + north.token() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_absolute_url_that_names_another_tenant_is_that_tenants_or_refused() throws Exception {
        for (String head : List.of(
                "GET http://south.tail.test/api/v2/users HTTP/1.1\r\nHost: north.tail.test\r\n",
                "GET http://north.tail.test/api/v2/users HTTP/1.1\r\nHost: south.tail.test\r\n",
                "GET /api/v2/users HTTP/1.1\r\nHost: north.tail.test\r\nHost: south.tail.test\r\n",
                "GET /api/v2/users HTTP/1.1\r\nHost: north.tail.test,south.tail.test\r\n",
                "GET /api/v2/users HTTP/1.1\r\nHost: north.tail.test@south.tail.test\r\n",
                "GET /api/v2/users HTTP/1.1\r\n")) {
            assertThat(raw(head)).as(head).doesNotContain("s@south.test");
        }
    }

    @Test
    void ids_of_another_tenant_are_of_nothing() throws Exception {
        String stream = "/event-streams/" + southsStream;
        String action = "/actions/actions/" + southsAction;
        var tries = new ArrayList<>(List.of(
                north.get("/users/" + southsUser),
                north.patch("/users/" + southsUser, "{\"name\":\"x\"}"),
                north.get(stream),
                north.patch(stream, "{\"status\":\"disabled\"}"),
                north.get(stream + "/deliveries"),
                north.get(stream + "/deliveries/" + southsEvent),
                north.post(stream + "/redeliver", "{}"),
                north.post(stream + "/redeliver/" + southsEvent, ""),
                north.post(stream + "/test", "{\"event_type\":\"user.created\"}"),
                north.get(action),
                north.patch(action, "{\"code\":\"x\"}"),
                north.post(action + "/deploy", ""),
                north.post(action + "/test", "{\"payload\":{}}"),
                north.get("/clients/" + southsClient),
                north.patch("/clients/" + southsClient, "{\"name\":\"x\"}"),
                north.post("/clients/" + southsClient + "/rotate-secret", "")));
        for (Answer answer : tries) {
            assertThat(answer.status())
                    .as(answer.wire().request().method() + " " + answer.wire().uri() + ": "
                            + answer.wire().body())
                    .isEqualTo(404);
        }
        north.delete("/users/" + southsUser);
        north.delete(stream);
        north.delete(action + "?force=true");
        north.delete("/clients/" + southsClient);
        assertThat(south.get("/users/" + southsUser).text("name")).isEqualTo("s@south.test");
        assertThat(south.get(stream).text("status")).isEqualTo("enabled");
        assertThat(south.get(action).status()).isEqualTo(200);
        assertThat(south.get("/clients/" + southsClient).text("name")).isEqualTo("S");
    }

    @Test
    void a_stream_cannot_deliver_to_an_action_of_another_tenant() throws Exception {
        var refused = north.post(
                "/event-streams",
                "{\"name\":\"t\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{\"type\":\"action\","
                    + "\"configuration\":{\"action_id\":\"" + southsAction + "\"}}}");
        assertThat(refused.status()).isBetween(400, 404);
        assertThat(north.get("/event-streams").body().path("eventStreams")).hasSize(1);
    }

    @Test
    void a_grant_for_another_tenants_api_is_none() throws Exception {
        String client = created(north.post("/clients", "{\"name\":\"N\"}"), "client_id");
        var refused = north.post(
                "/client-grants",
                "{\"client_id\":\"" + client
                        + "\",\"audience\":\"https://south.tail.test/api/v2/\",\"scope\":[\"read:users\"]}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(north.post(
                                "/client-grants",
                                "{\"client_id\":\"" + southsClient
                                        + "\",\"audience\":\"https://north.tail.test/api/v2/\",\"scope\":[]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void lists_and_cursors_of_another_tenant_show_nothing() throws Exception {
        for (String list : List.of("/users?per_page=100", "/event-streams?take=100", "/actions/actions", "/clients")) {
            String theirs = north.get(list).wire().body();
            assertThat(theirs).as(list).doesNotContain(southsStream, southsAction, southsClient, "south.test");
        }
        for (int i = 0; i < 3; i++) {
            created(south.post("/clients", "{\"name\":\"more\"}"), "client_id");
        }
        JsonNode page = south.get("/clients?take=1").body();
        var other = north.get("/clients?take=50&from=" + page.path("next").asString());
        assertThat(other.wire().body()).doesNotContain("\"tenant\":\"south\"");
    }

    @Test
    void a_cursor_of_another_tenants_log_is_refused() throws Exception {
        String cursor = cursor(south);
        assertThat(north.get("/events?from=" + cursor).status()).isIn(400, 410);
        assertThat(cursor(north)).isNotEqualTo(cursor);
    }

    /** The cursor of the first event. */
    private static String cursor(ApiClient tenant) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String host = tenant == south ? "south.tail.test" : "north.tail.test";
            socket.getOutputStream()
                    .write(("GET /api/v2/events?from_timestamp=2020-01-01T00:00:00Z HTTP/1.1\r\nHost: " + host
                                    + "\r\nAuthorization: Bearer " + tenant.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (!line.startsWith("id: ")) {
                line = lines.readLine();
            }
            return line.substring(4);
        }
    }
}
