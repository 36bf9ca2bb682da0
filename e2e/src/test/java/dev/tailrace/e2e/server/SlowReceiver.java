package dev.tailrace.e2e.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes events, holds each call for a while so that attempts are under way, and remembers the first receipt of each. */
final class SlowReceiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Map<String, JsonNode>> first = new LinkedHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long holdMillis;
    private final HttpServer server;

    SlowReceiver(long holdMillis) throws IOException {
        this.holdMillis = holdMillis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** Calls begun and not answered. */
    int underWay() {
        return underWay.get();
    }

    int repeated() {
        return repeated.get();
    }

    /** First receipts at this path, in order of arrival. */
    synchronized List<JsonNode> firstReceipts(String path) {
        return new ArrayList<>(first.getOrDefault("/" + path, Map.of()).values());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        try (exchange) {
            note(
                    exchange.getRequestURI().getPath(),
                    JSON.readTree(exchange.getRequestBody().readAllBytes()));
            boolean over = closed.await(holdMillis, TimeUnit.MILLISECONDS);
            exchange.sendResponseHeaders(over ? 503 : 204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private synchronized void note(String path, JsonNode event) {
        var seen = first.computeIfAbsent(path, _ -> new LinkedHashMap<>());
        if (seen.putIfAbsent(event.path("id").asString(), event) != null) {
            repeated.incrementAndGet();
        }
    }
}
