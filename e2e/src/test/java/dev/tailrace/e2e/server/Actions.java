package dev.tailrace.e2e.server;

import static org.awaitility.Awaitility.await;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes deployed actions over the API. */
final class Actions {
    private static final JsonMapper JSON = new JsonMapper();

    private Actions() {}

    static String deploy(TailraceClient client, String name, String code, Map<String, String> secrets)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", name).put("code", code);
        body.putArray("supported_triggers")
                .addObject()
                .put("id", "event-stream")
                .put("version", "v1");
        ArrayNode list = body.putArray("secrets");
        secrets.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
        JsonNode action = client.post("/api/v2/actions/actions", body);
        String path = "/api/v2/actions/actions/" + action.path("id").asString();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.get(path).path("status").asString().equals("built"));
        client.post(path + "/deploy", JSON.createObjectNode());
        return action.path("id").asString();
    }
}
