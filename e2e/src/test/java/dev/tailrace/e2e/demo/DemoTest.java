package dev.tailrace.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.demo.Demo;
import dev.tailrace.cli.demo.DemoFailed;
import dev.tailrace.cli.demo.Narrator;
import dev.tailrace.cli.demo.Receiver;
import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.server.Packaged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo sees what it says, and fails when it does not. */
final class DemoTest {
    private static final String API_KEY = "key-of-the-test";
    private static final int BURST = 600;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void succeeds_and_shows_every_step() throws Exception {
        try (var receiver = new Receiver(API_KEY)) {
            run(receiver, TailraceClient::new);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("the receiver got user.created", "the receiver got user.updated")
                .contains("the receiver got user.login.succeeded", "the receiver got user.password.changed")
                .contains("the receiver got user.deleted", "listed as failed", "is delivered")
                .contains("with SIGKILL", "missing 0 of those accepted");
    }

    @Test
    void fails_when_one_event_is_dropped() {
        try (var receiver = new Receiver(API_KEY) {
            @Override
            protected boolean keeps(JsonNode event) {
                return !event.path("type").asString().equals("user.password.changed");
            }
        }) {
            assertThatThrownBy(() -> run(receiver, TailraceClient::new))
                    .isInstanceOf(DemoFailed.class)
                    .hasMessageContaining("did not get user.password.changed");
        }
    }

    @Test
    void fails_when_nothing_is_redelivered() {
        try (var receiver = new Receiver(API_KEY)) {
            assertThatThrownBy(() -> run(receiver, ClientWithoutRedelivery::new))
                    .isInstanceOf(DemoFailed.class)
                    .hasMessageContaining("did not arrive");
        }
    }

    private void run(Receiver receiver, Demo.Connector connector) throws IOException, InterruptedException {
        receiver.start();
        var narrator = new Narrator(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        try (ServerProcess server = Packaged.server(folder, "--allow-local=127.0.0.1:" + receiver.port())) {
            new Demo(narrator, receiver, server, connector, API_KEY, BURST).run();
        }
    }

    /** Says it redelivers and does not. */
    private static final class ClientWithoutRedelivery extends TailraceClient {
        ClientWithoutRedelivery(URI base, String clientId, String clientSecret)
                throws IOException, InterruptedException {
            super(base, clientId, clientSecret);
        }

        @Override
        public void redeliver(String stream, String event) {}
    }
}
