package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.api.ClientJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class FirstApplicationTest {
    @TempDir
    Path data;

    @TempDir
    Path folder;

    private SqliteBackend store;

    @BeforeEach
    void open() {
        store = SqliteBackend.open(folder, Optional.empty(), new ManualClock());
        store.tenants().ensure(RunningServer.TENANT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<FirstApplication.Made> start(Optional<Config.Preset> preset) throws IOException {
        return new FirstApplication(store.tenantStores(), RunningServer.TENANT, new ManualClock()).ensure(data, preset);
    }

    private Applications applications() {
        return store.tenantStores().applications();
    }

    private Application only() {
        var all = applications().list(RunningServer.TENANT, Applications.Filter.ALL, new Part(0, 0, 10));
        assertThat(all).hasSize(1);
        return all.getFirst().item();
    }

    private Grant grant() {
        return store.tenantStores()
                .grants()
                .ofClient(RunningServer.TENANT, only().clientId(), Grant.Audience.MANAGEMENT)
                .orElseThrow();
    }

    @Test
    void a_new_server_gets_one_with_every_scope_and_its_file_is_a_token_request() throws Exception {
        var made = start(Optional.empty()).orElseThrow();
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
        assertThat(grant().allowed().all()).isTrue();
        assertThat(made.toString()).doesNotContain(secret);
    }

    @Test
    void the_next_start_keeps_it() throws Exception {
        start(Optional.empty());
        var before = only();
        var made = start(Optional.empty()).orElseThrow();
        assertThat(made.isNew()).isFalse();
        assertThat(only()).isEqualTo(before);
    }

    @Test
    void what_the_api_rotated_or_deleted_no_start_brings_back() throws Exception {
        start(Optional.empty());
        var rotated = only().withSecretHash(ClientCredentials.hash(new Secret("a secret of a rotation")));
        applications().update(rotated);
        assertThat(start(Optional.empty())).isEmpty();
        assertThat(only()).isEqualTo(rotated);
        applications()
                .create(
                        new Application(RunningServer.TENANT, "other", "00", ClientJson.ofOurs("Other"), Instant.EPOCH),
                        List.of());
        applications().delete(RunningServer.TENANT, rotated.clientId());
        assertThat(start(Optional.empty())).isEmpty();
        assertThat(only().clientId()).isEqualTo("other");
    }

    @Test
    void a_crash_between_file_and_store_is_made_good() throws Exception {
        var made = start(Optional.empty()).orElseThrow();
        applications().delete(RunningServer.TENANT, made.clientId());
        start(Optional.empty());
        assertThat(only().clientId()).isEqualTo(made.clientId());
        assertThat(grant().allowed().all()).isTrue();
    }

    @Test
    void a_file_that_was_taken_away_stays_away() throws Exception {
        start(Optional.empty());
        Files.delete(data.resolve("first-application.json"));
        assertThat(start(Optional.empty())).isEmpty();
        assertThat(data.resolve("first-application.json")).doesNotExist();
        only();
    }

    @Test
    void a_preset_one_is_taken_and_its_secret_is_written_nowhere() throws Exception {
        var preset = new Config.Preset("ci", new Secret("a secret of the operator"));
        start(Optional.of(preset));
        assertThat(only().clientId()).isEqualTo("ci");
        try (var files = Files.list(data)) {
            assertThat(files).isEmpty();
        }
        start(Optional.of(new Config.Preset("ci", new Secret("another secret"))));
        assertThat(only().secretHash()).isEqualTo(ClientCredentials.hash(new Secret("another secret")));
    }

    @Test
    void a_broken_file_is_named_without_its_content() throws IOException {
        Files.writeString(data.resolve("first-application.json"), "{\"client_secret\": \"hush");
        assertThatThrownBy(() -> start(Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("first-application.json")
                .hasMessageNotContaining("hush");
    }
}
