package dev.tailrace.server.api;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A receiver of webhooks on loopback that answers 204 and remembers every call. */
final class HeardCalls implements AutoCloseable {
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    record Call(HttpHeaders headers, String body) {}

    HeardCalls() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, List<String>> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(HttpHeaders.of(headers, (_, _) -> true), body));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    List<Call> calls() {
        return calls;
    }

    /** Body of a request that makes a webhook stream to this receiver. */
    String stream(String name, String status, String type) {
        return "{\"name\":\"" + name + "\",\"status\":\"" + status + "\",\"subscriptions\":[{\"event_type\":\"" + type
                + "\"}],\"destination\":" + destination("in") + "}";
    }

    String destination(String path) {
        return "{\"type\":\"webhook\",\"configuration\":{\"webhook_endpoint\":\"http://127.0.0.1:"
                + server.getAddress().getPort() + "/" + path
                + "\",\"webhook_authorization\":{\"method\":\"bearer\",\"token\":\"open-sesame\"}}}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
