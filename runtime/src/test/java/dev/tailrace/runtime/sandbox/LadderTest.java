package dev.tailrace.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.runtime.sandbox.Isolation.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LadderTest {
    private static final IsolationSettings ALL = IsolationSettings.DEFAULT;

    @Test
    void takes_the_first_level_that_stands_and_tries_no_lower_one() throws Exception {
        var tried = new ArrayList<Level>();
        var reached = Ladder.climb(ALL, level -> {
            tried.add(level);
            return level == Level.L4 ? Optional.of("no cgroups") : Optional.empty();
        });
        assertThat(reached).isEqualTo(new Isolation(Level.L3, Level.L1, List.of(new Reason(Level.L4, "no cgroups"))));
        assertThat(tried).containsExactly(Level.L4, Level.L3);
    }

    @Test
    void a_self_test_that_breaks_is_a_reason_and_the_lowest_level_is_always_left() throws Exception {
        var reached = Ladder.climb(ALL, _ -> {
            throw new IOException("no room");
        });
        assertThat(reached.level()).isEqualTo(Level.L1);
        assertThat(reached.reasons()).hasSize(3).allMatch(r -> r.text().equals("its self-test did not run: no room"));
    }

    @Test
    void levels_above_the_highest_asked_for_are_not_tried() throws Exception {
        var tried = new ArrayList<Level>();
        var reached = Ladder.climb(new IsolationSettings(Level.L2, Level.L1), level -> {
            tried.add(level);
            return Optional.empty();
        });
        assertThat(reached.level()).isEqualTo(Level.L2);
        assertThat(tried).containsExactly(Level.L2);
    }

    @Test
    void what_got_through_or_was_not_tried_is_a_failure_of_the_levels_that_must_stop_it() {
        var report = new JsonMapper().createObjectNode();
        for (String name : List.of("files", "environment", "first_environment", "settings", "spawn")) {
            report.put(name, "stopped");
        }
        report.put("signal", "stopped").put("connect", "open");
        assertThat(SelfTest.failures(Level.L2, report)).isEmpty();
        assertThat(SelfTest.failures(Level.L3, report))
                .containsExactly(
                        "connect to a port of the host",
                        "write a file outside /tmp",
                        "run without a system call filter");
        report.put("signal", "open");
        assertThat(SelfTest.failures(Level.L2, report)).containsExactly("send the server a signal");
        assertThat(SelfTest.failures(Level.L1, report)).isEmpty();
    }

    @Test
    void reads_what_other_programs_say() {
        assertThat(Libraries.parse("""
            \tlinux-vdso.so.1 (0x00007ff1016de000)
            \tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007ff1016c8000)
            \tlibgone.so => not found
            \t/lib64/ld-linux-x86-64.so.2 (0x00007ff1016e0000)
            """))
                .containsExactly(Path.of("/lib/x86_64-linux-gnu/libdl.so.2"), Path.of("/lib64/ld-linux-x86-64.so.2"));
        assertThat(Libraries.parse("\tnot a dynamic executable\n")).isEmpty();
        String own = "8:pids:/a\n4:cpu,cpuacct:/b/c\n0::/d\n";
        assertThat(Cgroups.pathIn(own, "pids")).isEqualTo("/a");
        assertThat(Cgroups.pathIn(own, "cpu")).isEqualTo("/b/c");
        assertThat(Cgroups.pathIn(own, "memory")).isEqualTo("/");
    }
}
