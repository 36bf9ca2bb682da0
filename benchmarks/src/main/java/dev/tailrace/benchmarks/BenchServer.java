package dev.tailrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server in a process of its own, on a fresh data directory, with its default settings. */
final class BenchServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private final Process process;
    private final Path data;
    private final List<String> command;
    private final URI base;
    private final Duration startTime;

    private BenchServer(Process process, Path data, List<String> command, URI base, Duration startTime) {
        this.process = process;
        this.data = data;
        this.command = command;
        this.base = base;
        this.startTime = startTime;
    }

    /** @param serve how to start it, up to and with {@code serve} */
    static BenchServer start(List<String> serve, Path data, Path log) throws IOException, InterruptedException {
        var command = new ArrayList<>(serve);
        command.addAll(List.of("--data", data.toString(), "--port", "0", "--https-port", "0", "--allow-local"));
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        // Defaults are measured: nobody's environment changes them.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("TAILRACE_") && !name.equals("TAILRACE_JAVA_HOME"));
        long began = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            URI base = readyUrl(process, log);
            return new BenchServer(process, data, command, base, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI base() {
        return base;
    }

    Path data() {
        return data;
    }

    Duration startTime() {
        return startTime;
    }

    ProcessTree processes() {
        return new ProcessTree(process.toHandle());
    }

    /** The command line of the process as it runs, so with the flags that a launcher added. */
    List<String> commandLine() {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0"));
        } catch (IOException _) {
            return command;
        }
    }

    /** On a thread, because a server that hangs must not hang us; the thread goes on reading so that no line blocks it. */
    private static URI readyUrl(Process process, Path log) throws IOException, InterruptedException {
        BlockingQueue<String> found = new ArrayBlockingQueue<>(1);
        Thread.ofPlatform().daemon().name("server-output").start(() -> {
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(line -> {
                    Matcher url = HTTP.matcher(line);
                    if (url.find()) {
                        found.offer(url.group());
                    }
                });
            } catch (IOException _) {
                // the server is gone
            }
            found.offer("");
        });
        String url = found.poll(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (url == null || url.isEmpty()) {
            throw new IOException((url == null ? "the server was not ready in time" : "the server ended")
                    + "; its log says: " + lastLines(log));
        }
        return URI.create(url);
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
