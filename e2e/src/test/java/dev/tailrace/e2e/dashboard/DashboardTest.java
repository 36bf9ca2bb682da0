package dev.tailrace.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.server.Packaged;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each story in Chromium, on an empty server of its own. Without a browser they are skipped, but not in CI. */
final class DashboardTest {
    private static final long STORY_MINUTES = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"first-action", "fail-fix-redeliver", "pause-resume", "keyboard", "every-page", "typed-editor"})
    void tells(String story) throws Exception {
        try (ServerProcess server = Packaged.server(folder, "--allow-local")) {
            URI base = server.start();
            assertThat(run(story, base, folder.resolve("data").resolve("first-application.json")))
                    .as(() -> output(story))
                    .isZero();
        }
    }

    /** A story that nobody named above would never be told. */
    @Test
    void tells_all_there_are() throws Exception {
        var named = getClass().getDeclaredMethod("tells", String.class).getAnnotation(ValueSource.class);
        try (var files = Files.list(stories())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".story.js")))
                    .map(name -> name.substring(0, name.length() - ".story.js".length()))
                    .containsExactlyInAnyOrder(named.strings());
        }
    }

    private int run(String story, URI base, Path first) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("node", "--test", story + ".story.js")
                .directory(stories().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(story + ".log").toFile());
        builder.environment().put("TAILRACE_URL", base.toString().replaceFirst("/$", ""));
        builder.environment().put("TAILRACE_FIRST", first.toString());
        Process process = builder.start();
        if (!process.waitFor(STORY_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(story + " took longer than " + STORY_MINUTES + " minutes\n" + output(story));
        }
        return process.exitValue();
    }

    private String output(String story) {
        try {
            return Files.readString(folder.resolve(story + ".log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }

    private static Path stories() {
        return Checkout.ROOT.resolve("dashboard").resolve("stories");
    }
}
