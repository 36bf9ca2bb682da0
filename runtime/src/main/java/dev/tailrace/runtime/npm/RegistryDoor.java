package dev.tailrace.runtime.npm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.runtime.npm.PackageSource.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The only registry that one build sees: a port of the loopback address, open while it builds, under a path that only
 * it is told. What lies behind (several registries, their tokens, a folder) stays on this side.
 */
public final class RegistryDoor implements AutoCloseable {
    private static final int SECRET_BYTES = 24;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int DESCRIPTION_BYTES_MAX = 32 * 1024 * 1024;
    private static final int WAITING_MAX = 64;
    private static final String ARCHIVE = "-/archive/";

    private final PackageSource source;
    private final long bytesMax;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String prefix;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    private RegistryDoor(PackageSource source, long bytesMax, HttpServer server, String prefix) {
        this.source = source;
        this.bytesMax = bytesMax;
        this.server = server;
        this.prefix = prefix;
    }

    /** @param bytesMax what the build may fetch in all */
    public static RegistryDoor open(PackageSource source, long bytesMax) throws IOException {
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String prefix = "/" + HexFormat.of().formatHex(secret) + "/";
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WAITING_MAX);
        var door = new RegistryDoor(source, bytesMax, server, prefix);
        server.createContext(prefix, door::answer);
        server.setExecutor(door.threads);
        server.start();
        return door;
    }

    /** The registry's URL; whoever knows it may fetch through us while the build lasts. */
    public String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port() + prefix;
    }

    /** On the loopback address. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** What could not be fetched, by package: sentences for whoever wrote the dependencies. */
    public Map<String, String> failures() {
        return new TreeMap<>(failures);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(prefix.length());
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
            } else if (path.startsWith(ARCHIVE)) {
                archive(exchange, path.substring(ARCHIVE.length()).replaceAll("\\.tgz$", ""));
            } else {
                describe(exchange, URLDecoder.decode(path, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void describe(HttpExchange exchange, String name) throws IOException, InterruptedException {
        if (!PackageNames.valid(name)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        switch (source.describe(name)) {
            case Answer.Found(var body) -> {
                try (body) {
                    var out = new ByteArrayOutputStream();
                    Packument.rewrite(counted(body, DESCRIPTION_BYTES_MAX), this::here, out);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, out.size());
                    out.writeTo(exchange.getResponseBody());
                } catch (Packument.Unreadable e) {
                    refuse(exchange, name, "the registry's description of it cannot be read: " + e.getMessage());
                }
            }
            case Answer.Missing() -> {
                failures.put(name, "there is no package of this name");
                exchange.sendResponseHeaders(404, -1);
            }
            case Answer.Failed(var why) -> refuse(exchange, name, why);
        }
    }

    private void archive(HttpExchange exchange, String encoded) throws IOException, InterruptedException {
        String tarball = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        String name = tarball.substring(tarball.lastIndexOf('/') + 1);
        switch (source.archive(tarball)) {
            case Answer.Found(var body) -> {
                try (body) {
                    exchange.sendResponseHeaders(200, 0);
                    var chunk = new byte[CHUNK_BYTES];
                    InputStream in = counted(body, bytesMax);
                    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                        exchange.getResponseBody().write(chunk, 0, read);
                    }
                } catch (Bounded.TooMuch e) {
                    failures.put(name, "it is larger than a build may fetch (" + bytesMax / (1024 * 1024) + " MiB)");
                    throw e;
                }
            }
            case Answer.Missing() -> refuse(exchange, name, "the registry does not have this archive");
            case Answer.Failed(var why) -> refuse(exchange, name, why);
        }
    }

    /** Not a 5xx: npm would try again, and we have. */
    private void refuse(HttpExchange exchange, String name, String why) throws IOException {
        failures.put(name, why);
        exchange.sendResponseHeaders(403, -1);
    }

    private String here(String tarball) {
        return url() + ARCHIVE
                + Base64.getUrlEncoder().withoutPadding().encodeToString(tarball.getBytes(StandardCharsets.UTF_8))
                + ".tgz";
    }

    private InputStream counted(InputStream body, long max) {
        return new Bounded(body, bytes, bytesMax, max);
    }
}
