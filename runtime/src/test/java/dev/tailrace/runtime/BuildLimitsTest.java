package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.runtime.npm.Lock;
import dev.tailrace.runtime.npm.TreeCheck;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var bounds = new Workbench.Bounds(Duration.ofSeconds(1), 10 * MEBIBYTE);
        assertThat(run("for (;;) {}", bounds)).isEqualTo(new Workbench.Ended.TookTooLong(Duration.ofSeconds(1)));
    }

    @Test
    void a_program_that_writes_too_much_is_ended() throws Exception {
        var bounds = new Workbench.Bounds(Duration.ofSeconds(60), 10 * MEBIBYTE);
        String writes = "const b = Buffer.alloc(1 << 20); let n = 0;"
                + " setInterval(() => { if (n < 64) require('fs').writeFileSync('f' + n++, b); }, 5)";
        assertThat(run(writes, bounds)).isEqualTo(new Workbench.Ended.TookTooMuch(10 * MEBIBYTE));
        assertThat(run("require('fs').writeFileSync('f', 'little')", bounds))
                .isEqualTo(new Workbench.Ended.Exited(0, ""));
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
        try (Workbench bench = actions.host.bench()) {
            return bench.run(List.of(actions.host.node().toString(), "-e", code), bounds);
        }
    }
}
