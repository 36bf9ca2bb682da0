package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.jdbc.Writer.Guard;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Positions and deliveries as tables. What has to look at many rows looks on a reader and writes what it found. */
final class SqliteDeliveryStore implements DeliveryStore {
    private final Database database;
    private final FailureLimits limits;
    private final KeptSuccesses successes;
    private final Listeners<Disabled> listeners = new Listeners<>();

    SqliteDeliveryStore(Database database, FailureLimits limits, KeptSuccesses successes) {
        this.database = database;
        this.limits = limits;
        this.successes = successes;
    }

    /** What a write came to. */
    private record Written(boolean stood, Optional<Disabled> disabled) {
        static final Written NOT = new Written(false, Optional.empty());
    }

    @Override
    public Optional<Position> position(StreamId stream) {
        return database.read(session -> Positions.find(session, stream));
    }

    @Override
    public boolean commit(StreamId stream, Position from, Position to, Settled settled) {
        // Without rows only the first statement says no, and no savepoint is needed.
        Guard guard = settled.rows().isEmpty() ? Guard.NONE : Guard.SAVEPOINT;
        Optional<Successes.Batch> batch = Successes.Batch.of(settled, successes);
        return told(database.writer().writeCalmly(guard, session -> {
            Optional<Long> key = Positions.stream(session, stream);
            if (key.isEmpty() || !Positions.advance(session, key.get(), from, to)) {
                return Written.NOT;
            }
            var writes = new DeliveryWrites(session, stream, key.get());
            writes.settle(settled);
            if (batch.isPresent()) {
                Successes.add(session, key.get(), batch.get(), settled.at(), successes);
            }
            return new Written(true, writes.close(settled.at(), limits));
        }));
    }

    @Override
    public Optional<Position> move(StreamId stream, Offset to) {
        return database.write(session -> {
            Optional<Long> key = Positions.stream(session, stream);
            return key.isEmpty() ? Optional.empty() : Positions.move(session, key.get(), to);
        });
    }

    @Override
    public List<Claimed> claimDue(StreamId stream, Instant now, Claim claim, int max, boolean askedForOnly) {
        var claims = new DeliveryClaims(stream, askedForOnly);
        List<Long> candidates = database.read(session -> claims.candidates(session, now, max));
        return candidates.isEmpty()
                ? List.of()
                : database.write(session -> claims.claim(session, candidates, now, claim));
    }

    @Override
    public Optional<Instant> nextDue(StreamId stream, boolean askedForOnly) {
        return database.read(new DeliveryClaims(stream, askedForOnly)::nextDue);
    }

    @Override
    public boolean save(Claimed claimed, Delivery next) {
        StreamId stream = claimed.delivery().stream();
        return told(database.write(session -> {
            Optional<Long> key = Positions.stream(session, stream);
            Optional<Long> seq =
                    key.isEmpty() ? Optional.empty() : DeliveryClaims.standing(session, key.get(), claimed);
            if (seq.isEmpty()) {
                return Written.NOT;
            }
            var writes = new DeliveryWrites(session, stream, key.get());
            writes.change(seq.get(), claimed.delivery(), next);
            return new Written(true, writes.close(next.at(), limits));
        }));
    }

    @Override
    public void add(Delivery pending) {
        told(database.write(session -> {
            long key = Positions.stream(session, pending.stream())
                    .orElseThrow(() -> new Problem.NotFound("", "The requested stream does not exist."));
            var writes = new DeliveryWrites(session, pending.stream(), key);
            writes.park(new Parked(pending, Optional.empty()));
            return new Written(true, writes.close(pending.at(), limits));
        }));
    }

    @Override
    public int addAll(StreamId stream, List<Delivery> pending) {
        return database.write(session -> {
            Optional<Long> key = Positions.stream(session, stream);
            if (key.isEmpty()) {
                return 0;
            }
            var writes = new DeliveryWrites(session, stream, key.get());
            for (Delivery delivery : pending) {
                writes.park(new Parked(delivery, Optional.empty()));
            }
            int more = writes.morePending();
            writes.counted();
            return more;
        });
    }

    @Override
    public int purge(StreamId stream, Instant now, int max) {
        return DeliveryPurge.of(database, stream, now, Math.min(max, Chunk.ROWS_MAX));
    }

    @Override
    public void dropClaimsNotOf(String owner) {
        database.write(session -> DeliveryClaims.dropNotOf(session, owner));
    }

    @Override
    public Map<Subject, Integer> pendingSubjects(StreamId stream) {
        var counts = new LinkedHashMap<Subject, Integer>();
        database.read(session -> session.list(
                """
                select subject, count(*) as waiting from deliveries
                where stream = (select key from streams where tenant = ? and id = ?)
                  and status = 0 and subject is not null
                group by subject
                """,
                row -> counts.put(new Subject(row.text("subject")), (int) row.number("waiting")),
                stream.tenant(),
                stream.value()));
        return counts;
    }

    @Override
    public Standing standing(StreamId stream) {
        return database.read(session -> {
            Optional<Long> key = Positions.stream(session, stream);
            return key.isEmpty()
                    ? Standing.CLEAN
                    : Positions.standing(session, key.get()).orElse(Standing.CLEAN);
        });
    }

    @Override
    public List<HourCount> counts(StreamId stream, Instant from, Instant to) {
        return database.read(session -> DeliveryHours.between(session, stream, from, to));
    }

    @Override
    public List<MinuteCount> minutes(StreamId stream, Instant from, Instant to) {
        return database.read(session -> DeliveryMinutes.between(session, stream, from, to));
    }

    @Override
    public AutoCloseable onDisabled(Consumer<Disabled> told) {
        return listeners.add(told);
    }

    @Override
    public int reopen(StreamId stream, RedeliveryFilter filter, Instant now, int max) {
        int chunk = Math.min(max, Chunk.ROWS_MAX);
        while (true) {
            List<Long> rows = database.read(session -> DeliveryList.failed(session, stream, filter, now, chunk));
            int reopened = rows.isEmpty() ? 0 : database.write(session -> reopen(session, stream, rows, now));
            if (rows.isEmpty() || reopened > 0) {
                return reopened;
            }
            // somebody else reopened or removed all of these meanwhile: look again
        }
    }

    @Override
    public Page<Delivery> list(StreamId stream, DeliveryFilter filter, String after, int max) {
        return database.read(session -> DeliveryList.page(session, stream, filter, successes, after, max));
    }

    @Override
    public Optional<Delivery> find(StreamId stream, EventId event) {
        return database.read(session -> DeliveryList.find(session, stream, event, successes));
    }

    private boolean told(Written written) {
        written.disabled().ifPresent(listeners::tell);
        return written.stood();
    }

    private int reopen(Session session, StreamId stream, List<Long> rows, Instant now) throws SQLException {
        Optional<Long> key = Positions.stream(session, stream);
        if (key.isEmpty()) {
            return 0;
        }
        var chunk = new Chunk();
        var writes = new DeliveryWrites(session, stream, key.get());
        int reopened = 0;
        for (long seq : rows) {
            Optional<DeliveryRow> row = session.first(
                    "select " + DeliveryRow.COLUMNS + " from deliveries where seq = ? and status = 2",
                    DeliveryRow.of(stream),
                    seq);
            if (row.isPresent()) {
                Delivery before = row.get().delivery();
                writes.change(seq, before, before.reopened(now));
                reopened++;
            }
            if (reopened > 0 && chunk.over()) {
                break;
            }
        }
        writes.close(now, limits);
        return reopened;
    }
}
