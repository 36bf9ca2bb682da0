package dev.tailrace.server;

import dev.tailrace.runtime.Bundler;
import dev.tailrace.runtime.IsolationCheck;
import dev.tailrace.runtime.NodeRuntime;
import dev.tailrace.runtime.Nodes;
import dev.tailrace.runtime.RuntimeSettings;
import dev.tailrace.runtime.UidRange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Tells what this machine is good for, under these settings: all of it tried, nothing of it kept. */
final class Doctor {
    private static final int WRITES = 50;
    private static final int WRITE_BYTES = 4096;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Config config;
    private final PrintStream out;

    Doctor(Config config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /** 0 when actions can run; 1 when they cannot, or something broke. */
    int run() throws InterruptedException {
        try {
            say("java", Runtime.version() + " at " + System.getProperty("java.home"));
            Nodes nodes = nodes();
            for (var node : nodes.binaries().entrySet()) {
                say(node.getKey().toString(), version(node.getValue()) + " at " + node.getValue());
            }
            say("disk", disk());
            return isolation(nodes);
        } catch (IOException | IllegalStateException e) {
            say("failed", String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private Nodes nodes() {
        var actions = config.actions();
        var named = new EnumMap<NodeRuntime, Path>(NodeRuntime.class);
        actions.node().ifPresent(node -> named.put(NodeRuntime.NODE24, node));
        actions.fleet().node22().ifPresent(node -> named.put(NodeRuntime.NODE22, node));
        return Nodes.find(named, Path.of(System.getProperty("tailrace.home", "")));
    }

    private int isolation(Nodes nodes) throws InterruptedException {
        var actions = config.actions();
        var reached = IsolationCheck.of(
                RuntimeSettings.DEFAULT.withUids(UidRange.parse(actions.uids())),
                actions.isolation(),
                nodes,
                actions.runtime());
        say("isolation", reached.text());
        say("packages", "built " + reached.ofBuilds());
        Bundler.missing(Path.of(System.getProperty("tailrace.home", ""))).ifPresent(why -> say("", why));
        reached.refusal().ifPresent(why -> say("", why));
        return reached.refusal().isPresent() ? 1 : 0;
    }

    /** Where the data directory is, or is going to be. */
    private String disk() throws IOException {
        Path data = config.data().directory().toAbsolutePath();
        Path folder = Stream.iterate(data, Objects::nonNull, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        Path file = Files.createTempFile(folder, "tailrace-doctor", "");
        var took = new long[WRITES];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < WRITES; i++) {
                var bytes = ByteBuffer.allocate(WRITE_BYTES);
                long began = System.nanoTime();
                while (bytes.hasRemaining()) {
                    channel.write(bytes, 0);
                }
                channel.force(false);
                took[i] = System.nanoTime() - began;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(took);
        return String.format(
                Locale.ROOT,
                "fdatasync p50 %.2f ms, slowest %.2f ms of %d writes of 4 KiB in %s",
                took[WRITES / 2] / NANOS_PER_MILLI,
                took[WRITES - 1] / NANOS_PER_MILLI,
                WRITES,
                folder);
    }

    private static String version(Path node) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(node.toString(), "--version").start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said.isEmpty() ? "does not start" : said;
    }

    private void say(String what, String text) {
        out.printf("%-10s %s%n", what, text);
    }
}
