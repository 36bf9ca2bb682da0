package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    /** Tests run where no installation is: there is no esbuild below the working folder. */
    @Test
    void tells_how_packages_are_built_and_that_esbuild_is_missing(@TempDir Path data) throws Exception {
        String node = WholeServer.node("node-").toString();
        var flags = List.of("--data", data.toString(), "--node", node, "--actions-isolation-max", "L2");
        var said = new ByteArrayOutputStream();
        new Doctor(Config.read(flags, Map.of()), new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("built without a box: npm and esbuild can reach the network")
                .contains("esbuild is not there: packages of actions stay folders");
    }
}
