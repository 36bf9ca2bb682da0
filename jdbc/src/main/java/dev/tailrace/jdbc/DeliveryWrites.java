package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.delivery.Tally;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The statements that write deliveries of one stream in one transaction, and keep what is derived from them: which row
 * is the first of its subject, and the counts. {@link #close} writes the counts, and disables the stream where they reach
 * a limit.
 */
final class DeliveryWrites {
    private final Session session;
    private final StreamId id;
    private final long stream;
    private int pending;
    private int failed;
    private int asked;
    private final Tally tally = new Tally();

    DeliveryWrites(Session session, StreamId id, long stream) {
        this.session = session;
        this.id = id;
        this.stream = stream;
    }

    void settle(Settled settled) throws SQLException {
        for (int i = 0; i < settled.rows().size(); i++) {
            if (i == settled.rowsBefore()) {
                tally.delivered(settled.delivered());
            }
            park(settled.rows().get(i));
        }
        if (settled.rowsBefore() >= settled.rows().size()) {
            tally.delivered(settled.delivered());
        }
    }

    /** Leaves a pending one alone; puts it on top of a settled one. What was erased meanwhile is not kept. */
    void park(Parked parked) throws SQLException {
        Delivery fresh = parked.delivery();
        if (ErasedRows.holds(session, fresh.entry().offset().value())) {
            return;
        }
        Optional<DeliveryRow> there = session.first(
                "select " + DeliveryRow.COLUMNS + " from deliveries where stream = ? and event_id = ?",
                DeliveryRow.of(id),
                stream,
                fresh.entry().event().listedAs().value());
        if (there.isEmpty()) {
            insert(fresh, parked.claim());
            count(fresh, 1);
            tally.settled(fresh.state());
            rank(fresh);
        } else if (!(there.get().delivery().state() instanceof Delivery.State.Pending)) {
            Delivery old = there.get().delivery();
            Delivery next = fresh.onTopOf(old);
            session.update("delete from deliveries where seq = ?", there.get().seq());
            insert(next, parked.claim());
            count(old, -1);
            count(next, 1);
            tally.settled(next.state());
            rank(next);
        }
    }

    /** Another state and story, and no claim; the event stays. */
    void change(long seq, Delivery before, Delivery next) throws SQLException {
        Event event = next.entry().event();
        boolean waits = next.state() instanceof Delivery.State.Pending;
        boolean free = waits && event.subject().isEmpty();
        session.update(
                """
                update deliveries set status = ?, state_at = ?, asked = ?, attempts = ?,
                  claim_owner = null, claim_until = null,
                  head = ? or (? and head), asked_head = ? or (? and asked_head)
                where seq = ?
                """,
                DeliveryRow.status(next.state()),
                next.at(),
                next.askedFor(),
                AttemptsJson.write(next.attempts()),
                free,
                waits,
                free && next.askedFor(),
                waits && next.askedFor(),
                seq);
        count(before, -1);
        count(next, 1);
        tally.settled(next.state());
        rank(next);
    }

    /** It goes, as if it had never been. */
    void remove(long seq, Delivery before) throws SQLException {
        session.update("delete from deliveries where seq = ?", seq);
        count(before, -1);
        rank(before);
    }

    /** How many more are pending by what was written. */
    int morePending() {
        return pending;
    }

    /** Where nothing was settled: writes the counts. */
    void counted() throws SQLException {
        Positions.count(session, stream, pending, failed, asked);
    }

    /** @return what to tell when the stream is disabled by it */
    Optional<Disabled> close(Instant at, FailureLimits limits) throws SQLException {
        counted();
        if (tally.isEmpty()) {
            return Optional.empty();
        }
        Positions.settled(session, stream, tally);
        DeliveryHours.add(session, stream, at, tally);
        DeliveryMinutes.add(session, stream, at, tally);
        return tally.failed() == 0 ? Optional.empty() : disableAtLimit(at, limits);
    }

    private Optional<Disabled> disableAtLimit(Instant at, FailureLimits limits) throws SQLException {
        Standing standing = Positions.standing(session, stream).orElse(Standing.CLEAN);
        if (!limits.reachedBy(standing)) {
            return Optional.empty();
        }
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        int disabled = session.update(
                "update streams set enabled = 0, updated_at = ? where key = ? and enabled = 1", now, stream);
        return disabled == 0 ? Optional.empty() : Optional.of(new Disabled(id, standing, now));
    }

    private void insert(Delivery fresh, Optional<Claim> claim) throws SQLException {
        Event event = fresh.entry().event();
        boolean free = fresh.state() instanceof Delivery.State.Pending
                && event.subject().isEmpty();
        session.update(
                """
                insert into deliveries (stream, event_id, status, state_at, asked, head, asked_head, claim_owner,
                  claim_until, log_offset, appended, event_time, type, id, source, subject, attempts, json)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                stream,
                event.listedAs().value(),
                DeliveryRow.status(fresh.state()),
                fresh.at(),
                fresh.askedFor(),
                free,
                free && fresh.askedFor(),
                claim.map(Claim::owner),
                claim.map(Claim::until),
                fresh.entry().offset().value(),
                fresh.entry().appended(),
                event.time(),
                event.type().value(),
                event.id(),
                event.source(),
                event.subject().map(Subject::value),
                AttemptsJson.write(fresh.attempts()),
                event.json());
    }

    private void count(Delivery delivery, int by) {
        switch (delivery.state()) {
            case Delivery.State.Pending _ -> {
                pending += by;
                asked += delivery.askedFor() ? by : 0;
            }
            case Delivery.State.Failed _ -> failed += by;
            case Delivery.State.Delivered _ -> {}
        }
    }

    /** After one row of its subject has changed: only the first two pending rows can be marked wrongly. */
    private void rank(Delivery changed) throws SQLException {
        Optional<Subject> subject = changed.entry().event().subject();
        if (subject.isEmpty()) {
            return;
        }
        rank(subject.get(), """
            select seq, head as marked from deliveries
            where stream = ? and subject = ? and status = 0 order by log_offset, seq limit 2
            """, "update deliveries set head = ? where seq = ?");
        if (changed.askedFor()) { // once asked for, always so: the story is kept
            rank(subject.get(), """
                select seq, asked_head as marked from deliveries
                where stream = ? and subject = ? and status = 0 and asked = 1 order by log_offset, seq limit 2
                """, "update deliveries set asked_head = ? where seq = ?");
        }
    }

    private void rank(Subject subject, String firstTwo, String mark) throws SQLException {
        record Ranked(long seq, boolean marked) {}
        var rows = session.list(
                firstTwo, row -> new Ranked(row.number("seq"), row.flag("marked")), stream, subject.value());
        for (int i = 0; i < rows.size(); i++) {
            boolean first = i == 0;
            if (rows.get(i).marked() != first) {
                session.update(mark, first, rows.get(i).seq());
            }
        }
    }
}
