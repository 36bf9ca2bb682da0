package dev.tailrace.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory of a process and of those it started, in megabytes; 0 where the system does not tell or we may not look. */
final class ProcessMemory {
    private static final int TREE_MAX = 64;

    private ProcessMemory() {}

    /** What it costs: shared pages counted by share. */
    static int proportional(long pid) {
        long sum = tree(pid).stream()
                .mapToLong(p -> kilobytes(Path.of("/proc/" + p + "/smaps_rollup"), "Pss:"))
                .sum();
        return (int) (sum / 1024);
    }

    /** The process and all below it: a sandbox is a process that starts another. */
    static List<Long> tree(long pid) {
        var all = new ArrayList<Long>();
        all.add(pid);
        for (int i = 0; i < all.size() && all.size() < TREE_MAX; i++) {
            all.addAll(children(all.get(i)));
        }
        return all;
    }

    private static List<Long> children(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"))
                    .strip();
            return text.isEmpty()
                    ? List.of()
                    : List.of(text.split(" ")).stream().map(Long::valueOf).toList();
        } catch (IOException e) {
            return List.of(); // it is gone, or this system does not tell
        }
    }

    private static long kilobytes(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // It is gone, or this system does not tell.
        }
        return 0;
    }
}
