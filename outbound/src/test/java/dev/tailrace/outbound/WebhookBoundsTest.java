package dev.tailrace.outbound;

import static dev.tailrace.outbound.ScriptedEndpoint.status;
import static dev.tailrace.outbound.ScriptedEndpoint.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an endpoint does, an attempt ends in time and takes little memory. */
class WebhookBoundsTest {
    private static final Duration ATTEMPT = Duration.ofMillis(400);
    private static final Duration AT_ONCE = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(3);
    private final WebhookDeliverer hasty = deliverer(ATTEMPT);
    private final WebhookDeliverer patient = deliverer(Duration.ofSeconds(20));

    @AfterEach
    void close() {
        hasty.close();
        patient.close();
    }

    @Test
    void cuts_off_an_endpoint_that_never_answers() throws Exception {
        var latch = new CountDownLatch(1);
        try (var endpoint = new ScriptedEndpoint((_, _) -> latch.await())) {
            var took = took(hasty, endpoint.uri("/"));

            assertThat(took.message()).endsWith("no complete answer within 0.4 s");
            assertThat(took.time()).isBetween(ATTEMPT, SOON);
        } finally {
            latch.countDown();
        }
    }

    @Test
    void cuts_off_a_head_that_drips() throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nX-Long: ");
            drip(out);
        })) {
            var took = took(hasty, endpoint.uri("/"));

            assertThat(took.message()).endsWith("no complete answer within 0.4 s");
            assertThat(took.time()).isBetween(ATTEMPT, SOON);
        }
    }

    @Test
    void cuts_off_a_body_that_drips_and_goes_by_the_status_it_heard() throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, out) -> {
            write(out, "HTTP/1.1 500 No\r\nContent-Length: 1000\r\n\r\nbroken:");
            drip(out);
        })) {
            var took = took(hasty, endpoint.uri("/"));

            assertThat(took.message()).startsWith("500 - broken:x");
            assertThat(took.time()).isBetween(ATTEMPT, SOON);
        }
    }

    @Test
    void ends_with_the_callers_deadline_when_that_is_earlier() throws Exception {
        var latch = new CountDownLatch(1);
        try (var endpoint = new ScriptedEndpoint((_, _) -> latch.await())) {
            long start = System.nanoTime();
            Outcome outcome =
                    patient.deliver(Examples.userCreated(), Examples.webhook(endpoint.uri("/")), Deadline.in(AT_ONCE));

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(AT_ONCE, SOON);
        } finally {
            latch.countDown();
        }
    }

    @Test
    void stops_reading_a_body_that_never_ends_and_goes_on_with_the_next_event() throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, out) -> {
            write(out, "HTTP/1.1 200 OK\r\n\r\n");
            byte[] block = new byte[65_536];
            while (true) {
                out.write(block);
            }
        })) {
            for (int i = 1; i <= 3; i++) {
                var took = took(patient, endpoint.uri("/"));

                assertThat(took.outcome()).isInstanceOf(Outcome.Delivered.class);
                assertThat(took.time()).isLessThan(SOON);
                assertThat(endpoint.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void keeps_four_kibibytes_of_a_large_error() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(500, "", "y".repeat(5_000_000)))) {
            var took = took(patient, endpoint.uri("/"));

            assertThat(took.message()).hasSizeLessThan(1_100).startsWith("500 - yyy");
            assertThat(took.time()).isLessThan(SOON);
        }
    }

    @Test
    void gives_up_on_a_header_that_never_ends() throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nX-Long: ");
            while (true) {
                write(out, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            }
        })) {
            var took = took(patient, endpoint.uri("/"));

            assertThat(took.message()).endsWith("the answer is not HTTP");
            assertThat(took.time()).isLessThan(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 500 X\r\nContent-Length: -5\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n",
            })
    void fails_the_attempt_with_a_reason_when_the_answer_is_garbage(String answer) throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, out) -> {
            write(out, answer);
            throw new IOException("and closes");
        })) {
            var took = took(patient, endpoint.uri("/"));

            assertThat(took.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.retryable()).isTrue();
                assertThat(failed.message())
                        .matches("Post \"http://127.0.0.1:[0-9]+/\": (the answer is not HTTP|connection closed.*)");
            });
            assertThat(took.time()).isLessThan(SOON);
        }
    }

    @Test
    void cuts_off_a_connection_that_is_never_established() throws Exception {
        List<SocketChannel> fillers = new ArrayList<>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                var filler = SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
                fillers.add(filler);
            }
            var took = took(hasty, URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"));

            assertThat(took.message()).endsWith("no complete answer within 0.4 s");
            assertThat(took.time()).isBetween(ATTEMPT, SOON);
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void cuts_off_a_look_up_that_hangs() throws Exception {
        var latch = new CountDownLatch(1);
        Resolver hanging = _ -> {
            await(latch);
            return List.of();
        };
        try (var deliverer = new WebhookDeliverer(
                new WebhookSettings(ATTEMPT, Optional.empty()),
                new EgressPolicy(LocalAllowance.ALL),
                hanging,
                InstantSource.system())) {
            var took = took(deliverer, URI.create("http://receiver.test/"));

            assertThat(took.message()).endsWith("no complete answer within 0.4 s");
            assertThat(took.time()).isBetween(ATTEMPT, SOON);
        } finally {
            latch.countDown();
        }
    }

    @Test
    void ends_at_once_when_its_thread_is_interrupted() throws Exception {
        var latch = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        try (var endpoint = new ScriptedEndpoint((_, _) -> {
            arrived.countDown();
            latch.await();
        })) {
            var attempt = new FutureTask<>(() -> {
                try {
                    return patient.deliver(
                                    Examples.userCreated(),
                                    Examples.webhook(endpoint.uri("/")),
                                    Deadline.in(Duration.ofSeconds(20)))
                            .toString();
                } catch (InterruptedException _) {
                    return "interrupted";
                }
            });
            Thread thread = Thread.ofVirtual().start(attempt);
            arrived.await();
            thread.interrupt();

            assertThat(attempt.get(3, TimeUnit.SECONDS)).isEqualTo("interrupted");
        } finally {
            latch.countDown();
        }
    }

    private record Took(Outcome outcome, Duration time) {
        String message() {
            return ((Outcome.Failed) outcome).message();
        }
    }

    private static Took took(WebhookDeliverer deliverer, URI endpoint) throws InterruptedException {
        long start = System.nanoTime();
        Outcome outcome = deliverer.deliver(
                Examples.userCreated(), Examples.webhook(endpoint), Deadline.in(Duration.ofSeconds(20)));
        return new Took(outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    /** A byte every 20 ms, until the other side is gone. */
    private static void drip(OutputStream out) throws IOException, InterruptedException {
        var never = new CountDownLatch(1);
        while (!never.await(20, TimeUnit.MILLISECONDS)) {
            write(out, "x");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static WebhookDeliverer deliverer(Duration attemptTimeout) {
        return new WebhookDeliverer(
                new WebhookSettings(attemptTimeout, Optional.empty()),
                new EgressPolicy(LocalAllowance.ALL),
                InstantSource.system());
    }
}
