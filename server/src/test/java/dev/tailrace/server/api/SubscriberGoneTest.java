package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.WholeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SubscriberGoneTest {
    @TempDir
    Path data;

    private static Socket subscribed(WholeServer server, String token) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET /api/v2/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void a_consumer_that_comes_again_at_the_cap_takes_its_own_place() throws Exception {
        try (var server = WholeServer.on(data.resolve("data"), "--events-connections", "1")) {
            String token = server.first().token();
            for (int i = 0; i < 3; i++) {
                var gone = subscribed(server, token);
                assertThat(status(gone)).isEqualTo("HTTP/1.1 200");
                gone.close();
                long began = System.nanoTime();
                try (var again = subscribed(server, token)) {
                    assertThat(status(again)).isEqualTo("HTTP/1.1 200");
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
                    try (var one = subscribed(server, token)) {
                        assertThat(status(one)).as("while the other is alive").isEqualTo("HTTP/1.1 403");
                    }
                }
            }
        }
    }
}
