package dev.tailrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    @Test
    void counts_webhooks_and_lets_them_wait() throws Exception {
        try (var receiver = new Receiver(_ -> {})) {
            post(receiver, "/hook", "{}");
            receiver.wait(Duration.ofMillis(50));
            long start = System.nanoTime();
            post(receiver, "/hook", "{}");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(receiver.hooks()).isEqualTo(2);
            assertThat(receiver.lastNanos()).isGreaterThanOrEqualTo(start);
        }
    }

    @Test
    void keeps_what_the_probe_reports_even_when_that_is_long() throws Exception {
        var reports = new Reports();
        try (var receiver = new Receiver(reports)) {
            post(receiver, "/report", "{\"count\":3,\"last_us\":70,\"delays_us\":[10,20,30]}");
            post(receiver, "/report", "{\"count\":4,\"last_us\":80,\"delays_us\":[" + "1,".repeat(50_000) + "1]}");

            assertThat(reports.count()).isEqualTo(4);
            assertThat(reports.lastMicros()).isEqualTo(80);
            assertThat(reports.takeDelays()).hasSize(50_004).startsWith(10, 20, 30, 1);
            assertThat(reports.takeDelays()).isEmpty();
            assertThat(receiver.hooks()).isZero();
        }
    }

    private static void post(Receiver receiver, String path, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(receiver.uri(path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }
}
