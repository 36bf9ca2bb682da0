package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.runtime.npm.Lock;
import dev.tailrace.runtime.npm.TreeCheck;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a program of a build, and what is not kept of an installation. */
@SuppressWarnings("NullAway.Init")
class BuildLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Workbench.Bounds BOUNDS =
            new Workbench.Bounds(Duration.ofSeconds(60), 10 * MEBIBYTE, 100, 200);
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void a_program_that_does_not_end_is_ended() throws Exception {
        var bounds = new Workbench.Bounds(Duration.ofSeconds(1), 10 * MEBIBYTE, 100, 200);
        assertThat(run("for (;;) {}", bounds)).isEqualTo(new Workbench.Ended.TookTooLong(Duration.ofSeconds(1)));
    }

    @Test
    void a_program_that_writes_too_much_is_ended() throws Exception {
        var bounds = BOUNDS;
        String writes = "const b = Buffer.alloc(1 << 20); let n = 0;"
                + " setInterval(() => { if (n < 64) require('fs').writeFileSync('f' + n++, b); }, 5)";
        assertThat(run(writes, bounds)).isEqualTo(new Workbench.Ended.TookTooMuch(10 * MEBIBYTE));
        assertThat(run("require('fs').writeFileSync('f', 'little')", bounds))
                .isEqualTo(new Workbench.Ended.Exited(0, ""));
    }

    @Test
    void a_program_that_makes_too_many_files_is_ended() throws Exception {
        String makes = "for (let n = 0; n < 101; n++) require('fs').writeFileSync('f' + n, '');";
        assertThat(run(makes, BOUNDS)).isEqualTo(new Workbench.Ended.TooManyFiles(100));
        assertThat(run(makes.replace("101", "90"), BOUNDS)).isEqualTo(new Workbench.Ended.Exited(0, ""));
    }

    @Test
    void a_program_that_takes_too_much_memory_is_ended() throws Exception {
        String takes = "const all = []; setInterval(() => all.push(Buffer.alloc(4 << 20, 1)), 10)";
        assertThat(run(takes, BOUNDS)).isEqualTo(new Workbench.Ended.OutOfMemory(200));
    }

    @Test
    void a_program_in_a_box_sees_its_folder_and_nothing_else(@TempDir Path host) throws Exception {
        Path canary = Files.writeString(host.resolve("canary"), "seen");
        Files.setPosixFilePermissions(host, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var without = new Actions(new IsolationSettings(Level.L2, Level.L1), RuntimeSettings.DEFAULT)) {
            String tries = "const fs = require('fs'); fs.writeFileSync('own', '');"
                    + " try { console.log(fs.readFileSync('" + canary + "', 'utf8')) } catch { console.log('no file') }"
                    + " const to = require('net').connect(" + port.getLocalPort() + ", '127.0.0.1');"
                    + " to.on('error', () => console.log('no network'));"
                    + " to.on('connect', () => { console.log('connected'); to.end(); to.destroy(); });";
            var isolation = actions.host.isolation();
            boolean boxed = isolation.level().boxed();
            assertThat(run(tries, BOUNDS))
                    .isEqualTo(new Workbench.Ended.Exited(0, boxed ? "no file\nno network\n" : "seen\nconnected\n"));
            assertThat(isolation.ofBuilds()).startsWith(boxed ? "in a box" : "without a box");
            assertThat(run(without, tries, BOUNDS)).isEqualTo(new Workbench.Ended.Exited(0, "seen\nconnected\n"));
            assertThat(without.host.isolation().ofBuilds())
                    .startsWith("without a box")
                    .contains("actions.isolation.max is L2");
        }
    }

    @Test
    void a_link_that_leads_out_of_the_tree_is_found_and_one_inside_is_not(@TempDir Path top) throws Exception {
        Path inside = Files.createDirectories(top.resolve("node_modules/good"));
        Files.writeString(inside.resolve("index.js"), "");
        Files.createSymbolicLink(inside.resolve("same.js"), Path.of("index.js"));
        Files.writeString(
                top.resolve("package-lock.json"),
                "{\"packages\":{\"node_modules/good\":{\"version\":\"1.0.0\"},"
                        + "\"node_modules/bad\":{\"version\":\"2.0.0\"}}}");
        Lock lock = Lock.read(top.resolve("package-lock.json"));
        assertThat(TreeCheck.of(top, lock).escape()).isEmpty();
        Path bad = Files.createDirectories(top.resolve("node_modules/bad"));
        Files.createSymbolicLink(bad.resolve("passwd"), Path.of("/etc/passwd"));
        assertThat(TreeCheck.of(top, lock).escape()).hasValue("bad@2.0.0 (node_modules/bad/passwd)");
    }

    private static Workbench.Ended run(String code, Workbench.Bounds bounds) throws Exception {
        return run(actions, code, bounds);
    }

    private static Workbench.Ended run(Actions where, String code, Workbench.Bounds bounds) throws Exception {
        try (Workbench bench = where.host.bench()) {
            return bench.run(List.of(where.host.node().toString(), "-e", code), List.of(), bounds);
        }
    }
}
