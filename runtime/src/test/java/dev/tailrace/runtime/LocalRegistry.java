package dev.tailrace.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.outbound.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A small npm registry on the loopback address; packages are made of the files a test names. */
final class LocalRegistry implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final HttpServer server;
    private final Map<String, ObjectNode> described = new ConcurrentHashMap<>();
    private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
    /** Requests, as {@code PATH} or, when one came with an authorization, {@code PATH with VALUE}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private volatile String wanted = "";
    private volatile CountDownLatch open = new CountDownLatch(0);

    LocalRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + place().port() + "/npm/";
    }

    HostPort place() {
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }

    /** From now on only whoever shows this is answered. */
    void wants(String authorization) {
        wanted = authorization;
    }

    /** From now on nobody is answered, until it is closed. */
    void hangs() {
        open = new CountDownLatch(1);
    }

    /** A package whose {@code package.json} has these lines more, and these files besides. */
    LocalRegistry has(String name, String version, String more, Map<String, String> files) {
        var all = new TreeMap<>(files);
        String manifest =
                "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
        all.put("package.json", manifest);
        return has(name, version, manifest, Tgz.of(all));
    }

    LocalRegistry has(String name, String version, String manifest, byte[] archive) {
        String file = name.replace('/', '-').replace("@", "") + "-" + version + ".tgz";
        archives.put(file, archive);
        ObjectNode json =
                described.computeIfAbsent(name, n -> JSON.createObjectNode().put("name", n));
        json.withObject("/dist-tags").put("latest", version);
        ObjectNode one = (ObjectNode) JSON.readTree(manifest);
        one.putObject("dist").put("tarball", url() + "-/" + file).put("integrity", integrity(archive));
        json.withObject("/versions").set(version, one);
        return this;
    }

    @Override
    public void close() {
        open.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(shown == null ? path : path + " with " + shown);
            String name = path.replaceFirst("^/npm/", "");
            open.await();
            if (!wanted.isEmpty() && !wanted.equals(shown)) {
                exchange.sendResponseHeaders(401, -1);
            } else if (described.containsKey(name)) {
                send(exchange, described.get(name).toString().getBytes(StandardCharsets.UTF_8));
            } else if (name.startsWith("-/") && archives.containsKey(name.substring(2))) {
                send(exchange, archives.get(name.substring(2)));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String integrity(byte[] archive) {
        try {
            return "sha512-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-512").digest(archive));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
