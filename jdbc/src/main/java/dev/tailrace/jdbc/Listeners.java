package dev.tailrace.jdbc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to hear of something. Threads may share it. */
final class Listeners<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private final List<Consumer<T>> all = new CopyOnWriteArrayList<>();

    /** Hears nothing any more once what is returned is closed. */
    AutoCloseable add(Consumer<T> listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** On the thread that calls: what was done is done, so one that fails hinders neither the caller nor the others. */
    void tell(T what) {
        for (Consumer<T> listener : all) {
            try {
                listener.accept(what);
            } catch (RuntimeException e) {
                LOG.warn("somebody failed when told of {}", what, e);
            }
        }
    }
}
