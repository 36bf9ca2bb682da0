package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Where cgroups of workers are made: below our own one, in the hierarchies of version 1 of memory, pids and cpu. Each
 * worker has the processor's share of one, whatever number of threads it has. Threads may share it.
 *
 * <pre>
 * /sys/fs/cgroup/memory/OUR-OWN/tailrace-4711-0/   of this server's life
 *   1/ 2/ …                                        one for each process
 * </pre>
 */
final class Cgroups {
    private static final Path MOUNTED = Path.of("/sys/fs/cgroup");
    private static final List<String> CONTROLLERS = List.of("memory", "pids", "cpu");
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final AtomicLong LIVES = new AtomicLong();

    private final Map<String, Path> tops;
    private final AtomicLong next = new AtomicLong();
    private final Queue<Cgroup> left = new ConcurrentLinkedQueue<>();

    private Cgroups(Map<String, Path> tops) {
        this.tops = tops;
    }

    /** @param processes threads count, too */
    record Limits(long memoryBytes, int processes) {}

    /** @throws IOException when there are none that we may use, saying why */
    static Cgroups open() throws IOException {
        String own = Files.readString(Path.of("/proc/self/cgroup"));
        var tops = new LinkedHashMap<String, Path>();
        for (String controller : CONTROLLERS) {
            Path mounted = MOUNTED.resolve(controller);
            if (!Files.isDirectory(mounted)) {
                throw new IOException("no cgroup controller at " + mounted + " (only version 1 is used)");
            }
            Path parent = mounted.resolve(pathIn(own, controller).substring(1));
            Path below = Files.isDirectory(parent) ? parent : mounted;
            removeFormerLives(below);
            tops.put(controller, below);
        }
        String life = "tailrace-" + ProcessHandle.current().pid() + "-" + LIVES.getAndIncrement();
        tops.replaceAll((_, below) -> below.resolve(life));
        for (Path top : tops.values()) {
            Files.createDirectory(top);
        }
        return new Cgroups(tops);
    }

    /** @throws IOException when it could not be made with these limits */
    Cgroup make(Limits limits) throws IOException {
        left.removeIf(Cgroup::remove);
        String name = Long.toString(next.incrementAndGet());
        var folders = new ArrayList<Path>();
        for (Path top : tops.values()) {
            folders.add(Files.createDirectory(top.resolve(name)));
        }
        Path memory = folders.getFirst();
        String bytes = Long.toString(limits.memoryBytes());
        Files.writeString(memory.resolve("memory.limit_in_bytes"), bytes);
        Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
        if (Files.exists(withSwap)) {
            Files.writeString(withSwap, bytes);
        }
        Files.writeString(folders.get(1).resolve("pids.max"), Integer.toString(limits.processes()));
        return new Cgroup(folders, memory.resolve("memory.oom_control"));
    }

    /** Removes it now, or, where something in it is still dying, later. */
    void release(Cgroup group) {
        if (!group.remove()) {
            left.add(group);
        }
    }

    /** What was in them has ended, or is about to. */
    void close() {
        long until = System.nanoTime() + CLOSING.toNanos();
        while (!left.isEmpty() && System.nanoTime() < until) {
            left.removeIf(Cgroup::remove);
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        for (Path top : tops.values()) {
            removeWithGroups(top);
        }
    }

    /** Pure: the path in a line such as {@code 4:memory:/a/b} of {@code /proc/self/cgroup}. */
    static String pathIn(String own, String controller) {
        return own.lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2])
                .findFirst()
                .orElse("/");
    }

    /** A server that was killed left its groups behind, empty by now. */
    private static void removeFormerLives(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            all.filter(path -> path.getFileName().toString().matches("tailrace-\\d{1,10}-\\d{1,10}"))
                    .filter(path -> ProcessHandle.of(
                                    Long.parseLong(path.getFileName().toString().split("-")[1]))
                            .isEmpty())
                    .forEach(Cgroups::removeWithGroups);
        }
    }

    private static void removeWithGroups(Path top) {
        try (Stream<Path> all = Files.list(top)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Files.delete(folder);
            }
            Files.delete(top);
        } catch (IOException e) {
            // Something in it still ends; the next start removes it.
        }
    }
}
