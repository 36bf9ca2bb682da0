package dev.tailrace.runtime;

import dev.tailrace.runtime.Death.Verdict;
import dev.tailrace.runtime.sandbox.Cell;
import java.time.Duration;
import java.util.Optional;

/** Looks at one process a few times a second and says when it broke a bound. Only the watchdog's thread calls it. */
final class Watch {
    /** A loop that stands still for so long gets less of the processor, so that others hardly feel it. */
    private static final long SPINNING_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long COUNTED_NANOS = Duration.ofSeconds(2).toNanos();
    /** An idle process rarely grows. */
    private static final int IDLE_LOOKS = 10;

    private final RuntimeSettings settings;
    private final Heartbeat heartbeat;
    private volatile int megabytes = MemoryBudget.ASSUMED_MEGABYTES;
    private volatile boolean lowered;
    private long counted;
    private boolean usedSince = true;
    private int looks;

    Watch(RuntimeSettings settings) {
        this.settings = settings;
        this.heartbeat = new Heartbeat(settings.blockedLimit());
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** What the process cost when it was last counted. */
    int megabytes() {
        return megabytes;
    }

    /** Whether it was given less of the processor once. */
    boolean lowered() {
        return lowered;
    }

    /** @param waitedNanos since it was started, or given its code */
    Optional<Verdict> starting(long waitedNanos) {
        return waitedNanos > settings.startTimeout().toNanos()
                ? Optional.of(new Verdict.NotLoaded(settings.startTimeout()))
                : Optional.empty();
    }

    /** @param busy whether something runs in it */
    Verdict look(long now, Cell cell, boolean busy, FrameChannel to) {
        if (heartbeat.stopped(now, busy, to)) {
            return new Verdict.Blocked(settings.blockedLimit());
        }
        if (busy || ++looks % IDLE_LOOKS == 0) {
            long resident = cell.residentMegabytes();
            if (resident > settings.residentMegabytes()) {
                return new Verdict.TooBig(resident, settings.residentMegabytes());
            }
        }
        usedSince |= busy;
        if (usedSince && (counted == 0 || now - counted > COUNTED_NANOS)) {
            int cost = ProcessMemory.proportional(cell.process().pid());
            megabytes = cost > 0 ? cost : (int) Math.max(megabytes, cell.residentMegabytes());
            counted = now;
            usedSince = false;
        }
        return Verdict.None.HERE;
    }

    /** Whether it has just begun to spin: true once in a process's life. */
    boolean spins(long now) {
        if (lowered || heartbeat.silentNanos(now) < SPINNING_NANOS) {
            return false;
        }
        lowered = true;
        return true;
    }
}
