package dev.tailrace.engine.log;

/**
 * How far a stream has read: every event up to {@code offset} is settled, parked, or did not concern it. The epoch grows
 * when somebody moves the position by hand or another owner takes the stream, so that a late commit is refused.
 */
public record Position(long epoch, Offset offset) {
    public Position at(Offset further) {
        return new Position(epoch, further);
    }
}
