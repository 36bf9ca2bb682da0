package dev.tailrace.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Tailrace server as a process of its own, on one data directory, that can be killed and started again. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Pattern HTTP = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)");
    private final List<String> command;
    private final Path data;
    private final Path log;
    private @Nullable Process process;
    private URI base = URI.create("http://127.0.0.1");

    /** @param command how to start it, for example {@code ./tailrace serve}; {@code --data} is added */
    public ServerProcess(List<String> command, Path data, Path log) {
        this.command = List.copyOf(command);
        this.data = data;
        this.log = log;
    }

    /** Starts it and waits for its ready line. */
    public URI start() throws IOException, InterruptedException {
        var words = new ArrayList<>(command);
        words.addAll(List.of("--data", data.toString()));
        Process started = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        base = readyUrl(started);
        return base;
    }

    public long pid() {
        return running().pid();
    }

    /** SIGKILL: nothing of it runs afterwards. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    public JsonNode firstApplication() throws IOException {
        return new JsonMapper().readTree(Files.readString(data.resolve("first-application.json")));
    }

    public URI base() {
        return base;
    }

    public Path data() {
        return data;
    }

    @Override
    public void close() {
        Process last = process;
        if (last == null || !last.isAlive()) {
            return;
        }
        last.destroy();
        try {
            if (!last.waitFor(15, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        Process now = process;
        if (now == null || !now.isAlive()) {
            throw new DemoFailed("the server is not running; its log is " + log);
        }
        return now;
    }

    /** Reads standard output up to the first line that names the address; a thread goes on reading after that. */
    private URI readyUrl(Process started) throws IOException, InterruptedException {
        BufferedReader lines = started.inputReader();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            String line = lines.readLine();
            if (line == null) {
                started.waitFor();
                throw new DemoFailed(
                        "the server stopped with exit code " + started.exitValue() + "; its log is " + log);
            }
            Matcher url = HTTP.matcher(line);
            if (url.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return URI.create(url.group(1));
            }
        }
        throw new DemoFailed("the server was not ready after " + START_LIMIT.toSeconds() + " s; its log is " + log);
    }
}
