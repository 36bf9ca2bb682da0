package dev.tailrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOptionsTest {
    @TempDir
    Path home;

    @Test
    void measures_everything_but_the_million_by_default() {
        Plan plan = plan();

        assertThat(plan.workloads()).isEqualTo(EnumSet.complementOf(EnumSet.of(Workload.LISTS)));
        assertThat(plan.repetitions()).isEqualTo(5);
        assertThat(plan.events()).isEqualTo(50_000);
        assertThat(plan.producers()).isEqualTo(64);
        assertThat(plan.perSecond()).isEqualTo(500);
    }

    @Test
    void measures_only_what_it_is_asked_for() {
        Plan plan = plan("--only", "w1,W3", "--repetitions", "3", "--seconds", "4");

        assertThat(plan.workloads()).containsExactlyInAnyOrder(Workload.W1, Workload.W3);
        assertThat(plan.repetitions()).isEqualTo(3);
        assertThat(plan.latencyTime()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void is_short_when_it_shall_be_quick() {
        Plan plan = plan("--quick", "--only", "w2");

        assertThat(plan.workloads()).containsExactly(Workload.W2);
        assertThat(plan.repetitions()).isEqualTo(1);
        assertThat(plan.events()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void says_what_is_wrong_with_an_option() {
        var errors = new ByteArrayOutputStream();
        var command = Bench.commandLine(System.out).setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));

        assertThat(command.execute("--only", "w9")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--only").contains("w9");
    }

    @Test
    void ends_with_1_and_leaves_no_folder_when_the_server_does_not_start() throws Exception {
        var out = new ByteArrayOutputStream();
        var command = Bench.commandLine(new PrintStream(out, true, StandardCharsets.UTF_8));

        int code = command.execute("--quick", "--home", home.toString(), "--server-jar", "missing.jar");

        assertThat(code).isEqualTo(1);
        assertThat(home.resolve("benchmarks/target")).isEmptyDirectory();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static Plan plan(String... arguments) {
        var command = Bench.commandLine(System.out);
        command.parseArgs(arguments);
        Bench bench = command.getCommand();
        return bench.plan();
    }
}
