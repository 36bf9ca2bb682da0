package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What truly happened to each event of one stream, and the promises held against it. It outlives every process. */
final class Ledger {
    /** How long a lane may take to open its mail. */
    static final Duration NOTICE = Duration.ofMillis(2);

    private final EventStream stream;
    private final MemoryDeliveryStore store;
    private final FailureLimits limits;
    private final Map<EventId, Fate> fates = new HashMap<>();
    private final List<Fate> inOrder = new ArrayList<>();
    final Holders holders = new Holders();

    private final Map<Subject, List<Fate>> bySubject = new HashMap<>();
    private Offset passed = Offset.START;
    private long receipts;
    private long atOnce;
    private int attemptsAllowed;
    private @Nullable Instant gone;
    private @Nullable Instant deleted;

    private static final class Fate {
        private final LogEntry entry;
        private final EventId id;
        private boolean attempted;
        private boolean delivered;
        private boolean settled;
        private boolean askedAgain;
        private boolean purged;
        private Instant lastStart = Instant.MIN;
        private @Nullable Instant asked;
        private long firstReceipt = Long.MAX_VALUE;

        Fate(LogEntry entry) {
            this.entry = entry;
            this.id = entry.event().listedAs();
        }

        @Override
        public String toString() {
            return entry.event().id() + " at " + entry.offset();
        }
    }

    Ledger(EventStream stream, MemoryDeliveryStore store, FailureLimits limits) {
        this.stream = stream;
        this.store = store;
        this.limits = limits;
        policy(stream);
    }

    /** These are the settings now: an attempt that was due by the former ones may still be made. */
    void policy(EventStream newest) {
        attemptsAllowed =
                Math.max(attemptsAllowed, newest.policy().retryDelays().size() + 1);
    }

    /** The destination said that it is gone for good; null when somebody enabled the stream again. */
    void gone(@Nullable Instant at) {
        gone = at;
    }

    void deleted(Instant at) {
        deleted = at;
    }

    /** Somebody removed this pending delivery. */
    void purged(EventId event) {
        Fate fate = fate(event);
        fate.purged = true;
        fate.settled = true;
        fate.asked = null;
    }

    /** An event was accepted; it concerns this stream or not. */
    void accepted(LogEntry entry) {
        if (stream.accepts(entry.event().type())) {
            Fate fate = fateOf(entry);
            inOrder.add(fate);
            entry.event()
                    .subject()
                    .ifPresent(s ->
                            bySubject.computeIfAbsent(s, _ -> new ArrayList<>()).add(fate));
        }
    }

    /** An event was made for this stream alone. */
    void added(LogEntry entry) {
        fateOf(entry);
    }

    private Fate fateOf(LogEntry entry) {
        return fates.computeIfAbsent(entry.event().listedAs(), _ -> new Fate(entry));
    }

    void asked(EventId event, Instant now) {
        Fate fate = fate(event);
        fate.asked = now;
        fate.askedAgain = true;
    }

    /** Everything may come again, in any order with what is new. */
    void rewound() {
        inOrder.forEach(f -> f.askedAgain = true);
    }

    void started(Step.Attempt step, EventStream newest, Instant now, int running) {
        Fate fate = fate(step.delivery().entry().event().listedAs());
        hold(deleted == null || !now.isAfter(deleted.plus(NOTICE)), fate + " is attempted in a deleted stream");
        boolean spared = gone != null && now.isAfter(gone.plus(NOTICE));
        hold(!spared || step.delivery().askedFor(), fate + " is sent to a destination that is gone");
        hold(
                step.delivery().triedInThisRound() < attemptsAllowed,
                fate + " is attempted more often than its policy says");
        hold(running <= newest.policy().concurrency(), running + " attempts at a time");
        hold(newest.enabled() || step.delivery().askedFor(), fate + " is attempted in a disabled stream");
        if (step.delivery().state() instanceof Delivery.State.Pending(var due)) {
            hold(!due.isAfter(now), fate + " is attempted before it is due");
        }
        if (!fate.attempted && stream.policy().ordered()) {
            predecessors(fate)
                    .forEach(p -> hold(p.settled, fate + " is attempted before " + p + " of its subject is settled"));
        }
        fate.attempted = true;
        fate.lastStart = now;
    }

    /** A request arrived, and who sent it still lives: one of a dead process may overlap with those of the next. */
    void received(EventId event) {
        Fate fate = fate(event);
        fate.firstReceipt = Math.min(fate.firstReceipt, receipts++);
    }

