package dev.tailrace.runtime;

import java.time.Duration;

/** Asks a worker's event loop whether it turns, and how busy it is. Asked by the watchdog, answered by the reader. */
final class Heartbeat {
    /** When we ourselves were not looking for so long, silence proves nothing. */
    private static final long ABSENT_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int FULL_PERCENT = 80;
    private static final int FULL_ANSWERS = 3;

    private final long limit;
    private long looked;
    private long asked;
    private volatile boolean waiting;
    private volatile int fullAnswers;

    Heartbeat(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** @param percent of the time since it was last asked in which the loop was busy, as the worker says */
    void heard(int percent) {
        fullAnswers = percent >= FULL_PERCENT ? Math.min(fullAnswers + 1, FULL_ANSWERS) : 0;
        waiting = false;
    }

    /** Whether the loop has hardly stood idle when asked the last few times. */
    boolean full() {
        return fullAnswers >= FULL_ANSWERS;
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
        } else {
            fullAnswers = 0;
        }
        return false;
    }

    /** How long an answer has been awaited; 0 where none is. */
    long silentNanos(long now) {
        return waiting ? now - asked : 0;
    }
}
