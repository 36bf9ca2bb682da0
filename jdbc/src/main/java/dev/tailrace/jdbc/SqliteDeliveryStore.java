package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
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

/** Positions and deliveries as tables. What has to look at many rows looks on a reader and writes what it found. */
final class SqliteDeliveryStore implements DeliveryStore {
    private final Database database;

    SqliteDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Position> position(StreamId stream) {
        return database.read(session -> Positions.find(session, stream));
    }

    @Override
    public boolean commit(StreamId stream, Position from, Position to, List<Parked> settledOrParked) {
        // An empty one is a single statement and needs no savepoint.
        Guard guard = settledOrParked.isEmpty() ? Guard.NONE : Guard.SAVEPOINT;
        return database.writer().writeCalmly(guard, session -> {
            Optional<Long> key = Positions.stream(session, stream);
            if (key.isEmpty() || !Positions.advance(session, key.get(), from, to)) {
                return false;
            }
            var writes = new DeliveryWrites(session, stream, key.get());
            for (Parked parked : settledOrParked) {
                writes.park(parked);
            }
            writes.close();
            return true;
        });
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
        return database.write(session -> {
            Optional<Long> key = Positions.stream(session, stream);
            Optional<Long> seq =
                    key.isEmpty() ? Optional.empty() : DeliveryClaims.standing(session, key.get(), claimed);
            if (seq.isEmpty()) {
                return false;
            }
            var writes = new DeliveryWrites(session, stream, key.get());
            writes.change(seq.get(), claimed.delivery(), next);
            writes.close();
            return true;
        });
    }

    @Override
    public void add(Delivery pending) {
        database.write(session -> {
            long key = Positions.stream(session, pending.stream())
                    .orElseThrow(() -> new Problem.NotFound("", "The requested stream does not exist."));
            var writes = new DeliveryWrites(session, pending.stream(), key);
            writes.park(new Parked(pending, Optional.empty()));
            writes.close();
            return true;
        });
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
    public int countPending(StreamId stream) {
        return Math.toIntExact(database.read(session -> Positions.pending(session, stream)));
    }

    @Override
    public int countFailed(StreamId stream) {
        return Math.toIntExact(database.read(session -> Positions.failed(session, stream)));
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
        return database.read(session -> DeliveryList.page(session, stream, filter, after, max));
    }

    @Override
    public Optional<Delivery> find(StreamId stream, EventId event) {
        return database.read(session -> DeliveryList.find(session, stream, event));
    }

    private static int reopen(Session session, StreamId stream, List<Long> rows, Instant now) throws SQLException {
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
        writes.close();
        return reopened;
    }
}
