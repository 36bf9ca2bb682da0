package dev.tailrace.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other end: a small HTTP server on loopback that takes events and keeps those that came with the right API key.
 * It can be stopped and started again on the same port. Not final: a test loses events on purpose.
 */
public class Receiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    /** On stopping: how long calls under way may take to be answered. */
    private static final int ANSWER_SECONDS = 2;

    private final String apiKey;
    private final List<JsonNode> received = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int port;
    private int refused;
    private @Nullable HttpServer server;

    public Receiver(String apiKey) {
        this.apiKey = apiKey;
    }

    public final synchronized void start() {
        try {
            var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
            HttpServer fresh = HttpServer.create(address, 1024);
            fresh.setExecutor(threads);
            fresh.createContext("/events", this::take);
            fresh.start();
            port = fresh.getAddress().getPort();
            server = fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("the receiver cannot listen on 127.0.0.1:" + port, e);
        }
    }

    public final synchronized void stop() {
        if (server != null) {
            server.stop(ANSWER_SECONDS);
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }

    public final synchronized int port() {
        return port;
    }

    /** Calls that came without the right key. */
    public final synchronized int refused() {
        return refused;
    }

    /** Everything received so far, in order of arrival. */
    public final synchronized List<JsonNode> received() {
        return List.copyOf(received);
    }

    /** Waits for the first event that fits, among all received so far and to come. */
    public final synchronized Optional<JsonNode> await(Predicate<JsonNode> fits, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < received.size(); seen++) {
                if (fits.test(received.get(seen))) {
                    return Optional.of(received.get(seen));
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
    }

    /** Whether to keep this event. */
    protected boolean keeps(JsonNode event) {
        return true;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean allowed = apiKey.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            note(event, allowed);
            exchange.sendResponseHeaders(allowed ? 204 : 401, -1);
        }
    }

    private synchronized void note(JsonNode event, boolean allowed) {
        if (!allowed) {
            refused++;
        } else if (keeps(event)) {
            received.add(event);
        }
        notifyAll();
    }
}
