package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Erasure;
import dev.tailrace.engine.delivery.Erasures;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Requests to erase as rows; a request forgets its subject when it is done. */
final class SqliteErasures implements Erasures {
    private static final String COLUMNS = "id, asked_at, done_at, events, deliveries, executions";
    private final Database database;

    SqliteErasures(Database database) {
        this.database = database;
    }

    @Override
    public Erasure ask(TenantId tenant, String id, Subject subject, Instant now) {
        return database.write(session -> {
            Optional<Erasure> waiting = session.first(
                    "select " + COLUMNS + " from erasures where tenant = ? and subject = ? and done_at is null",
                    SqliteErasures::read,
                    tenant,
                    subject.value());
            if (waiting.isPresent()) {
                return waiting.get();
            }
            session.update(
                    "insert into erasures (tenant, id, subject, asked_at) values (?, ?, ?, ?)",
                    tenant,
                    id,
                    subject.value(),
                    now);
            return new Erasure(id, now, Optional.empty(), 0, 0, 0);
        });
    }

    @Override
    public Optional<Erasure> find(TenantId tenant, String id) {
        return database.read(session -> session.first(
                "select " + COLUMNS + " from erasures where tenant = ? and id = ?", SqliteErasures::read, tenant, id));
    }

    private static Erasure read(Row row) throws SQLException {
        return new Erasure(
                row.text("id"),
                row.time("asked_at"),
                row.timeIfAny("done_at"),
                (int) row.number("events"),
                (int) row.number("deliveries"),
                (int) row.number("executions"));
    }
}
