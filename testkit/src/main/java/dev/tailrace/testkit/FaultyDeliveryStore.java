package dev.tailrace.testkit;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store whose every call may go wrong on purpose, before or after the real one did its work. */
public final class FaultyDeliveryStore implements DeliveryStore {
    private final DeliveryStore real;
    private final Supplier<Fault> faults;

    /** What happens to one call. */
    public enum Fault {
        NONE,
        FAILS_BEFORE,
        FAILS_AFTER,
        DIES_BEFORE,
        DIES_AFTER
    }

    /** The process ends here. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process ends here", null, false, false);
        }
    }

    public FaultyDeliveryStore(DeliveryStore real, Supplier<Fault> faults) {
        this.real = real;
        this.faults = faults;
    }

    @Override
    public Optional<Position> position(StreamId stream) {
        return call(() -> real.position(stream));
    }

    @Override
    public boolean commit(StreamId stream, Position from, Position to, Settled settled) {
        return call(() -> real.commit(stream, from, to, settled));
    }

    @Override
    public Optional<Position> move(StreamId stream, Offset to) {
        return call(() -> real.move(stream, to));
    }

    @Override
    public List<Claimed> claimDue(StreamId stream, Instant now, Claim claim, int max, boolean askedForOnly) {
        return call(() -> real.claimDue(stream, now, claim, max, askedForOnly));
    }

    @Override
    public Optional<Instant> nextDue(StreamId stream, boolean askedForOnly) {
        return call(() -> real.nextDue(stream, askedForOnly));
    }

    @Override
    public boolean save(Claimed claimed, Delivery next) {
        return call(() -> real.save(claimed, next));
    }

    @Override
    public void add(Delivery pending) {
        call(() -> {
            real.add(pending);
            return true;
        });
    }

    @Override
    public int addAll(StreamId stream, List<Delivery> pending) {
        return call(() -> real.addAll(stream, pending));
    }

    @Override
    public int purge(StreamId stream, Instant now, int max) {
        return call(() -> real.purge(stream, now, max));
    }

    @Override
    public void dropClaimsNotOf(String owner) {
        call(() -> {
            real.dropClaimsNotOf(owner);
            return true;
        });
    }

    @Override
    public Map<Subject, Integer> pendingSubjects(StreamId stream) {
        return call(() -> real.pendingSubjects(stream));
    }

    @Override
    public Standing standing(StreamId stream) {
        return call(() -> real.standing(stream));
    }

    @Override
    public List<HourCount> counts(StreamId stream, Instant from, Instant to) {
        return call(() -> real.counts(stream, from, to));
    }

    @Override
    public List<MinuteCount> minutes(StreamId stream, Instant from, Instant to) {
        return call(() -> real.minutes(stream, from, to));
    }

    @Override
    public AutoCloseable onDisabled(Consumer<Disabled> told) {
        return real.onDisabled(told);
    }

    @Override
    public int reopen(StreamId stream, RedeliveryFilter filter, Instant now, int max) {
        return call(() -> real.reopen(stream, filter, now, max));
    }

    @Override
    public Page<Delivery> list(StreamId stream, DeliveryFilter filter, String after, int max) {
        return call(() -> real.list(stream, filter, after, max));
    }

    @Override
    public Optional<Delivery> find(StreamId stream, EventId event) {
        return call(() -> real.find(stream, event));
    }

    private <T> T call(Supplier<T> work) {
        Fault fault = faults.get();
        goWrong(fault, Fault.FAILS_BEFORE, Fault.DIES_BEFORE);
        T answer = work.get();
        goWrong(fault, Fault.FAILS_AFTER, Fault.DIES_AFTER);
        return answer;
    }

    private static void goWrong(Fault fault, Fault failure, Fault death) {
        if (fault == failure) {
            throw new StorageException("failed on purpose", new IllegalStateException(fault.name()));
        }
        if (fault == death) {
            throw new Death();
        }
    }
}
