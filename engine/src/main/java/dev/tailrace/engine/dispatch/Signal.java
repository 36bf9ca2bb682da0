package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened, told to a {@link Lane}. All but {@link Tick} are only noted; a tick decides what to do next. */
public sealed interface Signal {
    /** It is now this time; never earlier than before. */
    record Tick(Instant now) implements Signal {}

    /** Answer to {@link Step.Load}; no position when the stream is gone. */
    record Loaded(Optional<Position> position, Map<Subject, Integer> pendingSubjects, int pending) implements Signal {}

    /**
     * Answer to {@link Step.Read}: the wanted entries after {@code after}, up to and with {@code upTo}.
     *
     * @param following whether the tail reader hands over what comes next
     */
    record Read(Offset after, List<LogEntry> entries, Offset upTo, boolean following) implements Signal {}

    /** From the tail reader: the wanted entries after {@code after}, up to and with {@code upTo}. */
    record Appended(Offset after, List<LogEntry> entries, Offset upTo) implements Signal {}

    /** The tail reader went on without this lane. */
    record Behind() implements Signal {}

    /** Answer to {@link Step.Attempt}: what it made of the delivery. */
    record Attempted(Turn turn, Delivery next) implements Signal {}

    /** Answer to {@link Step.Commit}; false when it was refused. */
    record Committed(boolean moved) implements Signal {}

    /** Answer to {@link Step.Save}; false when the claim was lost. */
    record Saved(Turn turn, boolean stood) implements Signal {}

    /** Answer to {@link Step.Claim}, and when the store has the next one due. */
    record Due(List<Claimed> claimed, Optional<Instant> next) implements Signal {}

    /** The stream's settings are these now. */
    record Changed(EventStream stream) implements Signal {}

    /** Somebody else changed rows or the position in the store. */
    record Woken() implements Signal {}

    /** Start nothing more; what runs may end. */
    record Stop() implements Signal {}
}
