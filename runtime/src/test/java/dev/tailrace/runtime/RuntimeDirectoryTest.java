package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class RuntimeDirectoryTest {
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "tr");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void remove() throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void lets_others_pass_and_not_list_and_leaves_nothing_behind() throws Exception {
        Path base = folder.resolve("run");
        try (var directory = RuntimeDirectory.open(Optional.of(base))) {
            Path own = directory.worker().getParent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base)))
                    .isEqualTo("rwx--x--x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx--x--x");
            assertThat(directory.worker().resolve("main.js")).isRegularFile();
            assertThat(directory.nextSocket()).isNotEqualTo(directory.nextSocket());
        }
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void removes_what_a_killed_server_left_and_nothing_of_a_living_one() throws Exception {
        Path base = folder.resolve("run");
        try (var living = RuntimeDirectory.open(Optional.of(base))) {
            Path left =
                    Files.createDirectories(base.resolve("4999999-0/worker")).getParent();
            try (var _ = RuntimeDirectory.open(Optional.of(base))) {
                assertThat(left).doesNotExist();
                assertThat(living.worker().resolve("main.js")).exists();
            }
        }
    }

    @Test
    void refuses_a_folder_that_is_another_users_or_a_link_or_too_deep() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        refused(link, "it is not a folder");
        refused(folder.resolve("d".repeat(90)), "too long for sockets");
        assumeTrue(Reach.uid() == 0, "not root: no folder can be given to another user");
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.setAttribute(foreign, "unix:uid", 60706);
        refused(foreign, "it belongs to another user (60706)");
    }

    private static void refused(Path base, String why) {
        assertThatThrownBy(() -> RuntimeDirectory.open(Optional.of(base)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(base.toString())
                .hasMessageContaining(why);
    }
}
