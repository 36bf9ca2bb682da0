package dev.tailrace.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The registry that this machine's npm uses, on a loopback address, so that tests run wherever that registry lies. */
final class NpmMirror implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private final String registry;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(TIME)
            .build();

    private NpmMirror(String registry) throws IOException {
        this.registry = registry.endsWith("/") ? registry : registry + "/";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** @throws IOException when npm is not there or its registry does not answer */
    static NpmMirror open() throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "config", "get", "registry")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!npm.waitFor(TIME.toSeconds(), TimeUnit.SECONDS) || npm.exitValue() != 0) {
            throw new IOException("npm does not say which registry it uses: " + said);
        }
        var mirror = new NpmMirror(said);
        int status = mirror.get("lodash", "application/json").statusCode();
        if (status != 200) {
            mirror.close();
            throw new IOException("npm's registry answers " + status);
        }
        return mirror;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }

    private HttpResponse<byte[]> get(String path, String accept) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(registry + path)).timeout(TIME);
        return client.send(request.header("Accept", accept).build(), BodyHandlers.ofByteArray());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String accept = exchange.getRequestHeaders()
                    .getOrDefault("Accept", List.of("*/*"))
                    .getFirst();
            var answer = get(exchange.getRequestURI().getRawPath().substring(1), accept);
            byte[] body = answer.body();
            if (exchange.getRequestURI().getPath().endsWith(".tgz")) {
                exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            } else {
                String here = new String(body, StandardCharsets.UTF_8)
                        .replaceAll("(\"tarball\"\\s*:\\s*\")" + Pattern.quote(registry), "$1" + url());
                body = here.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            }
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
