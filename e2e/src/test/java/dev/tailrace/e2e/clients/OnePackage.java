package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A package registry on loopback with one package, {@code how-long} of the resources, as {@code npm pack} makes it. */
final class OnePackage implements AutoCloseable {
    private static final String NAME = "how-long";
    private static final String VERSION = "1.0.0";
    private final HttpServer server;
    private final byte[] archive;

    OnePackage(Path folder) throws IOException, InterruptedException {
        archive = packed(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 16);
        server.createContext("/" + NAME, this::answer);
        server.start();
    }

    /** What the server's npm settings must say. */
    String npmrc() {
        return "registry=" + url() + "/\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean wantsArchive = exchange.getRequestURI().getPath().endsWith(".tgz");
        byte[] body = wantsArchive ? archive : description().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders()
                    .set("Content-Type", wantsArchive ? "application/octet-stream" : "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String description() {
        ObjectNode about = new JsonMapper().createObjectNode().put("name", NAME);
        about.putObject("dist-tags").put("latest", VERSION);
        ObjectNode version = about.putObject("versions").putObject(VERSION);
        version.put("name", NAME).put("version", VERSION);
        version.putObject("dist")
                .put("tarball", url() + "/" + NAME + "/-/" + NAME + "-" + VERSION + ".tgz")
                .put("integrity", "sha512-" + Base64.getEncoder().encodeToString(sha512(archive)));
        return about.toString();
    }

    private static byte[] packed(Path folder) throws IOException, InterruptedException {
        Path source = Checkout.ROOT.resolve("e2e/src/test/resources/clients/package");
        Process npm = new ProcessBuilder("npm", "pack", source.toString(), "--offline", "--silent")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(npm.waitFor()).as("npm pack").isZero();
        return Files.readAllBytes(folder.resolve(NAME + "-" + VERSION + ".tgz"));
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
