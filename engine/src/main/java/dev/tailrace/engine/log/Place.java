package dev.tailrace.engine.log;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/** A place in a tenant's log as somebody names it: where a stream begins to read, or is moved to. */
public sealed interface Place {
    /** Behind everything there is. */
    record Latest() implements Place {}

    /** Before everything that retention has left. */
    record Earliest() implements Place {}

    /** Before what was appended at this time or later. */
    record Since(Instant time) implements Place {}

    /** Behind this offset. */
    record After(Offset offset) implements Place {}

    /** The offset behind which one reads on from here. */
    default Offset in(EventLog log, TenantId tenant) {
        return switch (this) {
            case Latest() -> log.end(tenant);
            case Earliest() -> beforeFirst(log, tenant);
            case Since(var time) -> later(log.before(tenant, time), beforeFirst(log, tenant));
            case After(var offset) -> offset;
        };
    }

    /** Why nobody can read on from here, if so: an offset that retention took, or one that is not there yet. */
    default Optional<String> wrong(EventLog log, TenantId tenant) {
        if (!(this instanceof After(var offset))) {
            return Optional.empty();
        }
        Offset first = beforeFirst(log, tenant);
        Offset end = log.end(tenant);
        return offset.isAfter(end) || first.isAfter(offset)
                ? Optional.of("The log reaches from offset " + first + " to " + end)
                : Optional.empty();
    }

    private static Offset beforeFirst(EventLog log, TenantId tenant) {
        Offset end = log.end(tenant);
        Offset first = new Offset(log.oldest(tenant).value() - 1);
        return first.isAfter(end) ? end : first;
    }

    private static Offset later(Offset a, Offset b) {
        return a.isAfter(b) ? a : b;
    }
}
