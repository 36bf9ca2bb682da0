package dev.tailrace.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Argon2HasherTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    /** Published with the reference implementation (version 1.3). */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "password somesalt 65536 2 1"
                        + " $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password somesalt 256 2 1"
                        + " $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "password somesalt 256 2 2"
                        + " $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
            })
    void makes_the_known_hashes(String password, String salt, int memory, int passes, int lanes, String known) {
        var made = Argon2Hash.of(
                new Secret(password), new Argon2Cost(memory, passes, lanes), salt.getBytes(StandardCharsets.US_ASCII));
        assertThat(made.text().reveal()).isEqualTo(known);
        assertThat(Argon2Hash.parse(new Secret(known)).fits(new Secret(password)))
                .isTrue();
        assertThat(Argon2Hash.parse(new Secret(known)).fits(new Secret(password + " ")))
                .isFalse();
    }

    @Test
    void every_hash_has_its_own_salt_and_fits_its_password_only() throws InterruptedException {
        try (var hasher = Argon2Hasher.standard()) {
            Secret one = hasher.hash(new Secret("Correct-Horse-9"));
            Secret two = hasher.hash(new Secret("Correct-Horse-9"));

            assertThat(one.reveal())
                    .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                    .isNotEqualTo(two.reveal());
            assertThat(hasher.verify(new Secret("Correct-Horse-9"), one)).isTrue();
            assertThat(hasher.verify(new Secret("Correct-Horse-8"), one)).isFalse();
            assertThat(hasher.verify(new Secret("Correct-Horse-9"), two)).isTrue();
        }
    }

    @Test
    void a_decoy_costs_what_a_hash_costs_and_fits_nothing() throws InterruptedException {
        try (var hasher = Argon2Hasher.standard()) {
            assertThat(Argon2Hash.parse(hasher.decoy()).cost()).isEqualTo(Argon2Cost.DEFAULT);
            assertThat(hasher.verify(new Secret(""), hasher.decoy())).isFalse();
        }
    }

    @Test
    void a_hash_that_would_take_all_memory_is_not_tried() {
        var greedy =
                new Secret("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assertThatThrownBy(() -> Argon2Hash.parse(greedy)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Argon2Hash.parse(new Secret("$2b$10$abcdefghijklmnopqrstuv")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("$2b$");
    }

    @Test
    void a_flood_is_sent_away_and_the_rest_is_served() throws InterruptedException {
        var served = new AtomicInteger();
        var others = new ConcurrentLinkedQueue<Throwable>();
        var start = new CountDownLatch(1);
        try (var hasher = new Argon2Hasher(Argon2Cost.DEFAULT, 1, 3)) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 50; i++) {
                    threads.execute(() -> {
                        try {
                            start.await();
                            hasher.hash(new Secret("Correct-Horse-9"));
                            served.incrementAndGet();
                        } catch (Problem.Unavailable | InterruptedException e) {
                            others.add(e);
                        }
                    });
                }
                start.countDown();
            }
        }
        assertThat(served.get()).isBetween(4, 49);
        assertThat(others)
                .hasSize(50 - served.get())
                .allSatisfy(e -> assertThat(e).isInstanceOf(Problem.Unavailable.class));
    }

    @Test
    void whoever_waits_hears_that_the_server_stops() throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<Throwable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hasher = new Argon2Hasher(new Argon2Cost(32 * 1024, 16, 1), 1, 3);
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    try {
                        hasher.hash(new Secret("Correct-Horse-9"));
                    } catch (Problem.Unavailable | InterruptedException e) {
                        heard.add(e);
                    }
                });
            }
            await().pollInterval(Duration.ofMillis(5)).until(() -> hasher.waiting() == 3);
            hasher.close();
        }
        assertThat(heard).hasSize(3);
    }

    @Test
    void a_text_form_read_back_is_the_same() throws InterruptedException {
        try (var hasher = new Argon2Hasher(CHEAP, 1, 1)) {
            Secret hash = hasher.hash(new Secret("Correct-Horse-9"));
            assertThat(Argon2Hash.parse(hash).text()).isEqualTo(hash);
        }
    }
}
