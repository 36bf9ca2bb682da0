package dev.tailrace.e2e.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.cli.prove.BadReceiver;
import dev.tailrace.cli.prove.Proof;
import dev.tailrace.cli.prove.Prove;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor --prove}, shorter: it holds for the packaged server, and not for a receiver that loses events. */
final class ProveTest {
    private static final Duration SHORT = Duration.ofSeconds(Integer.getInteger("tailrace.prove", 8));

    @TempDir
    private Path folder;

    @Test
    void nothing_is_lost_or_out_of_order_while_server_and_workers_are_killed() throws Exception {
        try (var receiver = new BadReceiver()) {
            Proof proof = prove(receiver);
            proof.lines().forEach(System.out::println);
            assertThat(proof.lost()).isEmpty();
            assertThat(proof.outOfOrder()).isEmpty();
            assertThat(proof.kills()).filteredOn(Proof.Kill::counts).hasSizeGreaterThanOrEqualTo(2);
            assertThat(proof.holds()).isTrue();
        }
    }

    @Test
    void a_planted_loss_is_found() throws Exception {
        try (var receiver = new Losing()) {
            Proof proof = prove(receiver);
            assertThat(proof.lost()).isNotEmpty();
            assertThat(proof.holds()).isFalse();
        }
    }

    private Proof prove(BadReceiver receiver) throws Exception {
        try (ServerProcess server = Packaged.server(folder, "--allow-local")) {
            return new Prove(server, receiver, SHORT).run();
        }
    }

    /** Takes every event and forgets one in fifty. */
    private static final class Losing extends BadReceiver {
        Losing() throws IOException {}

        @Override
        protected boolean keeps(String id) {
            return Math.floorMod(id.hashCode(), 50) != 0;
        }
    }
}
