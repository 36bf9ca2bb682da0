package dev.tailrace.cli.prove;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What arrived for one stream: first arrivals in order, and how often each event was taken. Threads may share it. */
final class Receipts {
    private final Map<String, Integer> taken = new LinkedHashMap<>();
    private final Map<String, Integer> lastOfSubject = new HashMap<>();
    private final Map<String, Integer> arrived = new HashMap<>();
    private final List<String> outOfOrder = new ArrayList<>();

    /** A request arrived, whatever it will be answered. */
    synchronized void arrived(String id, String subject, int number) {
        if (arrived.merge(id, 1, Integer::sum) == 1) {
            Integer before = lastOfSubject.put(subject, number);
            if (before != null && number < before) {
                outOfOrder.add(subject + ": " + number + " came first after " + before);
            }
        }
    }

    /** It is about to be answered with success. */
    synchronized void taken(String id) {
        taken.merge(id, 1, Integer::sum);
    }

    synchronized int delivered() {
        return taken.size();
    }

    synchronized List<String> missing(Collection<String> accepted) {
        return accepted.stream().filter(id -> !taken.containsKey(id)).toList();
    }

    synchronized List<String> outOfOrder() {
        return List.copyOf(outOfOrder);
    }

    synchronized Set<String> twice() {
        return Set.copyOf(taken.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Requests that were not the first of their event: retries and repetitions after a kill. */
    synchronized int again() {
        return arrived.values().stream().mapToInt(times -> times - 1).sum();
    }
}
