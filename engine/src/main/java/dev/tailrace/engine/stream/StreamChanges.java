package dev.tailrace.engine.stream;

import dev.tailrace.engine.problem.Problem;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Changes streams one at a time, so that no change of this process undoes another. Threads may share it. */
public final class StreamChanges {
    private final Streams streams;
    private final ReentrantLock lock = new ReentrantLock();

    public StreamChanges(Streams streams) {
        this.streams = streams;
    }

    /**
     * Stores what {@code step} makes of the stream as it is; nothing when that is the same.
     *
     * @throws Problem.NotFound when there is no such stream
     */
    public EventStream change(StreamId id, UnaryOperator<EventStream> step) {
        lock.lock();
        try {
            while (true) {
                EventStream old = streams.find(id).orElseThrow(StreamChanges::unknown);
                EventStream next = step.apply(old);
                if (next.equals(old) || streams.update(old, next)) {
                    return next;
                }
                // its failures disabled it meanwhile, or it is gone: look again
            }
        } finally {
            lock.unlock();
        }
    }

    public static Problem unknown() {
        return new Problem.NotFound("", "The requested stream does not exist.");
    }
}
