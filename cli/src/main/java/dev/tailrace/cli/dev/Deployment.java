package dev.tailrace.cli.dev;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings a server that had nothing to what a project says, and on from there: only what changed is sent. */
final class Deployment {
    private static final String ACTIONS = "/api/v2/actions/actions";
    private static final String STREAMS = "/api/v2/event-streams";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);
    private final TailraceClient server;
    private final Map<String, Sent> actions = new HashMap<>();
    private final Map<String, Sent> streams = new TreeMap<>();
    /** Code by action id and version, to show a line of what really ran. */
    private final Map<String, String> codes = new HashMap<>();

    Deployment(TailraceClient server) {
        this.server = server;
    }

    /** What the server knows under an id. */
    private record Sent(String id, ObjectNode body) {}

    /** Something that is live now. */
    record Live(String what, String name, int version, Duration took) {}

    /** Sends what changed. What was sent before an error stays. @throws ApiException what the server refused */
    synchronized void apply(Project project, Consumer<Live> told) throws IOException, InterruptedException {
        for (Entry<String, ObjectNode> action : project.actions().entrySet()) {
            if (changed(actions, action)) {
                told.accept(action(action.getKey(), action.getValue()));
            }
        }
        for (Entry<String, ObjectNode> stream : project.streams().entrySet()) {
            if (changed(streams, stream)) {
                told.accept(stream(stream.getKey(), stream.getValue()));
            }
        }
    }

    /** Id by name. */
    synchronized Map<String, String> streamIds() {
        Map<String, String> ids = new TreeMap<>();
        streams.forEach((name, sent) -> ids.put(name, sent.id));
        return ids;
    }

    /** A line of a version's code, stripped; empty when it is not known. @param number from 1 */
    synchronized String line(String action, int version, int number) {
        return codes.getOrDefault(action + " " + version, "")
                .lines()
                .skip(Math.max(0, number - 1))
                .findFirst()
                .orElse("")
                .strip();
    }

    private static boolean changed(Map<String, Sent> known, Entry<String, ObjectNode> now) {
        Sent before = known.get(now.getKey());
        return before == null || !before.body.equals(now.getValue());
    }

    private Live action(String name, ObjectNode body) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Sent known = actions.get(name);
        String id = known == null
                ? server.post(ACTIONS, body).path("id").asString()
                : server.patch(ACTIONS + "/" + known.id, body).path("id").asString();
        // Known from here on, so that a version whose build fails is mended by a change and not made again.
        actions.put(name, new Sent(id, JsonNodeFactory.instance.objectNode()));
        int version = deployed(id).path("number").asInt();
        codes.put(id + " " + version, body.path("code").asString(""));
        actions.put(name, new Sent(id, body));
        return new Live("action", name, version, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Deploys the draft, which may still be building. */
    private JsonNode deployed(String id) throws IOException, InterruptedException {
        long until = System.nanoTime() + BUILD_LIMIT.toNanos();
        while (true) {
            try {
                return server.post(ACTIONS + "/" + id + "/deploy", JsonNodeFactory.instance.objectNode());
            } catch (ApiException e) {
                boolean builds = server.get(ACTIONS + "/" + id)
                        .path("status")
                        .asString("")
                        .matches("pending|building|packaged");
                if (!builds || System.nanoTime() > until) {
                    throw e;
                }
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private Live stream(String name, ObjectNode body) throws IOException, InterruptedException {
        long began = System.nanoTime();
        ObjectNode sent = body.deepCopy();
        if (sent.path("destination").path("configuration") instanceof ObjectNode configuration) {
            Sent action = actions.get(configuration.path("action_id").asString(""));
            if (action != null) {
                configuration.put("action_id", action.id);
            }
        }
        Sent known = streams.get(name);
        String id = known == null
                ? server.post(STREAMS, sent).path("id").asString()
                : server.patch(STREAMS + "/" + known.id, sent).path("id").asString();
        streams.put(name, new Sent(id, body));
        return new Live("event stream", name, 0, Duration.ofNanos(System.nanoTime() - began));
    }
}
