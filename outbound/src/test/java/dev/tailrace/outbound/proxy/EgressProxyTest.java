package dev.tailrace.outbound.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.outbound.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("NullAway.Init")
@Timeout(30)
class EgressProxyTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final EgressLimits QUICK =
            new EgressLimits(4, 1024 * 1024, Duration.ofSeconds(3), Duration.ofMinutes(1));

    private Path folder;
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "egr");
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        Files.delete(folder);
    }

    @Test
    void passes_the_bytes_of_both_sides_and_each_sides_end() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK);
                SocketChannel worker = door.connected(1, "localhost", server.getLocalPort());
                Socket outside = server.accept()) {
            Door.write(worker, HELLO);
            worker.shutdownOutput();
            assertThat(outside.getInputStream().readAllBytes()).isEqualTo(HELLO);
            outside.getOutputStream().write("and more".getBytes(StandardCharsets.UTF_8));
            outside.shutdownOutput();
            assertThat(Door.readAll(worker)).isEqualTo("and more");
            var seen = door.asked.getFirst();
            assertThat(seen.host() + " " + seen.address() + " " + seen.verdict())
                    .isEqualTo("localhost 127.0.0.1 allowed");
            assertThat(seen.bytesSent()).isEqualTo(5);
            assertThat(seen.bytesReceived()).isEqualTo(8);
            assertThat(door.cuts).isEmpty();
        }
    }

    @Test
    void nothing_passes_before_the_worker_says_go() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            String answer = door.ask("127.0.0.1", server.getLocalPort());
            assertThat(answer).isEqualTo("{\"addresses\":[\"127.0.0.1\"]}");
            try (Socket outside = server.accept()) {
                assertThat(outside.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void says_what_it_does_not_allow_and_what_did_not_work() throws Exception {
        int port = server.getLocalPort();
        try (var door = door(LocalAllowance.NONE, QUICK)) {
            assertThat(door.ask("127.0.0.1", port))
                    .contains("ERR_EGRESS_DENIED", "address not allowed: 127.0.0.1 is a loopback address");
            assertThat(door.ask("no-such-host.invalid", port)).contains("ENOTFOUND");
            assertThat(door.ask("localhost", 0)).contains("ERR_EGRESS_DENIED", "localhost is 127.0.0.1");
            assertThat(door.asked)
                    .extracting(OutgoingConnection::verdict)
                    .containsExactly("denied: address not allowed: 127.0.0.1 is a loopback address", "ENOTFOUND");
            door.empty();
            assertThat(door.ask("127.0.0.1", port)).contains("no action is in this process");
        }
        server.close();
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            assertThat(door.ask("127.0.0.1", port)).contains("ECONNREFUSED", "\"address\":\"127.0.0.1\"");
            assertThat(door.ask("{\"host\":\"localhost\",\"port\":0,\"family\":4}"))
                    .isEqualTo("{\"addresses\":[\"127.0.0.1\"]}");
        }
    }

    @Test
    void connects_to_the_address_it_checked_though_the_name_moves() throws Exception {
        Iterator<String> answers = List.of("8.8.8.8", "127.0.0.1", "127.0.0.1").iterator();
        Resolver moving = _ -> List.of(InetAddress.ofLiteral(answers.next()));
        var policy = new EgressPolicy(LocalAllowance.parse("moving.test:" + server.getLocalPort()));
        try (var door = new Door(folder, policy, moving, QUICK)) {
            assertThat(door.ask("moving.test", 0)).contains("8.8.8.8");
            assertThat(door.ask("other.test", server.getLocalPort())).contains("ERR_EGRESS_DENIED");
            try (SocketChannel worker = door.connected(1, "moving.test", server.getLocalPort());
                    Socket outside = server.accept()) {
                assertThat(outside.isConnected()).isTrue();
                assertThat(worker.isConnected()).isTrue();
            }
            assertThat(answers.hasNext()).isFalse();
        }
    }

    @Test
    void a_reset_from_outside_is_told_before_the_worker_sees_an_end() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK);
                SocketChannel worker = door.connected(42, "127.0.0.1", server.getLocalPort())) {
            try (Socket outside = server.accept()) {
                outside.setSoLinger(true, 0);
            }
            await().until(() -> !door.cuts.isEmpty());
            assertThat(door.cuts).containsExactly("42 ECONNRESET ");
            assertThat(door.asked.getFirst().verdict()).isEqualTo("ECONNRESET");
            // It stays open for the worker to close; closed by us only when the worker does not.
            assertThat(Door.readAll(worker)).isEmpty();
        }
    }

    @Test
    void cuts_off_who_moves_too_many_bytes_and_refuses_until_the_minute_is_over() throws Exception {
        var few = new EgressLimits(4, 10_000, Duration.ofSeconds(3), Duration.ofMinutes(1));
        try (var door = door(LocalAllowance.ALL, few);
                SocketChannel worker = door.connected(1, "127.0.0.1", server.getLocalPort());
                Socket outside = server.accept()) {
            Door.write(worker, new byte[9_000]);
            assertThat(outside.getInputStream().readNBytes(9_000)).hasSize(9_000);
            outside.getOutputStream().write(new byte[2_000]);
            await().until(() -> !door.cuts.isEmpty());
            assertThat(door.cuts.getFirst()).contains("ERR_EGRESS_DENIED more than 10000 bytes");
            assertThat(door.ask("127.0.0.1", server.getLocalPort())).contains("more than 10000 bytes");
        }
    }

    @Test
    void waits_for_a_free_connection_and_refuses_when_none_comes() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            var open = new ArrayList<SocketChannel>();
            for (int i = 0; i < QUICK.connections(); i++) {
                open.add(door.connected(i, "127.0.0.1", server.getLocalPort()));
            }
            assertThat(door.ask("127.0.0.1", server.getLocalPort()))
                    .contains("ERR_EGRESS_DENIED", "more than 4 connections of the action at a time");
            var freed = new AtomicInteger();
            Thread waiter = Thread.ofVirtual().start(() -> {
                try (SocketChannel late = door.connected(9, "127.0.0.1", server.getLocalPort())) {
                    freed.incrementAndGet();
                } catch (IOException e) {
                    freed.set(-1);
                }
            });
            open.removeFirst().close();
            server.accept().close();
            waiter.join();
            assertThat(freed).hasValue(1);
            for (SocketChannel socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void whoever_says_nothing_is_closed_and_holds_back_nobody() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            var silent = new ArrayList<SocketChannel>();
            for (int i = 0; i < 200; i++) {
                SocketChannel socket = door.knock();
                Door.write(socket, new byte[] {0});
                silent.add(socket);
            }
            assertThat(door.ask("127.0.0.1", server.getLocalPort())).contains("addresses");
            for (SocketChannel socket : silent) {
                assertThat(Door.readAll(socket)).isEmpty();
                socket.close();
            }
        }
    }

    @Test
    void what_is_no_wish_is_closed() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            for (String nonsense : List.of("", "[]", "{\"host\":\"a\",\"port\":-1}", "{\"port\":80}", "{", "\0\0\0")) {
                assertThatIOException().as(nonsense).isThrownBy(() -> door.ask(nonsense));
            }
            assertThatIOException().isThrownBy(() -> door.ask("{\"host\":\"" + "a".repeat(3_000) + "\",\"port\":80}"));
            assertThat(door.ask("127.0.0.1", server.getLocalPort())).contains("addresses");
        }
    }

    @Test
    void an_idle_connection_is_cut_off() throws Exception {
        var impatient = new EgressLimits(4, 10_000, Duration.ofSeconds(5), Duration.ofMillis(300));
        try (var door = door(LocalAllowance.ALL, impatient);
                SocketChannel worker = door.connected(3, "127.0.0.1", server.getLocalPort());
                Socket outside = server.accept()) {
            assertThat(outside.getInputStream().read()).isEqualTo(-1);
            assertThat(door.cuts).containsExactly("3 ETIMEDOUT nothing moved for 300 ms");
            assertThat(Door.readAll(worker)).isEmpty();
        }
    }

    @Test
    void everything_is_closed_with_the_door() throws Exception {
        try (var door = door(LocalAllowance.ALL, QUICK)) {
            SocketChannel worker = door.connected(1, "127.0.0.1", server.getLocalPort());
            SocketChannel silent = door.knock();
            try (Socket outside = server.accept()) {
                door.door.close();
                assertThat(ended(() -> outside.getInputStream().read() < 0)).isTrue();
            }
            assertThat(ended(() -> Door.readAll(worker).isEmpty())).isTrue();
            assertThat(ended(() -> Door.readAll(silent).isEmpty())).isTrue();
            assertThatIOException().isThrownBy(door::knock);
        }
    }

    /** An end, or a reset: what was sent and not yet read makes the difference. */
    private static boolean ended(Callable<Boolean> reading) throws Exception {
        try {
            return reading.call();
        } catch (SocketException e) {
            return true;
        }
    }

    private Door door(LocalAllowance local, EgressLimits limits) throws IOException {
        return new Door(folder, new EgressPolicy(local), Resolver.SYSTEM, limits);
    }
}
