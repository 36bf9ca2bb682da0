package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data directory belongs to one server and one user. */
final class DirectoryLockTest {
    @TempDir
    Path folder;

    @Test
    void a_second_one_on_the_same_directory_does_not_start() {
        try (var _ = new Fixture(folder)) {
            assertThatThrownBy(() -> SqliteBackend.open(folder, Optional.empty(), InstantSource.system()))
                    .isInstanceOf(CannotOpen.class)
                    .hasMessage("The data directory " + folder + " is in use by another server (process "
                            + ProcessHandle.current().pid() + "); this one does not start.");
        }
        try (var again = new Fixture(folder)) {
            assertThat(again.stored()).isEmpty();
        }
    }

    @Test
    void is_closed_to_others() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var _ = new Fixture(folder)) {
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("secret.key"))).isEqualTo("rw-------");
        }
    }

    @Test
    void data_of_a_newer_version_is_left_alone() throws Exception {
        new Fixture(folder).close();
        Session session = Sqlite.writer(folder.resolve("tailrace.db"));
        session.update("pragma user_version = 99");
        session.close();
        assertThatThrownBy(() -> new Fixture(folder))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void what_is_no_database_is_said_to_be_none() throws Exception {
        Files.writeString(folder.resolve("tailrace.db"), "something else ".repeat(1000));
        assertThatThrownBy(() -> new Fixture(folder))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("Cannot open the database");
    }

    @Test
    void a_folder_of_somebody_else_is_refused_and_left_as_it_is() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("letters.txt"), "dear all");
        assertThatThrownBy(() -> new Fixture(folder))
                .isInstanceOf(CannotOpen.class)
                .hasMessage("The data directory " + folder
                        + " is not empty and holds no data of Tailrace (it holds letters.txt): name a new or an empty"
                        + " one. Nothing was changed in it.");
        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("letters.txt"));
        }
    }

    @Test
    void what_a_mount_or_an_operator_puts_there_beforehand_is_no_obstacle() throws Exception {
        Files.createDirectory(folder.resolve("lost+found"));
        Files.writeString(folder.resolve("first-application.json"), "{}");
        Path key = folder.resolve("my.key");
        Files.writeString(key, "00".repeat(32));
        SqliteBackend.open(folder, Optional.of(key), InstantSource.system()).close();
        Files.writeString(folder.resolve("notes"), "beside our data, anything may lie");
        SqliteBackend.open(folder, Optional.of(key), InstantSource.system()).close();
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
