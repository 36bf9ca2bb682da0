package dev.tailrace.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Real servers on loopback for actions to call. */
final class Receivers implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    final HttpServer http;
    final HttpsServer https;
    final ServerSocket echo;
    final ServerSocket banner;
    final ServerSocket reset;
    final int closed;
    final String certificate;
    /** What was called over HTTP: method, path, headers that matter, body. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    interface Talk {
        void with(Socket client) throws IOException;
    }

    Receivers() throws Exception {
        http = HttpServer.create(loopback(), 0);
        http.createContext("/", this::answer);
        http.setExecutor(threads);
        http.start();
        KeyStore keys = keys();
        certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        https = HttpsServer.create(loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        https.createContext("/", exchange -> send(exchange, 200, "secure"));
        https.setExecutor(threads);
        https.start();
        echo = serve(client -> {
            client.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
        banner = serve(client -> {
            client.getOutputStream().write("220 ready".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
        reset = serve(client -> {
            if (client.getInputStream().read() >= 0) {
                client.setSoLinger(true, 0);
            }
        });
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
    }

    /** The ports as constants for an action's code. */
    String constants() {
        return "const HTTP = 'http://127.0.0.1:" + http.getAddress().getPort() + "/', TLS = "
                + https.getAddress().getPort() + ", ECHO = " + echo.getLocalPort() + ", BANNER = "
                + banner.getLocalPort() + ", RESET = " + reset.getLocalPort() + ", CLOSED = " + closed + ", CA = `"
                + certificate + "`;\n";
    }

    /** A server that talks so with each client, on threads of its own. */
    ServerSocket serve(Talk talk) throws IOException {
        var server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    threads.execute(() -> {
                        try (client) {
                            talk.with(client);
                        } catch (IOException e) {
                            // The client is gone.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        https.stop(0);
        echo.close();
        banner.close();
        reset.close();
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        String to = exchange.getRequestURI().getQuery();
        if (exchange.getRequestURI().getPath().equals("/redirect") && to != null) {
            exchange.getResponseHeaders().set("Location", to);
            send(exchange, 302, "");
        } else {
            send(exchange, 200, "echo " + body);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A certificate for localhost, and for nothing else. */
    private static KeyStore keys() throws Exception {
        Path file = Files.createTempDirectory("keys").resolve("keys.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IllegalStateException("keytool made no key: " + said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream from = Files.newInputStream(file)) {
            keys.load(from, PASSWORD.toCharArray());
        }
        Files.delete(file);
        Files.delete(file.getParent());
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
