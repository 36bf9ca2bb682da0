package dev.tailrace.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.io.Writer;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide to developing actions, as it is written there: a folder is made, tested, run, broken and mended. */
final class DevLoopTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/guides/developing-actions.md");
    private static final String TAILRACE = Checkout.ROOT.resolve("tailrace").toString();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private @Nullable Process dev;

    @AfterEach
    void stop() throws InterruptedException {
        if (dev != null && dev.isAlive()) {
            dev.destroy();
            dev.waitFor();
        }
    }

    @Test
    void the_guide_works_as_written() throws Exception {
        String tests = shell(block("sh"));
        assertThat(tests).contains("# pass 2", "# fail 0");

        Path project = folder.resolve("welcome-mail");
        Path code = project.resolve("actions/welcome-mail/code.js");
        String good = Files.readString(code);
        Process dev = start(project);
        this.dev = dev;
        sees("live       action welcome-mail v1", "next: an event type");
        types("user.created");
        sees("user.created ", "log   welcome ada@example.com", "delivered ");

        Files.writeString(code, good.replace("if (!event", "throw new TypeError('no such mail');\n  if (!event"));
        sees("action welcome-mail v2");
        types("user.created");
        sees(
                "TypeError: no such mail",
                "throw new TypeError('no such mail');",
                "attempt 4",
                "given up    welcome-mail");

        Files.writeString(code, good.replace("`welcome", "`again welcome"));
        sees("action welcome-mail v3");
        types("r");
        sees("redelivered", "again welcome ada@example.com");

        types("user.imagined");
        sees("That event type does not exist");
        Files.writeString(project.resolve("actions/welcome-mail.json"), "{");
        sees("welcome-mail.json is not JSON");

        URI server = URI.create(found("(http://127\\.0\\.0\\.1:\\d+)"));
        types("q");
        assertThat(dev.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(dev.exitValue()).as(said()).isZero();
        assertThatThrownBy(() -> new Socket(server.getHost(), server.getPort()).close())
                .isInstanceOf(ConnectException.class);
        assertThat(said()).doesNotContain("Exception in thread");
    }

    @Test
    void what_cannot_be_begun_is_refused_in_one_line() throws Exception {
        assertThat(shell("tailrace init 'No Name' || echo \"exit $?\"")).contains("a name has 1 to 50 of", "exit 2");
        assertThat(folder).isEmptyDirectory();
        assertThat(shell("mkdir taken; tailrace init taken || echo \"exit $?\""))
                .contains("already something", "exit 2");
        assertThat(folder.resolve("taken")).isEmptyDirectory();
        assertThat(shell("tailrace dev taken || echo \"exit $?\"")).contains("has neither actions/*.json", "exit 2");
    }

    private static String block(String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Checkout.read(GUIDE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private String shell(String commands) throws Exception {
        Path output = Files.createTempFile("guide", ".out");
        Process shell = new ProcessBuilder("bash", "-euc", "tailrace() { '" + TAILRACE + "' \"$@\"; }\n" + commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        Files.delete(output);
        assertThat(shell.exitValue()).as(said).isZero();
        return said;
    }

    private Process start(Path project) throws IOException {
        assertThat(block("sh dev")).isEqualTo("tailrace dev .\n");
        return new ProcessBuilder(List.of(TAILRACE, "dev", "."))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dev.out").toFile())
                .start();
    }

    private void types(String line) throws IOException {
        Writer keys = Objects.requireNonNull(dev).outputWriter();
        keys.write(line + "\n");
        keys.flush();
    }

    private void sees(String... texts) {
        await().atMost(SOON).untilAsserted(() -> assertThat(said()).contains(texts));
    }

    private String found(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(said());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("dev.out"));
    }
}
