package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps actions apart where there is no box: L2 as root, L1 as another user. */
@SuppressWarnings("NullAway.Init")
class IsolationTest {
    private static final IsolationSettings NO_BOX = new IsolationSettings(Level.L2, Level.L1);
    private static final String SECRET = "do-not-show-me-1234567890";
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(NO_BOX, RuntimeSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void the_environment_is_empty_but_for_a_home() throws Exception {
        assertThat(actions.run(handler("console.log(JSON.stringify(process.env))"))
                        .output())
                .isEqualTo("{\"HOME\":\"/tmp\"}\n");
    }

    @Test
    void files_cannot_be_read_listed_or_written(@TempDir Path data) throws Exception {
        Path kept = Files.writeString(data.resolve("tailrace.db"), "kept");
        for (String call : new String[] {
            "readFileSync('/etc/passwd')",
            "readFileSync('" + kept + "')",
            "readdirSync('" + data + "')",
            "readFileSync('/proc/self/environ')",
            "writeFileSync('/tmp/tailrace-was-here', 'x')",
            "writeFileSync('" + actions.directory.worker() + "/run.js', 'x')",
            "symlinkSync('/etc/passwd', '" + actions.directory.worker() + "/x')",
        }) {
            var failed = actions.run(handler("require('fs')." + call));
            assertThat(failed.error()).as(call).isPresent();
            assertThat(error(failed)).as(call).containsAnyOf("API has been restricted", "requires full fs");
        }
    }

    @Test
    void programs_threads_and_databases_cannot_be_opened() throws Exception {
        assertThat(error(actions.run(handler("require('child_process').execFileSync('/bin/true')"))))
                .contains("restricted");
        assertThat(error(actions.run(handler("new (require('worker_threads').Worker)('1', {eval: true})"))))
                .contains("restricted");
        assertThat(error(actions.run(handler("require('node:sqlite')")))).contains("Cannot find module");
        assertThat(error(actions.run(handler("process.getBuiltinModule('node:sqlite').DatabaseSync"))))
                .contains("undefined");
    }

    @Test
    void nothing_secret_stands_where_other_processes_can_read_it() throws Exception {
        var action = code(
                "exports.onExecuteEventStream = async (event) => { console.log(process.pid, event.secrets.KEY) }",
                Map.of("KEY", SECRET));
        String output = actions.run(action, event("e1", "{}")).output();
        assertThat(output).contains(SECRET);
        Path process = Path.of("/proc/" + output.split(" ")[0]);
        assumeTrue(Files.exists(process), "no /proc on this system");
        assertThat(Files.readString(process.resolve("cmdline")))
                .contains("--permission")
                .doesNotContain(SECRET)
                .doesNotContain("onExecuteEventStream");
        assertThat(Files.readString(process.resolve("environ"))).isEqualTo("HOME=/tmp\0");
    }

    @Test
    void each_process_is_a_user_of_its_own_when_the_server_is_root() throws Exception {
        assumeRoot();
        var users = new HashSet<String>();
        for (int i = 0; i < 3; i++) {
            String pid =
                    actions.run(handler("console.log(process.pid)")).output().strip();
            var status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            String uid = status.stream()
                    .filter(l -> l.startsWith("Uid:"))
                    .findFirst()
                    .orElseThrow();
            String[] ids = uid.split("\\s+");
            assertThat(ids[1]).isEqualTo(ids[2]).isEqualTo(ids[3]).isEqualTo(ids[4]);
            assertThat(Integer.parseInt(ids[1])).isBetween(60706, 61183);
            assertThat(status).contains("Groups:\t ", "NoNewPrivs:\t1", "CapEff:\t0000000000000000");
            users.add(ids[1]);
        }
        assertThat(users).hasSize(3);
        assertThat(error(actions.run(
                        handler("process.kill(" + ProcessHandle.current().pid() + ", 0)"))))
                .contains("EPERM");
    }

    @Test
    void a_users_socket_is_its_own_and_gone_once_it_is_connected() throws Exception {
        assertThat(error(actions.run(handler("")))).isEmpty();
        await().untilAsserted(() -> {
            try (var files = Files.list(actions.directory.worker().getParent())) {
                assertThat(files.map(f -> f.getFileName().toString().replaceAll("^\\d+\\.out$", "way out"))
                                .distinct())
                        .containsOnly("worker", "packages", "kept", "way out", "box", "probe");
            }
        });
    }

    @Test
    void works_from_a_checkout_and_below_a_home_that_are_private(@TempDir Path home) throws Exception {
        assumeRoot();
        Path private_ = Files.createDirectory(
                home.resolve("private"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path node = Files.copy(Actions.NODE, private_.resolve("node"));
        Path open = Files.createTempDirectory(Path.of("/tmp"), "tr");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
        try (var shut = new Actions(RuntimeSettings.DEFAULT, RuntimeDirectory.open(Optional.of(open)), node)) {
            assertThat(shut.run(handler("console.log(process.execPath)")).output())
                    .startsWith(open + "/node-");
        }
        assertThatThrownBy(() -> RuntimeDirectory.open(Optional.of(private_.resolve("runtime"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a folder above it is closed to other users");
    }

    private static void assumeRoot() {
        assumeTrue(Reach.uid() == 0, "the server is not root here: workers share its user");
    }
}
