package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds actions by what people call them, and waits for their builds. */
final class Actions {
    static final String PATH = "/api/v2/actions/actions";
    private static final int PAGE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);

    private Actions() {}

    /** As it is when its build has ended, or when we stop waiting for that. */
    static JsonNode built(TailraceClient server, JsonNode action) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        JsonNode now = action;
        while (List.of("pending", "building", "packaged")
                        .contains(now.path("status").asString(""))
                && System.nanoTime() < until) {
            Thread.sleep(LOOK_AGAIN);
            now = server.get(path(action));
        }
        return now;
    }

    static JsonNode find(TailraceClient server, String named) throws IOException, InterruptedException {
        for (JsonNode action : all(server)) {
            if (action.path("id").asString("").equals(named)
                    || action.path("name").asString("").equals(named)) {
                return action;
            }
        }
        throw new Remote.Wrong("there is no action named " + named + "; tailrace actions list shows them");
    }

    /** All of them: a tenant has at most 100. */
    static List<JsonNode> all(TailraceClient server) throws IOException, InterruptedException {
        return server.get(PATH + "?per_page=" + PAGE)
                .path("actions")
                .valueStream()
                .toList();
    }

    /** At most 50 are kept. */
    static List<JsonNode> versions(TailraceClient server, JsonNode action) throws IOException, InterruptedException {
        return server.get(path(action) + "/versions?per_page=" + PAGE)
                .path("versions")
                .valueStream()
                .toList();
    }

    static String path(JsonNode action) {
        return PATH + "/" + TailraceClient.encode(action.path("id").asString());
    }
}
