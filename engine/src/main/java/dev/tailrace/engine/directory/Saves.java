package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides from what is stored, saves that in one transaction, and decides anew when somebody else changed something of
 * it in between. Threads may share it.
 */
final class Saves {
    private static final int TRIES = 8;
    private final Directory directory;

    Saves(Directory directory) {
        this.directory = directory;
    }

    /** What is to be saved, in order. */
    static final class Save {
        private final List<Change> changes = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();

        void add(Change change) {
            changes.add(change);
        }

        void add(Change change, Event event) {
            add(change);
            tell(event);
        }

        void tell(Event event) {
            events.add(event);
        }

        int size() {
            return changes.size();
        }
    }

    /** Reads what is stored, adds what is to be done about it, and says what comes of it. */
    interface Decision<T> {
        T decide(Save save);
    }

    /**
     * Where nothing is to be changed, nothing is saved.
     *
     * @param what named when others change it all the time
     */
    <T> T save(TenantId tenant, String what, Decision<T> decision) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var save = new Save();
            T result = decision.decide(save);
            if (save.changes.isEmpty()) {
                return result;
            }
            try {
                directory.save(tenant, save.changes, save.events);
                return result;
            } catch (Problem.Conflict e) {
                if (tries == TRIES) {
                    throw new Problem.Unavailable("", what + " is being changed by others; nothing was written.");
                }
            }
        }
    }
}
