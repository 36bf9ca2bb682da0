package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.testkit.Examples;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets lie encrypted on disk, each bound to its row, under a key that is checked at start. */
final class SecretsTest {
    private static final String PASSWORD = "s3cret-of-the-test";

    @TempDir
    Path folder;

    @Test
    void no_file_but_the_key_tells_a_secret() throws Exception {
        try (var fixture = new Fixture(folder)) {
            fixture.backend().actions().create(ActionStoreTest.action("one", PASSWORD));
            fixture.backend().tenants().addSigningKey(TENANT, new Secret("{\"d\":\"" + PASSWORD + "\"}"));
            fixture.backend()
                    .streams()
                    .create(Examples.stream()
                            .withDestination(new Destination.Webhook(
                                    URI.create("https://example.com"),
                                    new Authorization.Basic("user", new Secret(PASSWORD))))
                            .stream());
            assertNoFileTells();
        }
        assertNoFileTells();
    }

    @Test
    void a_key_that_does_not_fit_stops_the_start() throws Exception {
        new Fixture(folder).close();
        Files.writeString(folder.resolve("secret.key"), "ab".repeat(32));
        assertThatThrownBy(() -> new Fixture(folder))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("is not the one that the data");
    }

    @Test
    void a_lost_key_is_not_replaced_by_a_new_one() throws Exception {
        new Fixture(folder).close();
        Files.delete(folder.resolve("secret.key"));
        assertThatThrownBy(() -> new Fixture(folder))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("is missing");
        assertThat(folder.resolve("secret.key")).doesNotExist();
    }

    @Test
    void a_key_file_elsewhere_is_used_as_it_is(@TempDir Path elsewhere) throws Exception {
        Path file = Files.writeString(elsewhere.resolve("key"), "0f".repeat(32) + "\n");
        for (int i = 0; i < 2; i++) {
            SqliteBackend.open(folder, Optional.of(file), InstantSource.fixed(NOW))
                    .close();
        }
        assertThat(folder.resolve("secret.key")).doesNotExist();
    }

    @Test
    void a_broken_key_file_is_named_and_not_quoted(@TempDir Path elsewhere) throws Exception {
        Path file = Files.writeString(elsewhere.resolve("key"), "not-hex-" + PASSWORD);
        assertThatThrownBy(() -> SqliteBackend.open(folder, Optional.of(file), InstantSource.fixed(NOW)))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining(PASSWORD)
                .hasNoCause();
    }

    @Test
    void a_secret_opens_only_in_its_own_row() {
        var box = new SecretBox(new byte[SecretBox.KEY_BYTES]);
        byte[] sealed = box.seal(new Secret(PASSWORD), "stream", "a", "b");
        assertThat(box.open(sealed, "stream", "a", "b").reveal()).isEqualTo(PASSWORD);
        assertThatThrownBy(() -> box.open(sealed, "stream", "a", "c")).isInstanceOf(SecretBox.WrongKey.class);
        assertThatThrownBy(() -> box.open(sealed, "stream", "ab", "")).isInstanceOf(SecretBox.WrongKey.class);
    }

    private void assertNoFileTells() throws Exception {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains(PASSWORD)).as("%s", file).isFalse();
            }
        }
    }
}