    void ended(Delivery next) {
        Fate fate = fate(next.entry().event().listedAs());
        Status status = Status.of(next.state());
        fate.delivered |= status == Status.DELIVERED;
        fate.settled |= status != Status.PENDING;
    }

    /** Wherever the position went, everything it passed was delivered or is a row. */
    void checkPosition() {
        Offset to = store.position(stream.id()).map(Position::offset).orElse(Offset.START);
        for (Fate fate : inOrder) {
            if (fate.entry.offset().isAfter(passed) && !fate.entry.offset().isAfter(to)) {
                boolean listed = row(fate).isPresent();
                hold(
                        fate.delivered || fate.purged || listed,
                        "the position passed " + fate + ", which is neither delivered nor a row");
                atOnce += listed ? 0 : 1;
            }
        }
        passed = to;
    }

    /** Whatever was written, no stream goes on that has failed so often in a row. */
    void checkLimits() {
        int consecutive = store.standing(stream.id()).consecutive();
        hold(
                !store.enabled(stream.id()) || limits.consecutive() == 0 || consecutive < limits.consecutive(),
                consecutive + " failures in a row, and it is enabled");
    }

    /** What was counted is what the rows tell, and what the position passed without one. */
    void checkCounts() {
        long delivered = atOnce;
        long failed = 0;
        for (Fate fate : fates.values()) {
            for (Outcome last : row(fate).map(Ledger::rounds).orElse(List.of())) {
                delivered += last instanceof Outcome.Delivered ? 1 : 0;
                failed += last instanceof Outcome.Failed ? 1 : 0;
            }
        }
        long countedDelivered = 0;
        long countedFailed = 0;
        for (HourCount hour : store.counts(stream.id(), Instant.EPOCH, Instant.MAX)) {
            countedDelivered += hour.delivered();
            countedFailed += hour.failed();
        }
        hold(countedDelivered == delivered, countedDelivered + " counted as delivered, " + delivered + " were");
        hold(countedFailed == failed, countedFailed + " counted as failed, " + failed + " did");
    }

    /** What each round of a settled row's attempts came to. */
    private static List<Outcome> rounds(Delivery row) {
        var ends = new ArrayList<Outcome>();
        @Nullable Outcome last = null;
        for (Attempt attempt : row.attempts()) {
            if (attempt instanceof Attempt.Tried tried) {
                last = tried.outcome();
            } else if (last != null) {
                ends.add(last);
                last = null;
            }
        }
        if (last != null) {
            ends.add(last);
        }
        return ends;
    }

    /** At the end, with everything healthy again. */
    void check() {
        for (Fate fate : inOrder) {
            boolean listed =
                    row(fate).filter(d -> Status.of(d.state()) == Status.FAILED).isPresent();
            hold(fate.delivered || fate.purged || listed, "lost " + fate);
        }
        for (Fate fate : fates.values()) {
            hold(
                    fate.asked == null || !fate.lastStart.isBefore(fate.asked),
                    fate + " was asked for again and never attempted");
        }
        if (stream.policy().ordered()) {
            bySubject.values().forEach(this::checkOrder);
        }
    }

    private void checkOrder(List<Fate> ofSubject) {
        long last = -1;
        for (Fate fate : ofSubject) {
            if (fate.firstReceipt != Long.MAX_VALUE && !fate.askedAgain) {
                hold(fate.firstReceipt > last, fate + " was first received before an earlier one of its subject");
                last = fate.firstReceipt;
            }
        }
    }

    /** Of a deleted stream nothing is left, and nothing of it comes back. */
    void checkDeleted() {
        hold(store.position(stream.id()).isEmpty(), "has a position though it was deleted");
        hold(fates.values().stream().allMatch(f -> row(f).isEmpty()), "has deliveries though it was deleted");
    }

    int finallyFailed() {
        return store.countFailed(stream.id());
    }

    private List<Fate> predecessors(Fate fate) {
        return fate.entry
                .event()
                .subject()
                .map(s -> bySubject.getOrDefault(s, List.of()).stream()
                        .filter(p -> fate.entry.offset().isAfter(p.entry.offset()))
                        .toList())
                .orElse(List.of());
    }

    private Optional<Delivery> row(Fate fate) {
        return store.find(stream.id(), fate.id);
    }

    private Fate fate(EventId event) {
        @Nullable Fate fate = fates.get(event);
        if (fate == null) {
            throw new AssertionError(stream.id() + " got " + event + ", which is not for it");
        }
        return fate;
    }

    private void hold(boolean promise, String otherwise) {
        if (!promise) {
            throw new AssertionError(stream.id() + ": " + otherwise);
        }
    }
}
