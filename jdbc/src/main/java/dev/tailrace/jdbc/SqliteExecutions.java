package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.FailedExecution;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Failed executions as rows, written later and together. */
final class SqliteExecutions implements Executions {
    private static final int PER_SECOND = 50;
    private final Database database;
    private final LaterWrites later;
    private final PerSecond rate;

    SqliteExecutions(Database database, LaterWrites later, InstantSource clock) {
        this.database = database;
        this.later = later;
        this.rate = new PerSecond(PER_SECOND, clock);
    }

    /** Where they come too fast, the delivery's attempt still tells what happened. That of an erased event is not kept. */
    @Override
    public void keep(FailedExecution failed) {
        if (!rate.admits(failed.tenant())) {
            return;
        }
        later.offer(session -> session.update(
                """
                insert or replace into executions
                  (tenant, id, action, version, stream, event, at, took, error_name, error_message, error_stack, output)
                select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                where not exists (select 1 from erased_events where tenant = ? and event = ?)
                """,
                failed.tenant(),
                failed.id(),
                failed.run().action(),
                failed.run().version(),
                failed.run().stream(),
                failed.run().event(),
                failed.run().at(),
                failed.run().took().toNanos(),
                failed.error().name(),
                failed.error().message(),
                failed.error().stack(),
                failed.output(),
                failed.tenant(),
                failed.run().event()));
    }

    @Override
    public Optional<FailedExecution> find(TenantId tenant, String id) {
        return database.read(session -> session.first("""
            select tenant, id, action, version, stream, event, at, took, error_name, error_message, error_stack, output
            from executions where tenant = ? and id = ?
            """, SqliteExecutions::read, tenant, id));
    }

    private static FailedExecution read(Row row) throws SQLException {
        var run = new FailedExecution.Run(
                row.text("action"),
                (int) row.number("version"),
                row.text("stream"),
                row.text("event"),
                row.time("at"),
                Duration.ofNanos(row.number("took")));
        var error = new ExecutionError(row.text("error_name"), row.text("error_message"), row.text("error_stack"));
        return new FailedExecution(new TenantId(row.text("tenant")), row.text("id"), run, error, row.text("output"));
    }
}
