package dev.tailrace.server;

import static dev.tailrace.server.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.server.api.HealthApi;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.tls.CertificateSource.CertificateTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ServerTest {
    @TempDir
    Path data;

    private static HttpClient trusting(Path ca) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    @Test
    void https_is_good_for_whoever_trusts_ca_pem_and_for_nobody_else() throws Exception {
        try (var server = RunningServer.on(data).start();
                var client = trusting(data.resolve("ca.pem"));
                var stranger = HttpClient.newHttpClient()) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                var request = get("https://" + host + ":" + server.server().httpsPort() + "/healthz");
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
                assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
                        .isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @Test
    void a_given_certificate_is_shown_instead() throws Exception {
        RunningServer.on(data.resolve("ca")).start().close();
        Path given = data.resolve("ca/tls");
        try (var server = RunningServer.on(data.resolve("server"))
                        .flags("--tls-certificate", given.resolve("server.pem").toString())
                        .flags("--tls-key", given.resolve("server-key.pem").toString())
                        .start();
                var client = trusting(data.resolve("ca/ca.pem"))) {
            var answer = client.send(
                    get("https://localhost:" + server.server().httpsPort() + "/healthz"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(data.resolve("server/ca.pem")).doesNotExist();
        }
    }

    @Test
    void a_start_that_fails_closes_the_parts() throws Exception {
        var closed = new CountDownLatch(1);
        assertThatThrownBy(() -> RunningServer.on(data)
                        .flags("--tls-certificate", "/none", "--tls-key", "/none")
                        .closes(closed::countDown)
                        .start())
                .isInstanceOf(CertificateTrouble.class);
        assertThat(closed.getCount()).isZero();
        try (var first = RunningServer.on(data).start()) {
            assertThatThrownBy(() -> Server.start(
                            Config.read(List.of("--data", data.toString(), "--port", "" + first.port()), Map.of()),
                            new Parts(
                                    first.tenants,
                                    RunningServer.NOBODY_SIGNS_IN,
                                    _ -> {},
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of()),
                            first.clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("" + first.port());
        }
    }

    @Test
    void healthz_tells_that_the_process_is_up() throws Exception {
        try (var server = RunningServer.on(data)
                .check(new HealthApi.Check("store", () -> Optional.of("disk full")))
                .start()) {
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.get("/healthz").body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void readyz_tells_what_is_not_ready() throws Exception {
        var trouble = new AtomicReference<>(Optional.<String>empty());
        try (var server = RunningServer.on(data)
                .check(new HealthApi.Check("store", trouble::get))
                .check(new HealthApi.Check("dispatch", Optional::empty))
                .start()) {
            var ready = server.get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .isEqualTo("{\"status\":\"ready\",\"checks\":[{\"name\":\"store\",\"ok\":true},"
                            + "{\"name\":\"dispatch\",\"ok\":true}]}");
            trouble.set(Optional.of("disk full"));
            server.clock.advance(Duration.ofSeconds(1));
            var answer = server.get("/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).path("checks").get(0).toString())
                    .isEqualTo("{\"name\":\"store\",\"ok\":false,\"message\":\"disk full\"}");
        }
    }

    @Test
    void a_check_that_hangs_or_breaks_is_a_finding() throws Exception {
        try (var server = RunningServer.on(data)
                .check(new HealthApi.Check("hangs", () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.empty();
                }))
                .check(new HealthApi.Check("breaks", () -> {
                    throw new IllegalStateException("secret detail");
                }))
                .start()) {
            var answer = server.get("/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("no answer within 2 s").doesNotContain("secret detail");
        }
    }

    @Test
    void a_limit_answers_429_and_says_when_to_come_back() throws Exception {
        try (var server = RunningServer.on(data)
                .flags("--rate-limit", "2")
                .routes(Route.get("/api/v2/things", _ -> Response.json(200, "[]")))
                .start()) {
            String token = "Bearer " + server.token();
            for (String left : List.of("1", "0")) {
                var answer = server.get("/api/v2/things", "Authorization", token);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("x-ratelimit-remaining")).contains(left);
            }
            var answer = server.get("/api/v2/things", "Authorization", token);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body())
                    .isEqualTo("{\"statusCode\":429,\"error\":\"Too Many Requests\","
                            + "\"message\":\"Global limit has been reached\",\"errorCode\":\"too_many_requests\"}");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            server.clock.advance(Duration.ofSeconds(1));
            assertThat(server.get("/api/v2/things", "Authorization", token).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_call_under_way_is_answered_while_the_server_stops_and_parts_close_after_it() throws Exception {
        var story = Collections.synchronizedList(new ArrayList<String>());
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var draining = new CountDownLatch(1);
        var server = RunningServer.on(data)
                .routes(Route.open("GET", "/slow", _ -> {
                    begun.countDown();
                    goOn.await();
                    story.add("answered");
                    return Response.json(200, "\"done\"");
                }))
                .drain(limit -> {
                    story.add("drained");
                    draining.countDown();
                })
                .closes(() -> story.add("closed first"))
                .closes(() -> story.add("closed second"))
                .start();
        try (var client = HttpClient.newHttpClient()) {
            var call = get(server.url("/slow").toString());
            var answer = client.sendAsync(call, BodyHandlers.ofString());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            var stopping = CompletableFuture.runAsync(server.server()::close);
            assertThat(draining.await(10, TimeUnit.SECONDS)).isTrue();
            // Longer than Jetty leaves an idle connection open while it stops.
            assertThatThrownBy(() -> stopping.get(2500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            try (var newcomer = HttpClient.newHttpClient()) {
                assertThatThrownBy(() -> newcomer.send(call, BodyHandlers.ofString()))
                        .isInstanceOf(ConnectException.class);
            }
            goOn.countDown();
            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("\"done\"");
            stopping.get(10, TimeUnit.SECONDS);
        }
        assertThat(story).containsExactly("drained", "answered", "closed first", "closed second");
    }

    @Test
    void a_call_that_does_not_end_is_left_when_the_drain_time_is_over() throws Exception {
        var begun = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        var server = RunningServer.on(data)
                .flags("--drain", "300ms")
                .routes(Route.open("GET", "/hangs", _ -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return Response.empty(204);
                }))
                .closes(closed::countDown)
                .start();
        try (var client = HttpClient.newHttpClient()) {
            client.sendAsync(get(server.url("/hangs").toString()), BodyHandlers.ofString());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            long began = System.nanoTime();
            server.server().close();
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(closed.getCount()).isZero();
            client.shutdownNow();
        }
    }

    @Test
    void a_handler_may_take_longer_than_the_idle_timeout() throws Exception {
        var never = new CountDownLatch(1);
        try (var server = RunningServer.on(data)
                .flags("--http-idle-timeout", "1s")
                .routes(Route.open("GET", "/slow", _ -> {
                    assertThat(never.await(2500, TimeUnit.MILLISECONDS)).isFalse();
                    return Response.json(200, "\"done\"");
                }))
                .start()) {
            assertThat(server.get("/slow").body()).isEqualTo("\"done\"");
        }
    }
}
