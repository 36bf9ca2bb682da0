package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where an action may connect to, from the API to the run, on a server with everything behind it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class ActionEgressApiTest {
    private static final String EVENT = """
        {"payload":{"event":{"message":{"id":"e","type":"user.created","data":{"object":{}}}}}}\
        """;

    @TempDir
    static Path data;

    private static HttpServer receiver;
    private static WholeServer server;
    private static ApiClient first;

    @BeforeAll
    static void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        server = WholeServer.on(
                data.resolve("data"),
                "--allow-local=127.0.0.1:" + port() + ",localhost:" + port(),
                "--egress-deny=localhost");
        first = server.first();
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.stop(0);
    }

    @Test
    void an_action_reaches_what_the_server_and_its_owner_both_allow() throws Exception {
        Answer action = first.post("/actions/actions", """
            {"name":"calls","supported_triggers":[{"id":"event-stream","version":"v1"}],"runtime":"node24",
             "code":"exports.onExecuteEventStream = async () => { for (const to of ['127.0.0.1:%d', 'localhost:%d', '127.0.0.1:1']) console.log(await fetch('http://' + to).then((r) => r.status, (e) => e.cause?.rule ?? String(e.cause))) }"}
            """.formatted(port(), port()));
        String egress = "/actions/actions/" + action.text("id") + "/egress";
        assertThat(first.get(egress).body()).hasToString("{\"allow\":[],\"deny\":[]}");
        assertThat(logs(action)).isEqualTo("204\negress.deny holds localhost\nError: bad port\n");

        Answer put = first.put(egress, "{\"allow\":[\"*.example.com:443\",\"10.0.0.0/8\"]}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body()).hasToString("{\"allow\":[\"*.example.com:443\",\"10.0.0.0/8\"],\"deny\":[]}");
        assertThat(first.get(egress).body()).isEqualTo(put.body());
        assertThat(logs(action)).startsWith("the action's egress.allow does not hold it\n");
        first.put(egress, "{\"allow\":[],\"deny\":[\"*:" + port() + "\"]}");
        assertThat(logs(action)).startsWith("the action's egress.deny holds *:" + port() + "\n");
        first.put(egress, "{}");
        assertThat(logs(action)).startsWith("204\n");
    }

    @Test
    void what_is_wrong_is_named_and_changes_nothing() throws Exception {
        Answer action = first.post("/actions/actions", """
            {"name":"quiet","supported_triggers":[{"id":"event-stream","version":"v1"}],"runtime":"node24","code":"exports.a = 1"}
            """);
        String egress = "/actions/actions/" + action.text("id") + "/egress";
        first.put(egress, "{\"deny\":[\"a.test\"]}");
        Answer wrong = first.put(egress, "{\"allow\":[\"fine.test\",\"http://a\"]}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("message"))
                .isEqualTo("Payload validation error: ''http://a' is not a host, *.host, an address or a prefix such as"
                        + " 10.0.0.0/8, with or without :PORT' on property allow[1].");
        assertThat(first.put(egress, "{\"allow\":\"a\"}").status()).isEqualTo(400);
        assertThat(first.put(egress, "{\"open\":[]}").status()).isEqualTo(400);
        assertThat(first.get(egress).body()).hasToString("{\"allow\":[],\"deny\":[\"a.test\"]}");
        String nobody = "/actions/actions/00000000-0000-4000-8000-000000000000/egress";
        assertThat(first.get(nobody).status()).isEqualTo(404);
        assertThat(first.put(nobody, "{}").status()).isEqualTo(404);
        first.delete("/actions/actions/" + action.text("id"));
        assertThat(first.get(egress).status()).isEqualTo(404);
    }

    private static String logs(Answer action) throws Exception {
        String path = "/actions/actions/" + action.text("id");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(first.get(path).body().toString()).contains("\"status\":\"built\""));
        return first.post(path + "/test", EVENT).body().at("/payload/logs").asString();
    }

    private static int port() {
        return receiver.getAddress().getPort();
    }
}
