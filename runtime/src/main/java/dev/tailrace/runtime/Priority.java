package dev.tailrace.runtime;

import dev.tailrace.runtime.sandbox.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a process that spins a small share of the processor, by {@code renice}. */
final class Priority {
    private static final Logger log = LoggerFactory.getLogger(Priority.class);
    /** About one fiftieth of an ordinary process's share where both want all of it. */
    private static final String NICENESS = "18";

    private Priority() {}

    /** For the rest of its life; where there is no {@code renice} nothing happens, and the limit of time stands alone. */
    static void lower(long pid, WorkerHost host) {
        var program = Programs.find("renice");
        if (program.isEmpty()) {
            return;
        }
        var line = new ArrayList<>(List.of(program.get(), "-n", NICENESS, "-p"));
        ProcessMemory.tree(pid).forEach(p -> line.add(p.toString()));
        try {
            host.spawn(new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
        } catch (IOException e) {
            log.warn("a worker that spins could not be slowed down: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
