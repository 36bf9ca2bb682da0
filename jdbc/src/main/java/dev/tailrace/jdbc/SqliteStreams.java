package dev.tailrace.jdbc;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Event streams as rows. A deleted one leaves its deliveries to retention, out of everybody's sight. */
final class SqliteStreams implements Streams {
    private final Database database;
    private final LogTail tail;
    private final StreamRow rows;
    private final InstantSource clock;
    private final Listeners<StreamId> listeners = new Listeners<>();

    SqliteStreams(Database database, LogTail tail, SecretBox box, InstantSource clock) {
        this.database = database;
        this.tail = tail;
        this.rows = new StreamRow(box);
        this.clock = clock;
    }

    @Override
    public void create(EventStream stream) {
        create(stream, Optional.empty());
    }

    @Override
    public void create(EventStream stream, Offset at) {
        create(stream, Optional.of(at));
    }

    private void create(EventStream stream, Optional<Offset> at) {
        database.write(session -> {
            refuseTakenName(session, stream);
            session.update(
                    """
                    insert into streams (tenant, id, name, enabled, subscriptions, destination, destination_secret,
                      signing_secrets, action, policy, created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, with(List.of(stream.id().tenant(), stream.id().value()), rows.values(stream), List.of()));
            long key = Positions.stream(session, stream.id()).orElseThrow();
            Positions.create(
                    session, key, at.orElseGet(() -> tail.end(stream.id().tenant())));
            return true;
        });
        listeners.tell(stream.id());
    }

    @Override
    public boolean update(EventStream before, EventStream next) {
        boolean there = database.write(session -> {
            refuseTakenName(session, next);
            int changed = session.update(
                    """
                    update streams set name = ?, enabled = ?, subscriptions = ?, destination = ?,
                      destination_secret = ?, signing_secrets = ?, action = ?, policy = ?, created_at = ?, updated_at = ?
                    where tenant = ? and id = ? and enabled = ? and updated_at = ?
                    """,
                    with(
                            List.of(),
                            rows.values(next),
                            List.of(next.id().tenant(), next.id().value(), before.enabled(), before.updatedAt())));
            if (changed == 1 && next.enabled() && !before.enabled()) {
                Positions.enabled(session, Positions.stream(session, next.id()).orElseThrow());
            }
            return changed == 1;
        });
        if (there) {
            listeners.tell(next.id());
        }
        return there;
    }

    /** Somebody else changed a stream. */
    void changed(StreamId id) {
        listeners.tell(id);
    }

    @Override
    public boolean delete(StreamId id) {
        boolean there = database.write(session -> {
            Optional<Long> key = Positions.stream(session, id);
            if (key.isEmpty()) {
                return false;
            }
            session.update("""
                insert into deleted_streams (key, tenant, id, deleted_at)
                select key, tenant, id, ? from streams where key = ?
                """, clock.instant(), key.get());
            session.update("delete from streams where key = ?", key.get());
            session.update("delete from positions where stream = ?", key.get());
            DeliveryHours.removeAll(session, key.get());
            DeliveryMinutes.removeAll(session, key.get());
            Successes.removeAll(session, key.get());
            return true;
        });
        if (there) {
            listeners.tell(id);
        }
        return there;
    }

    @Override
    public Optional<EventStream> find(StreamId id) {
        return database.read(session -> session.first(
                "select " + StreamRow.COLUMNS + " from streams where tenant = ? and id = ?",
                rows::read,
                id.tenant(),
                id.value()));
    }

    @Override
    public List<EventStream> list(TenantId tenant, String after, int max) {
        return database.read(session -> session.list(
                "select " + StreamRow.COLUMNS + " from streams where tenant = ? and key > ? order by key limit ?",
                rows::read,
                tenant,
                after.isEmpty() ? 0L : key(session, new StreamId(tenant, after)),
                max));
    }

    @Override
    public List<EventStream> all() {
        return database.read(
                session -> session.list("select " + StreamRow.COLUMNS + " from streams order by key", rows::read));
    }

    @Override
    public Optional<StreamId> deliveringTo(ActionId action) {
        return database.read(session -> session.first(
                "select id from streams where tenant = ? and action = ? order by key limit 1",
                row -> new StreamId(action.tenant(), row.text("id")),
                action.tenant(),
                action.value()));
    }

    @Override
    public AutoCloseable onChange(Consumer<StreamId> changed) {
        return listeners.add(changed);
    }

    /** Number of a stream that a page ended with, also when it was deleted since; nothing comes after an unknown one. */
    private static long key(Session session, StreamId id) throws SQLException {
        return session.first("""
            select key from streams where tenant = ? and id = ?
            union all select key from deleted_streams where tenant = ? and id = ?
            """, row -> row.number("key"), id.tenant(), id.value(), id.tenant(), id.value())
                .orElse(Long.MAX_VALUE);
    }

    private static void refuseTakenName(Session session, EventStream stream) throws SQLException {
        long others = session.number(
                "select count(*) from streams where tenant = ? and name = ? and id <> ?",
                stream.id().tenant(),
                stream.name(),
                stream.id().value());
        if (others > 0) {
            throw new Problem.Conflict("", "An event stream with this name already exists.");
        }
    }

    private static Object[] with(List<?> before, List<?> values, List<?> after) {
        var all = new ArrayList<Object>(before);
        all.addAll(values);
        all.addAll(after);
        return all.toArray();
    }
}
