package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A process and all that descends from it, as Linux sees them: what they cost. */
final class ProcessTree {
    /** What {@code /proc/<pid>/stat} counts in, the same on all common platforms. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** What those that live now have used since they began. */
    double cpuSeconds() {
        return pids().stream().mapToDouble(ProcessTree::cpuSeconds).sum();
    }

    /** Proportional set size in all, in bytes; empty where the platform does not tell. */
    OptionalLong memoryBytes() {
        long sum = 0;
        for (long pid : pids()) {
            OptionalLong one = memoryBytes(pid);
            if (one.isEmpty()) {
                return one;
            }
            sum += one.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    int processes() {
        return pids().size();
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(root), root.descendants())
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    private static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second field is a name in brackets that may hold anything, so count from behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
        } catch (IOException _) {
            return 0;
        }
    }

    private static OptionalLong memoryBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
