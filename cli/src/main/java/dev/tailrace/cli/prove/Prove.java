package dev.tailrace.cli.prove;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One run: a burst to a webhook and an action, kills of the server and of its workers by turns, and a count at the end. */
public final class Prove {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TO_SETTLE = Duration.ofSeconds(90);
    private static final Duration TO_HIT = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    /** However short the burst: the server once, and its workers once. */
    private static final int KILLS_MIN = 2;

    private static final int LISTED_MAX = 10_000;
    private static final String CODE = """
        exports.onExecuteEventStream = async (event) => {
          const answer = await fetch(event.secrets.URL, { method: 'POST', body: JSON.stringify(event.message) });
          if (!answer.ok) throw new Error('receiver answered ' + answer.status);
        };
        """;
    private final ServerProcess server;
    private final BadReceiver receiver;
    private final Duration burst;
    private final List<Proof.Kill> kills = new ArrayList<>();

    /** @param burst how long events are sent and processes killed */
    public Prove(ServerProcess server, BadReceiver receiver, Duration burst) {
        this.server = server;
        this.receiver = receiver;
        this.burst = burst;
    }

    public Proof run() throws IOException, InterruptedException {
        receiver.start();
        server.start();
        TailraceClient client = client();
        List<String> streams = List.of(webhook(client), action(client));
        Set<String> accepted;
        try (var producers = new Burst(client)) {
            long end = System.nanoTime() + burst.toNanos();
            for (int i = 0; i < KILLS_MIN || System.nanoTime() < end; i++) {
                until(() -> System.nanoTime() > end, BETWEEN);
                kill(i % 2 == 0, producers);
            }
            receiver.recover();
            producers.close();
            accepted = producers.accepted();
        }
        until(
                () -> BadReceiver.PATHS.stream()
                        .allMatch(path -> missing(path, accepted).isEmpty()),
                TO_SETTLE);
        return proof(accepted, streams);
    }

    private void kill(boolean whole, Burst producers) throws IOException, InterruptedException {
        int before = producers.count();
        until(() -> producers.count() > before + 20 && producers.inFlight() > 0 && receiver.underWay() > 0, TO_HIT);
        int requests = producers.inFlight();
        int attempts = receiver.underWay();
        if (whole) {
            server.kill();
            kills.add(new Proof.Kill("the server", requests, attempts));
            server.start();
            producers.goOn(client());
        } else {
            long killed =
                    workers().stream().filter(ProcessHandle::destroyForcibly).count();
            kills.add(new Proof.Kill(killed + " worker processes", requests, killed == 0 ? 0 : attempts));
        }
    }

    /** Every process below the server: Node, and what it runs in. */
    private List<ProcessHandle> workers() {
        return ProcessHandle.of(server.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> process.info()
                        .command()
                        .filter(command -> !command.endsWith("java"))
                        .isPresent())
                .toList();
    }

    private List<String> missing(String path, Set<String> accepted) {
        return receiver.receiptsOf(path).missing(accepted);
    }

    private Proof proof(Set<String> accepted, List<String> streams) throws IOException, InterruptedException {
        TailraceClient client = client();
        var lost = new ArrayList<String>();
        var outOfOrder = new ArrayList<String>();
        var twice = new HashSet<String>();
        int listed = 0;
        int delivered = 0;
        int again = 0;
        for (int i = 0; i < streams.size(); i++) {
            String path = BadReceiver.PATHS.get(i);
            Receipts receipts = receiver.receiptsOf(path);
            List<String> missing = missing(path, accepted);
            Set<String> failed = failed(client, streams.get(i));
            missing.stream()
                    .filter(id -> !failed.contains(id))
                    .map(id -> id + " at the " + path)
                    .forEach(lost::add);
            listed += (int) missing.stream().filter(failed::contains).count();
            delivered += receipts.delivered();
            outOfOrder.addAll(receipts.outOfOrder());
            twice.addAll(receipts.twice());
            again += receipts.again();
        }
        return new Proof(accepted.size(), delivered, listed, lost, outOfOrder, List.copyOf(twice), again, kills);
    }

    private static Set<String> failed(TailraceClient client, String stream) throws IOException, InterruptedException {
        var ids = new HashSet<String>();
        String path = "/api/v2/event-streams/" + stream + "/deliveries";
        for (JsonNode each : client.all(path, "deliveries", LISTED_MAX)) {
            ids.add(each.path("event").path("id").asString(each.path("id").asString("")));
        }
        return ids;
    }

    private TailraceClient client() throws IOException, InterruptedException {
        JsonNode first = server.firstApplication();
        return new TailraceClient(
                server.base(),
                first.path("client_id").asString(""),
                first.path("client_secret").asString(""));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.port() + "/" + path;
    }

    private String webhook(TailraceClient client) throws IOException, InterruptedException {
        ObjectNode configuration = JSON.createObjectNode().put("webhook_endpoint", url("webhook"));
        configuration.putObject("webhook_authorization").put("method", "bearer").put("token", "prove");
        return stream(client, "webhook", configuration);
    }

    private String action(TailraceClient client) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", "prove").put("code", CODE);
        body.putArray("supported_triggers")
                .addObject()
                .put("id", "event-stream")
                .put("version", "v1");
        body.putArray("secrets").addObject().put("name", "URL").put("value", url("action"));
        String id = client.post("/api/v2/actions/actions", body).path("id").asString("");
        String path = "/api/v2/actions/actions/" + id;
        long end = System.nanoTime() + TO_SETTLE.toNanos();
        while (!client.get(path).path("status").asString("").equals("built") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        client.post(path + "/deploy", JSON.createObjectNode());
        return stream(client, "action", JSON.createObjectNode().put("action_id", id));
    }

    private static String stream(TailraceClient client, String type, ObjectNode configuration)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", "prove-" + type);
        body.putArray("subscriptions").addObject().put("event_type", "user.updated");
        body.putObject("destination").put("type", type).set("configuration", configuration);
        try {
            return client.post("/api/v2/event-streams", body).path("id").asString("");
        } catch (ApiException e) {
            throw new IOException("the stream to the " + type + " was refused: " + e.getMessage(), e);
        }
    }

    private static void until(BooleanSupplier reached, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000);
        }
    }
}
