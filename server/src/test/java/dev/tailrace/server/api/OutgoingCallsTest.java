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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Where an action connected, and where it was not let, as the record of its execution tells. */
@Timeout(120)
final class OutgoingCallsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path data;

    @Test
    void are_in_the_record_of_the_execution_with_their_verdict() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        int open = receiver.getAddress().getPort();
        try (var server = WholeServer.on(data.resolve("data"), "--allow-local=127.0.0.1:" + open)) {
            ApiClient api = server.first();
            String stream = calling(api, open);
            api.post("/users", """
                {"connection": "Username-Password-Authentication", "email": "a@b.test", "password": "long enough 1"}\
                """);
            String executions = "/event-streams/" + stream + "/executions";
            await().atMost(SOON)
                    .until(() -> !api.get(executions).body().path("executions").isEmpty());
            String id = api.get(executions).body().at("/executions/0/id").asString();
            JsonNode result = api.get("/actions/executions/" + id).body().at("/results/0");
            assertThat(result.at("/error/stack").asString())
                    .as(result.toString())
                    .contains("fetch failed", "denied by the server's egress policy", "169.254.169.254");
            JsonNode calls = result.path("outgoing_calls");
            assertThat(calls).as(calls.toString()).hasSize(2);
            assertThat(calls.get(0).path("port").asInt()).isEqualTo(open);
            assertThat(calls.get(0).path("verdict").asString()).isEqualTo("allowed");
            assertThat(calls.get(0).path("bytes_sent").asInt()).isPositive();
            assertThat(calls.get(1).path("host").asString()).isEqualTo("169.254.169.254");
            assertThat(calls.get(1).path("verdict").asString()).startsWith("denied");
            assertThat(calls.get(1).path("bytes_sent").asInt()).isZero();
        } finally {
            receiver.stop(0);
        }
    }

    private static String calling(ApiClient api, int open) throws Exception {
        Answer action = api.post("/actions/actions", """
            {"name": "calls", "supported_triggers": [{"id": "event-stream", "version": "v1"}], "deploy": true,
             "code": "exports.onExecuteEventStream = async () => { await fetch('http://127.0.0.1:%d/'); await fetch('http://169.254.169.254/latest'); };"}
            """.formatted(open));
        assertThat(action.status()).as(action.wire().body()).isEqualTo(201);
        return api.post("/event-streams", """
            {"name": "calls", "subscriptions": [{"event_type": "user.created"}],
             "destination": {"type": "action", "configuration": {"action_id": "%s"}}}\
            """.formatted(action.text("id"))).text("id");
    }
}
