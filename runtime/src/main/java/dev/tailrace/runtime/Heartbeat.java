package dev.tailrace.runtime;

import java.time.Duration;

/** Asks a worker's event loop whether it turns. Asked by the watchdog, answered by the reader. */
final class Heartbeat {
    /** When we ourselves were not looking for so long, silence proves nothing. */
    private static final long ABSENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final long limit;
    private long looked;
    private long asked;
    private volatile boolean waiting;

    Heartbeat(Duration limit) {
        this.limit = limit.toNanos();
    }

    void heard() {
        waiting = false;
    }

    /** Whether an answer is overdue. Asks again where none is, while the worker has something to do. */
    boolean stopped(long now, boolean busy, FrameChannel to) {
        boolean absent = looked != 0 && now - looked > ABSENT_NANOS;
        looked = now;
        if (waiting) {
            if (absent) {
                asked = now;
            }
            return now - asked > limit;
        }
        if (busy) {
            asked = now;
            waiting = true;
            to.send(Frame.of(Frame.PING, 0));
        }
        return false;
    }
}
