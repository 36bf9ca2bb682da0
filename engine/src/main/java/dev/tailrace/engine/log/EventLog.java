package dev.tailrace.engine.log;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Durable, append-only, ordered per tenant. Offsets only grow, also after the log was emptied; gaps are legal. An event
 * whose tenant, source and id are already in the log is accepted and not stored again, at least for 24 hours; after a
 * call that failed a twin is possible. Threads may share it.
 */
public interface EventLog {
    /**
     * Returns once the events are durable, all of them or none.
     *
     * @return the offset of the last event stored or met again
     * @throws dev.tailrace.engine.problem.StorageException when nothing was stored, or nobody knows
     */
    Offset append(TenantId tenant, List<Event> events) throws InterruptedException;

    /** Oldest first, at most {@code max} entries after {@code after}; empty when caught up. */
    List<LogEntry> read(TenantId tenant, Offset after, int max);

    /** Newest first, at most {@code max} entries before {@code before}; empty when there is nothing older. */
    List<LogEntry> newest(TenantId tenant, Offset before, int max);

    /** The last offset before the first entry appended at or after {@code time}: reading after it starts there. */
    Offset before(TenantId tenant, Instant time);

    /**
     * The offset from which on nothing of this tenant was taken by retention, whatever others lost: one more than that of
     * the last entry it took, 1 when it took none.
     */
    Offset oldest(TenantId tenant);

    /** Offset of the newest entry ever appended; {@link Offset#START} before the first. */
    Offset end(TenantId tenant);

    /** Names this log: new when a log is created or restored. Cursors carry it. */
    String logId();

    /** Calls {@code woken} after appends. A hint that may be lost or repeated; reading stays the truth. */
    AutoCloseable onAppend(Consumer<TenantId> woken);
}
