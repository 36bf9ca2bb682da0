package dev.tailrace.e2e.clients;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the clients did during this run: their calls with the results, and the requests that left them. */
final class Observed {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<Client, Map<String, String>> results = new EnumMap<>(Client.class);
    private final Map<Client, Set<Sent>> sent = new EnumMap<>(Client.class);

    /** A request and its status. */
    record Sent(String method, String path, int status) {
        private static Sent of(JsonNode line) {
            return new Sent(
                    line.path("method").asString(),
                    line.path("path").asString(),
                    line.path("status").asInt());
        }
    }

    /** Takes the calls of a story; a call told twice counts once. */
    void calls(Client client, List<JsonNode> lines) {
        for (JsonNode line : lines) {
            if (line.has("call")) {
                call(client, line.path("call").asString(), result(line));
            }
        }
    }

    void call(Client client, String name, String result) {
        results.computeIfAbsent(client, _ -> new LinkedHashMap<>()).putIfAbsent(name, result);
    }

    /** Notes the requests of one run of a client and returns them in their order. */
    List<Sent> requests(Client client, Collection<String> lines) {
        List<Sent> requests = lines.stream().map(JSON::readTree).map(Sent::of).toList();
        requests.forEach(one -> request(client, one));
        return requests;
    }

    synchronized void request(Client client, Sent request) {
        sent.computeIfAbsent(client, _ -> new LinkedHashSet<>()).add(request);
    }

    /** Result by call, in the order of the stories. */
    Map<String, String> results(Client client) {
        return results.getOrDefault(client, Map.of());
    }

    /** Whether the client sent this request and it succeeded. */
    boolean succeeded(Client client, Endpoint endpoint) {
        return sent.getOrDefault(client, Set.of()).stream()
                .anyMatch(s -> s.status() < 400 && endpoint.answers(s.method(), s.path()));
    }

    private static String result(JsonNode line) {
        if (!line.path("ok").asBoolean()) {
            return "fails: " + line.path("error").asString();
        }
        JsonNode saw = line.path("saw");
        return saw.has("status") && saw.has("error")
                ? "refused with " + saw.path("status").asInt() + ", told as `"
                        + saw.path("error").asString() + "`"
                : "works";
    }
}
