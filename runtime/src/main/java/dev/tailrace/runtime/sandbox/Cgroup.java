package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The cgroup of one worker process: one folder for each controller. */
final class Cgroup {
    private static final Pattern KILLED = Pattern.compile("(?m)^oom_kill ([1-9]\\d*)$");

    private final List<Path> folders;
    private final Path memoryEvents;

    /** @param memoryEvents where the kernel counts the processes it killed because memory ran out */
    Cgroup(List<Path> folders, Path memoryEvents) {
        this.folders = List.copyOf(folders);
        this.memoryEvents = memoryEvents;
    }

    /** A process enters by writing its number into these. */
    List<Path> doors() {
        return folders.stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    boolean holds(long pid) {
        try {
            for (Path door : doors()) {
                if (!Files.readAllLines(door).contains(Long.toString(pid))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the kernel killed something in it because memory ran out. */
    boolean ranOutOfMemory() {
        try {
            return KILLED.matcher(Files.readString(memoryEvents)).find();
        } catch (IOException e) {
            return false;
        }
    }

    /** False while something in it still lives. */
    boolean remove() {
        boolean gone = true;
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                gone = false;
            }
        }
        return gone;
    }
}
