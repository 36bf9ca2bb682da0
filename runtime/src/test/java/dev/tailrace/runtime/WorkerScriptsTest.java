package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The worker's own tests, which are JavaScript, and the program that measures its limit. */
class WorkerScriptsTest {
    @Test
    void the_workers_own_tests_pass() throws Exception {
        assertThat(node("--test", "test/cache.test.js", "test/frames.test.js"))
                .contains("pass 6")
                .contains("fail 0");
    }

    @Test
    void the_bare_loop_prints_what_it_reached() throws Exception {
        var line = JsonMapper.shared().readTree(node("bench/bare-loop.js", "1000"));
        assertThat(line.path("events").asInt()).isEqualTo(1000);
        assertThat(line.path("events_per_second").asInt()).isPositive();
        assertThat(line.path("bytes").asInt()).isBetween(1000, 1100);
    }

    private static String node(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Actions.NODE.toString()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line)
                .directory(Path.of("../worker").toFile())
                .redirectErrorStream(true);
        builder.environment().remove("NODE_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
