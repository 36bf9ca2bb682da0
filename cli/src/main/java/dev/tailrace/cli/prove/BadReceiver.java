package dev.tailrace.cli.prove;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes events on loopback and misbehaves: of a hundred requests it answers four with 500, closes two without an answer
 * and lets one hang for a while. Not final: a test loses events on purpose.
 */
public class BadReceiver implements AutoCloseable {
    static final List<String> PATHS = List.of("webhook", "action");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int HANG_SECONDS = 3;
    private static final int TAKES_MILLIS_MAX = 20;
    private final Map<String, Receipts> receipts = Map.of("webhook", new Receipts(), "action", new Receipts());
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean well;

    public BadReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
        server.setExecutor(threads);
    }

    /** Answers from now on; calls before wait at its port. */
    void start() {
        PATHS.forEach(path -> server.createContext("/" + path, exchange -> take(exchange, receiptsOf(path))));
        server.start();
    }

    /** Whether an event that was taken is kept. */
    protected boolean keeps(String id) {
        return true;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Requests that are not answered yet. */
    int underWay() {
        return underWay.get();
    }

    /** From now on it does as it should. */
    void recover() {
        well = true;
    }

    Receipts receiptsOf(String path) {
        Receipts of = receipts.get(path);
        if (of == null) {
            throw new IllegalArgumentException(path);
        }
        return of;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange, Receipts into) throws IOException {
        underWay.incrementAndGet();
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String id = event.path("id").asString("");
            JsonNode object = event.path("data").path("object");
            into.arrived(
                    id,
                    object.path("user_id").asString(""),
                    object.path("number").asInt(-1));
            int luck = well ? 100 : ThreadLocalRandom.current().nextInt(100);
            boolean closed = closing.await(
                    luck == 0
                            ? HANG_SECONDS * 1000L
                            : ThreadLocalRandom.current().nextLong(TAKES_MILLIS_MAX),
                    TimeUnit.MILLISECONDS);
            if (closed || luck < 3) {
                return; // the connection is closed without an answer
            }
            if (luck >= 7 && keeps(id)) {
                into.taken(id);
            }
            exchange.sendResponseHeaders(luck < 7 ? 500 : 204, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }
}
