package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds event streams and actions by what people call them. */
final class Streams {
    static final String PATH = "/api/v2/event-streams";
    static final int MAX = 1_000;

    private Streams() {}

    static List<JsonNode> all(TailraceClient server) throws IOException, InterruptedException {
        return server.all(PATH, "eventStreams", MAX);
    }

    /** The id of a stream. @param named its id or its name */
    static String id(TailraceClient server, String named) throws IOException, InterruptedException {
        if (named.startsWith("est_")) {
            return named;
        }
        for (JsonNode stream : all(server)) {
            if (stream.path("name").asString("").equals(named)) {
                return stream.path("id").asString();
            }
        }
        throw new Remote.Wrong("there is no event stream named " + named + "; tailrace streams list shows them");
    }

    /** The path of a stream. @param named its id or its name */
    static String path(TailraceClient server, String named) throws IOException, InterruptedException {
        return PATH + "/" + TailraceClient.encode(id(server, named));
    }
}
