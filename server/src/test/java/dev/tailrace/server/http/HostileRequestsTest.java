package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over a socket from somebody who means harm or writes bad clients. */
@Timeout(60)
final class HostileRequestsTest {
    @TempDir
    Path data;

    private final AtomicInteger handled = new AtomicInteger();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.on(data)
                .flags("--http-idle-timeout", "1s", "--http-connections", "8")
                .routes(
                        Route.open("GET", "/hello", _ -> Response.json(200, "\"hello\"")),
                        new Route("POST", "/echo", List.of(), Admission.OPEN, 1000, this::echo))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Response echo(Request request) {
        handled.incrementAndGet();
        return Response.json(200, Integer.toString(request.body().length));
    }

    private String exchange(String request) throws Exception {
        return RawClient.exchange(server.port(), request.replace("\n", "\r\n"));
    }

    private void stillServes() throws Exception {
        assertThat(server.get("/hello").statusCode()).isEqualTo(200);
    }

    @Test
    void headers_beyond_the_bound_are_431_in_the_contracts_form() throws Exception {
        String answer = exchange("GET /hello HTTP/1.1\nHost: x\nX-Large: " + "x".repeat(20_000) + "\n\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 431 ")
                .contains("{\"statusCode\":431,")
                .contains("x-request-id");
        stillServes();
    }

    @Test
    void a_path_beyond_the_bound_is_414() throws Exception {
        String answer = exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: x\n\n");
        assertThat(answer).startsWith("HTTP/1.1 414 ").contains("{\"statusCode\":414,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\n\n",
                "GET /hello HTTP/1.1\n\n",
                "GET /hello HTTP/9.9\nHost: x\n\n",
                "GET /he%zzllo HTTP/1.1\nHost: x\n\n",
                "GET /he%00llo HTTP/1.1\nHost: x\n\n",
                "GET /hello HTTP/1.1\nHost: x\nHost: y\n\n",
                "GET /hello HTTP/1.1\nHost: x\nBad Header: y\n\n",
                "POST /echo HTTP/1.1\nHost: x\nContent-Length: -5\n\n",
                "POST /echo HTTP/1.1\nHost: x\nContent-Length: 5\nContent-Length: 6\n\nhello!",
                "POST /echo HTTP/1.1\nHost: x\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nConnection: close\n\nzz\nhello\n0\n\n",
            })
    void broken_http_is_refused_before_any_handler(String request) throws Exception {
        String answer = exchange(request);
        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|505) ").contains("{\"statusCode\":");
        assertThat(handled).hasValue(0);
        stillServes();
    }

    @Test
    void a_length_beyond_the_bound_is_413_before_the_body_is_sent() throws Exception {
        String answer = exchange("""
            POST /echo HTTP/1.1
            Host: x
            Content-Length: 1000000000000
            Expect: 100-continue

            """);
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("larger than 1000 bytes")
                .doesNotContain("100 Continue");
        assertThat(handled).hasValue(0);
    }

    @Test
    void chunks_beyond_the_bound_are_413() throws Exception {
        var request = new StringBuilder("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n");
        request.append(("64\n" + "x".repeat(100) + "\n").repeat(11)).append("0\n\n");
        assertThat(exchange(request.toString())).startsWith("HTTP/1.1 413 ").contains("{\"statusCode\":413,");
        assertThat(handled).hasValue(0);
    }

    @Test
    void chunks_up_to_the_bound_are_one_body() throws Exception {
        var request =
                new StringBuilder("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nConnection: close\n\n");
        request.append(("64\n" + "x".repeat(100) + "\n").repeat(10)).append("0\n\n");
        assertThat(exchange(request.toString())).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n1000");
    }

    @Test
    void a_body_that_stops_coming_is_408_and_the_connection_ends() throws Exception {
        long began = System.nanoTime();
        String answer = exchange("POST /echo HTTP/1.1\nHost: x\nContent-Length: 10\n\nhalf");
        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("{\"statusCode\":408,");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(handled).hasValue(0);
        stillServes();
    }

    @Test
    void a_head_that_stops_coming_ends_the_connection() throws Exception {
        long began = System.nanoTime();
        exchange("GET /hello HTTP/1.1\nHost: x\nX-Slow: ");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        stillServes();
    }

    @Test
    void a_client_that_goes_away_in_its_body_reaches_no_handler() throws Exception {
        try (var client = new RawClient(server.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
            client.reset();
        }
        stillServes();
        assertThat(handled).hasValue(0);
    }

    @Test
    void connections_beyond_the_cap_wait_and_are_served_when_there_is_room() throws Exception {
        var open = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < 12; i++) {
                open.add(new RawClient(server.port()));
            }
            // The silent ones are closed by the idle timeout, and then the others get their turn.
            try (var late = new RawClient(server.port())) {
                late.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(late.rest()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
        await().untilAsserted(this::stillServes);
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc"
                + "POST /echo HTTP/1.1\nHost: x\nContent-Length: 4\nConnection: close\n\nabcd");
        assertThat(answer).containsSubsequence("\r\n\r\n3HTTP/1.1 200", "\r\n\r\n4");
    }

    @Test
    void a_refused_request_does_not_leave_its_body_for_the_next_one() throws Exception {
        String hidden = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
        String answer =
                exchange("POST /nowhere HTTP/1.1\nHost: x\nContent-Length: " + hidden.length() + "\n\n" + hidden);
        assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("HTTP/1.1 200");
    }

    private static String upload(int announced, String more) {
        return "POST /api/v2/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + announced + "\r\n" + more
                + "\r\n";
    }

    @Test
    void a_large_body_that_nobody_reads_ends_the_connection_and_the_answer_says_so() throws Exception {
        for (String request : List.of(upload(5_000_000, ""), upload(10, "Expect: 100-continue\r\n"))) {
            try (var client = new RawClient(server.port())) {
                String answer = client.send(request).rest();
                assertThat(answer).startsWith("HTTP/1.1 404");
                assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
            }
        }
    }

    @Test
    void a_small_body_that_nobody_reads_leaves_the_connection_good() throws Exception {
        try (var client = new RawClient(server.port())) {
            client.send(upload(1000, "") + "x".repeat(1000) + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\n\r\n");
            String answers = client.rest();
            assertThat(answers).startsWith("HTTP/1.1 404").contains("HTTP/1.1 200");
        }
    }
}
