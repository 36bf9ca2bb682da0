package dev.tailrace.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Events that brought a process down; of many the newest. Threads may share it. */
final class Suspects {
    private static final int MAX = 256;

    private final Set<String> events = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    }));

    void add(String event) {
        events.add(event);
    }

    boolean has(String event) {
        return !events.isEmpty() && events.contains(event);
    }
}
