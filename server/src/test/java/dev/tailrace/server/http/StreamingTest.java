package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.server.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StreamingTest {
    private static final String CALL = "GET /stream HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n";

    @TempDir
    Path data;

    private final AtomicReference<String> ended = new AtomicReference<>("");
    private final CountDownLatch goOn = new CountDownLatch(1);

    private RunningServer start(Response.Writer writer) throws Exception {
        return RunningServer.on(data)
                .routes(Route.open(
                        "GET",
                        "/stream",
                        _ -> Response.stream("text/event-stream", out -> {
                            try {
                                writer.write(out);
                                ended.set("by itself");
                            } catch (Exception e) {
                                ended.set(e.getClass().getSimpleName());
                                throw e;
                            }
                        })))
                .start();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Test
    void the_header_arrives_before_the_first_byte_of_the_body() throws Exception {
        try (var server = start(out -> {
                    goOn.await();
                    write(out, "data: 1\n\n");
                });
                var client = new RawClient(server.port())) {
            client.send(CALL);
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            String header = "";
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                header += line + "\n";
            }
            assertThat(header).contains("Content-Type: text/event-stream\n").contains("Cache-Control: no-store\n");
            assertThat(header).contains("Transfer-Encoding: chunked").doesNotContainIgnoringCase("content-encoding");
            goOn.countDown();
            assertThat(client.line()).isEqualTo("9");
            assertThat(client.line()).isEqualTo("data: 1");
        }
    }

    @Test
    void each_write_arrives_at_once_and_the_end_is_marked() throws Exception {
        try (var server = start(out -> {
                    write(out, "a\n");
                    goOn.await();
                    write(out, "b\n");
                });
                var client = new RawClient(server.port())) {
            client.send(CALL);
            while (!client.line().equals("a")) {}
            goOn.countDown();
            while (!client.line().equals("b")) {}
            assertThat(client.line()).isEmpty();
            assertThat(client.line()).isEqualTo("0");
        }
        assertThat(ended).hasValue("by itself");
    }

    @Test
    void a_client_that_went_away_ends_the_writer() throws Exception {
        try (var server = start(out -> {
                    while (true) {
                        write(out, ": still there\n\n");
                        Thread.onSpinWait();
                    }
                });
                var client = new RawClient(server.port())) {
            client.send(CALL);
            client.line();
            client.reset();
            await().untilAsserted(() -> assertThat(ended.get()).endsWith("Exception"));
            assertThat(ended.get()).isNotEqualTo("InterruptedException");
        }
    }

    @Test
    void a_writer_that_breaks_cuts_the_stream_off_without_its_end_mark() throws Exception {
        try (var server = start(out -> {
                    write(out, "a\n");
                    throw new IllegalStateException("a bug");
                });
                var client = new RawClient(server.port())) {
            client.send(CALL);
            assertThat(client.rest()).contains("a\n").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void stopping_the_server_ends_streams_whole_and_at_once() throws Exception {
        var waiting = new CountDownLatch(1);
        var server = start(out -> {
            write(out, "a\n");
            waiting.countDown();
            new CountDownLatch(1).await();
        });
        try (var client = new RawClient(server.port())) {
            client.send(CALL);
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            long began = System.nanoTime();
            server.close();
            assertThat(client.rest()).endsWith("0\r\n\r\n");
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
        assertThat(ended).hasValue("InterruptedException");
    }

    @Test
    void head_gets_the_header_of_a_stream_alone() throws Exception {
        try (var server = start(out -> write(out, "a\n"))) {
            String answer =
                    RawClient.exchange(server.port(), "HEAD /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
            assertThat(ended).hasValue("");
        }
    }
}
