package dev.tailrace.e2e.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.tidy.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README's first five minutes, pasted into a shell one after the other. */
final class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void the_first_five_minutes_work_as_written() throws Exception {
        String readme = Checkout.read(Checkout.ROOT.resolve("README.md"));
        String part = readme.substring(readme.indexOf("## First five minutes"), readme.indexOf("## Where to read on"));
        try (ServerProcess server = Packaged.server(folder, "--allow-local")) {
            server.start();
            String output = shell(
                    script(part).replace("http://127.0.0.1:8080", server.base().toString()));
            assertThat(output)
                    .contains("do not go", "\"accepted\"", ":connected", "event: user.created", "event: user.deleted");
            assertThat(output.split("\"error_message\":\"do not go\"", -1)).hasSize(5);
        }
    }

    private static String script(String part) {
        var script = new StringBuilder("set -euo pipefail\n");
        Matcher block = BLOCK.matcher(part);
        while (block.find()) {
            script.append(block.group(1)).append("echo\n");
        }
        return script.toString();
    }

    private String shell(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("readme.sh"), script);
        Process shell = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(output).isZero();
        return output;
    }
}
