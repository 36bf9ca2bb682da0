package dev.tailrace.engine.audit;

/** Takes notes. Threads may share it. */
@FunctionalInterface
public interface Audit {
    /**
     * Never waits and never fails: an entry is on disk a moment later. A crash loses the last moment's entries, and a flood
     * is cut where it exceeds what can be written; how many were cut is written down in their place.
     */
    void note(AuditEntry entry);
}
