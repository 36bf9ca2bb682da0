package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that was started, and what holds it. Threads may share it. */
public final class Cell implements AutoCloseable {
    private final Process process;
    private final Optional<Held> held;

    /** @param group the process's own */
    record Held(Cgroups groups, Cgroup group) {}

    Cell(Process process, Optional<Held> held) {
        this.process = process;
        this.held = held;
    }

    /** The one to wait for and to end; the program may run as its child. */
    public Process process() {
        return process;
    }

    /** Whether the kernel ended something in it because memory ran out. */
    public boolean ranOutOfMemory() {
        return held.isPresent() && held.get().group().ranOutOfMemory();
    }

    /** The program's own number: in a box it is a child of the process that was started. */
    public long pid() {
        return program(process.pid());
    }

    /** Resident memory of the program in megabytes; 0 where the system does not tell. */
    public long residentMegabytes() {
        return residentMegabytes(pid());
    }

    /** Whether the process is where it should be held. */
    boolean entered() {
        return held.isPresent() && held.get().group().holds(process.pid());
    }

    /** Gives back what held it. */
    @Override
    public void close() {
        held.ifPresent(h -> h.groups().release(h.group()));
    }

    /** bubblewrap runs it as the only child of its only child; no filtered process can have children. */
    private static long program(long pid) {
        long at = pid;
        for (Optional<Long> child = child(at); child.isPresent(); child = child(at)) {
            at = child.get();
        }
        return at;
    }

    private static Optional<Long> child(long pid) {
        try {
            String children = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
            return children.isBlank() ? Optional.empty() : Optional.of(Long.parseLong(children.split(" ")[0]));
        } catch (IOException e) {
            // It is gone, or this system has no such file.
            return Optional.empty();
        }
    }

    private static long residentMegabytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException e) {
            // It is gone, or this system has no /proc.
        }
        return 0;
    }
}
