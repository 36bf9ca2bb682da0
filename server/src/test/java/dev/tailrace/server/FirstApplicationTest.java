package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.api.ClientCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class FirstApplicationTest {
    @TempDir
    Path data;

    private final MemoryTenants tenants = new MemoryTenants();

    private Optional<FirstApplication.Made> start(MemoryTenants where, Optional<Config.Preset> preset, String... scopes)
            throws IOException {
        return new FirstApplication(where, RunningServer.TENANT, List.of(scopes), new ManualClock())
                .ensure(data, preset);
    }

    private Application only() {
        assertThat(tenants.applications(RunningServer.TENANT)).hasSize(1);
        return tenants.applications(RunningServer.TENANT).getFirst();
    }

    @Test
    void a_new_server_gets_one_with_every_scope_and_its_file_is_a_token_request() throws Exception {
        var made = start(tenants, Optional.empty(), "a", "b").orElseThrow();
        assertThat(made.isNew()).isTrue();
        Path file = data.resolve("first-application.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var json = new JsonMapper().readTree(Files.readString(file));
        assertThat(json.path("grant_type").asString()).isEqualTo("client_credentials");
        assertThat(json.path("client_id").asString()).matches("[A-Za-z0-9]{32}").isEqualTo(only().clientId());
        String secret = json.path("client_secret").asString();
        assertThat(secret).matches("[A-Za-z0-9]{64}");
        assertThat(only().secretHash()).isEqualTo(ClientCredentials.hash(new Secret(secret)));
        assertThat(only().scopes()).containsExactly("a", "b");
        assertThat(made.toString()).doesNotContain(secret);
    }

    @Test
    void the_next_start_keeps_it_and_adds_what_a_newer_version_can_do() throws Exception {
        start(tenants, Optional.empty(), "a");
        var before = only();
        var made = start(tenants, Optional.empty(), "a", "b").orElseThrow();
        assertThat(made.isNew()).isFalse();
        assertThat(only().secretHash()).isEqualTo(before.secretHash());
        assertThat(only().scopes()).containsExactly("a", "b");
        assertThat(only().createdAt()).isEqualTo(before.createdAt());
    }

    @Test
    void a_crash_between_file_and_store_is_made_good() throws Exception {
        var made = start(new MemoryTenants(), Optional.empty(), "a").orElseThrow();
        start(tenants, Optional.empty(), "a");
        assertThat(only().clientId()).isEqualTo(made.clientId());
    }

    @Test
    void a_file_that_was_taken_away_stays_away() throws Exception {
        start(tenants, Optional.empty(), "a");
        Files.delete(data.resolve("first-application.json"));
        assertThat(start(tenants, Optional.empty(), "a")).isEmpty();
        assertThat(data.resolve("first-application.json")).doesNotExist();
        only();
    }

    @Test
    void a_preset_one_is_taken_and_its_secret_is_written_nowhere() throws Exception {
        var preset = new Config.Preset("ci", new Secret("a secret of the operator"));
        start(tenants, Optional.of(preset), "a");
        assertThat(only().clientId()).isEqualTo("ci");
        try (var files = Files.list(data)) {
            assertThat(files).isEmpty();
        }
        start(tenants, Optional.of(new Config.Preset("ci", new Secret("another secret"))), "a");
        assertThat(only().secretHash()).isEqualTo(ClientCredentials.hash(new Secret("another secret")));
    }

    @Test
    void a_broken_file_is_named_without_its_content() throws IOException {
        Files.writeString(data.resolve("first-application.json"), "{\"client_secret\": \"hush");
        assertThatThrownBy(() -> start(tenants, Optional.empty(), "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("first-application.json")
                .hasMessageNotContaining("hush");
    }
}
