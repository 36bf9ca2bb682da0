package dev.tailrace.e2e.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What webhooks and actions call: {@code POST /in/NAME} is remembered under its name, {@code GET /seen/NAME} tells what came.
 * With {@code ?answer=503&times=4} the first four calls are answered 503.
 */
final class Inbox implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ILL = Pattern.compile("answer=(\\d+)&times=(\\d+)");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, List<JsonNode>> calls = new HashMap<>();
    private final HttpServer server;

    Inbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 128);
        server.setExecutor(threads);
        server.createContext("/in/", this::take);
        server.createContext("/seen/", this::tell);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came under this name, in order of arrival: {@code headers} (lower case) and {@code body}. */
    synchronized List<JsonNode> calls(String name) {
        return List.copyOf(calls.getOrDefault(name, List.of()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode call = JSON.createObjectNode();
            ObjectNode headers = call.putObject("headers");
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            call.set("body", JSON.readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(answer(exchange.getRequestURI(), note(name(exchange, "/in/"), call)), -1);
        }
    }

    private synchronized int note(String name, JsonNode call) {
        List<JsonNode> soFar = calls.computeIfAbsent(name, _ -> new ArrayList<>());
        soFar.add(call);
        return soFar.size();
    }

    private static int answer(URI asked, int number) {
        Matcher ill = ILL.matcher(asked.getQuery() == null ? "" : asked.getQuery());
        return ill.matches() && number <= Integer.parseInt(ill.group(2)) ? Integer.parseInt(ill.group(1)) : 204;
    }

    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            ArrayNode all = JSON.createArrayNode();
            calls(name(exchange, "/seen/")).forEach(all::add);
            byte[] body = all.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String name(HttpExchange exchange, String prefix) {
        return exchange.getRequestURI().getPath().substring(prefix.length());
    }
}
