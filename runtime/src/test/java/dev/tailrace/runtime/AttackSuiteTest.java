package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.runtime.sandbox.Level;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every attack, beside a neighbour. Runs at the level of {@code -Dtailrace.isolation}, the highest where nothing is
 * said; what a level does not stop must get through there, and at none some of the same code in a Node without walls.
 */
@SuppressWarnings("NullAway.Init")
class AttackSuiteTest {
    private static final RuntimeSettings LIMITS = RuntimeSettings.DEFAULT
            .withLimits(Duration.ofSeconds(15), Duration.ofSeconds(2))
            .withMemory(64, 200);
    private static final String SECRET = "only-in-the-attacks-own-process";

    private static Actions actions;
    private static Neighbour neighbour;
    private static Level level;
    private static String bait;

    @TempDir
    private static Path folder;

    private static ServerSocket port;
    private static DatagramSocket udp;

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path canary = Files.writeString(folder.resolve("canary"), "the host's");
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-r--r--"));
        port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(AttackSuiteTest::echo);
        actions = new Actions(LIMITS);
        level = actions.host.isolation().level();
        neighbour = new Neighbour(actions);
        bait =
                "{\"canary\":\"%s\",\"folder\":\"%s\",\"server\":%d,\"port\":%d,\"udp\":%d,\"reversed\":\"terces-a\",\"boxed\":%b"
                        .formatted(
                                canary,
                                folder,
                                ProcessHandle.current().pid(),
                                port.getLocalPort(),
                                udp.getLocalPort(),
                                level.boxed());
    }

    @AfterAll
    static void close() throws IOException {
        actions.close();
        port.close();
        udp.close();
    }

    @Test
    void the_level_is_the_one_that_was_asked_for() throws Exception {
        var reached = actions.host.isolation();
        if (System.getenv("CI") == null) {
            assumeTrue(level.atLeast(least()), reached.text());
        }
        assertThat(level).as(reached.text()).isGreaterThanOrEqualTo(least());
    }

    @TestFactory
    Stream<DynamicTest> attacks() {
        return Attack.all().stream().map(attack -> DynamicTest.dynamicTest(level + " " + attack, () -> attack(attack)));
    }

    @TestFactory
    Stream<DynamicTest> without_walls() {
        return Attack.all().stream()
                .filter(Attack::withoutWalls)
                .map(attack -> DynamicTest.dynamicTest("no walls " + attack, () -> withoutWalls(attack)));
    }

    private static void attack(Attack attack) throws Exception {
        var action = Actions.code(attack.code(), Map.of("OWN", SECRET));
        var running = actions.start(action, event("attack-" + attack, bait + "}"));
        neighbour.livesBeside(running);
        var done = running.get();
        String said = done.output() + "; error: " + error(done);
        assertThat(done.output()).as(said).contains(Attack.RUNS);
        if (effective().atLeast(attack.stoppedFrom())) {
            assertThat(done.output()).as(said).doesNotContain(Attack.THROUGH);
            attack.end()
                    .ifPresent(end -> assertThat(end.matcher(error(done)).find())
                            .as(end + " in: " + said)
                            .isTrue());
        } else {
            assertThat(done.output()).as(said).contains(Attack.THROUGH);
        }
    }

    private static void withoutWalls(Attack attack) throws Exception {
        String run = "require(process.argv[1]).onExecuteEventStream({message: {data: " + bait
                + ", \"bare\": true}}, secrets: {OWN: ''}}, {}).then(() => process.exit())";
        var builder = new ProcessBuilder(
                        Actions.NODE.toString(),
                        "-e",
                        run,
                        attack.file().toAbsolutePath().toString())
                .redirectErrorStream(true);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains(Attack.RUNS).contains(Attack.THROUGH);
    }

    /** Where the server is root, processes have users of their own at every level. */
    private static Level effective() {
        return level == Level.L1 && Reach.uid() == 0 ? Level.L2 : level;
    }

    private static Level least() {
        return Actions.ISOLATION.max() == Level.L4 ? Level.L3 : Actions.ISOLATION.max();
    }

    private static void echo() {
        var packet = new DatagramPacket(new byte[64], 64);
        try {
            while (true) {
                udp.receive(packet);
                udp.send(packet);
            }
        } catch (IOException e) {
            // It was closed.
        }
    }
}
