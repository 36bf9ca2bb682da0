package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events made by hand: of a type's sample, or with data from a file. */
final class Samples {
    private static final JsonMapper JSON = new JsonMapper();

    private Samples() {}

    /** A CloudEvent of this type that happens now. @param data a file with the event's data, or null for the sample's */
    static ObjectNode event(TailraceClient server, String type, @Nullable Path data)
            throws IOException, InterruptedException {
        JsonNode known = server.get("/api/v2/event-types/" + TailraceClient.encode(type));
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0").put("id", "cli-" + UUID.randomUUID()).put("source", "urn:tailrace:cli");
        event.put("type", type).put("time", Instant.now().toString());
        event.set("data", data == null ? known.path("sample") : Remote.read(data));
        return event;
    }
}
