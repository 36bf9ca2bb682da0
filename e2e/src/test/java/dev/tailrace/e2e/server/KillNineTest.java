package dev.tailrace.e2e.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The packaged server is killed again and again under load; whatever it accepted arrives, in order per subject. */
final class KillNineTest {
    private static final int KILLS = Integer.getInteger("tailrace.kills", 5);
    private static final int PRODUCERS = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    @Test
    void loses_nothing_it_accepted_and_keeps_the_order_of_a_subject() throws Exception {
        var random = new Random(9);
        List<String> kills = new ArrayList<>();
        try (var receiver = new SlowReceiver(30);
                ServerProcess server = Packaged.server(folder, "--allow-local")) {
            server.start();
            TailraceClient client = Packaged.client(server);
            webhookStream(client, receiver.url("webhook"));
            actionStream(client, receiver.url("action"));
            Set<String> accepted;
            try (var producers = new Producers(client, PRODUCERS)) {
                accepted = producers.accepted();
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = accepted.size() + 200 + random.nextInt(400);
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(2))
                            .until(() ->
                                    accepted.size() >= enough && producers.inFlight() > 0 && receiver.underWay() > 0);
                    int requests = producers.inFlight();
                    int attempts = receiver.underWay();
                    server.kill();
                    kills.add("kill " + kill + ": " + requests + " requests and " + attempts + " attempts in flight, "
                            + accepted.size() + " accepted");
                    assertThat(requests)
                            .as("requests in flight at kill %d", kill)
                            .isPositive();
                    assertThat(attempts)
                            .as("attempts in flight at kill %d", kill)
                            .isPositive();
                    server.start();
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            kills.forEach(System.out::println);
            for (String path : List.of("webhook", "action")) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(missing(accepted, receiver, path))
                                .as("accepted and not received at %s", path)
                                .isEmpty());
                assertThat(outOfOrder(receiver.firstReceipts(path))).isEmpty();
            }
            System.out.println(
                    accepted.size() + " accepted, 0 lost, 0 out of order, " + receiver.repeated() + " repeated");
        }
    }

    private static Set<String> missing(Set<String> accepted, SlowReceiver receiver, String path) {
        Set<String> left = new HashSet<>(accepted);
        receiver.firstReceipts(path).forEach(e -> left.remove(e.path("id").asString()));
        return left;
    }

    private static List<String> outOfOrder(List<JsonNode> receipts) {
        Map<String, Integer> last = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (JsonNode event : receipts) {
            String user = event.at("/data/object/user_id").asString();
            int number = event.at("/data/object/number").asInt();
            Integer before = last.put(user, number);
            if (before != null && number < before) {
                wrong.add(user + ": " + number + " came first after " + before);
            }
        }
        return wrong;
    }

    private static void webhookStream(TailraceClient client, String url) throws Exception {
        ObjectNode body = stream("webhook");
        ObjectNode configuration =
                body.putObject("destination").put("type", "webhook").putObject("configuration");
        configuration.put("webhook_endpoint", url);
        configuration.putObject("webhook_authorization").put("method", "bearer").put("token", "t0ken");
        client.post("/api/v2/event-streams", body);
    }

    private static void actionStream(TailraceClient client, String url) throws Exception {
        String id = Actions.deploy(client, "forward", """
            exports.onExecuteEventStream = async (event) => {
              const answer = await fetch(event.secrets.URL, { method: 'POST', body: JSON.stringify(event.message) });
              if (!answer.ok) throw new Error('receiver answered ' + answer.status);
            };
            """, Map.of("URL", url));
        ObjectNode body = stream("action");
        body.putObject("destination")
                .put("type", "action")
                .putObject("configuration")
                .put("action_id", id);
        client.post("/api/v2/event-streams", body);
    }

    private static ObjectNode stream(String name) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        body.putArray("subscriptions").addObject().put("event_type", "user.updated");
        return body;
    }
}
