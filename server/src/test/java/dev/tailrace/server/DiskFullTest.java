package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.jdbc.CannotOpen;
import dev.tailrace.server.ApiClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk fills up, seen over HTTP: it says so, keeps what it accepted, and goes on when there is room. */
@Timeout(300)
final class DiskFullTest {
    private static final int EVENTS_MAX = 2_000;

    @TempDir
    Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tailrace-test", folder.toString()) == 0;
        assumeTrue(mounted || "true".equals(System.getenv("CI")), "a file system of its own needs root");
        assertThat(mounted).as("mounting a file system").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", folder.toString())).as("unmounting").isZero();
        }
    }

    @Test
    void it_says_so_until_there_is_room() throws Exception {
        Path ballast = Files.write(folder.resolve("ballast"), new byte[12 << 20]);
        try (var server = WholeServer.on(folder.resolve("data"))) {
            ApiClient first = server.first();
            assertThat(first.call("GET", "/readyz", "").status()).isEqualTo(200);
            assertThat(first.call("PUT", "/api/v2/event-types/com.example.large", "{}")
                            .status())
                    .isEqualTo(201);
            Answer refused = publishUntilRefused(first);
            assertThat(refused.status()).as(refused.wire().body()).isEqualTo(503);
            assertThat(refused.text("message"))
                    .isEqualTo("The disk is full: nothing was stored. It goes on when there is room.");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> first.call("GET", "/readyz", "").status() == 503);
            assertThat(first.call("GET", "/readyz", "")
                            .body()
                            .at("/checks/0/message")
                            .asString())
                    .isEqualTo("the disk is full: nothing is stored until there is room");
            Files.delete(ballast);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> first.call("GET", "/readyz", "").status() == 200);
            assertThat(publish(first, EVENTS_MAX).status()).isEqualTo(202);
        }
    }

    @Test
    void it_does_not_start_and_says_why() throws Exception {
        WholeServer.on(folder.resolve("data")).close();
        fill();
        assertThatThrownBy(() -> WholeServer.on(folder.resolve("data")).close())
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("the disk is full");
    }

    private static Answer publishUntilRefused(ApiClient client) throws Exception {
        for (int i = 0; i < EVENTS_MAX; i++) {
            Answer answer = publish(client, i);
            if (answer.status() != 202) {
                return answer;
            }
        }
        throw new AssertionError("it never was full");
    }

    private static Answer publish(ApiClient client, int number) throws Exception {
        return client.call(
                "POST",
                "/api/v2/events",
                """
                {"specversion":"1.0","id":"%d","source":"test","type":"com.example.large","data":{"text":"%s"}}\
                """.formatted(number, "x".repeat(100_000)),
                "Content-Type",
                "application/cloudevents+json");
    }

    private void fill() throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("filling"))) {
            byte[] block = new byte[4096];
            while (true) {
                file.write(block);
            }
        } catch (IOException _) {
            assertThat(folder.toFile().getUsableSpace()).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
