package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Executions as rows, written later and together. Row ids grow with time. */
final class SqliteExecutions implements Executions {
    private static final int PER_SECOND = 50;
    private static final String COLUMNS = """
        select tenant, id, action_id, action, version, stream, event, attempt, at, took,
          failed, error_name, error_message, error_stack, output, trace
        from executions\
        """;
    private final Database database;
    private final LaterWrites later;
    private final PerSecond rate;

    SqliteExecutions(Database database, LaterWrites later, InstantSource clock) {
        this.database = database;
        this.later = later;
        this.rate = new PerSecond(PER_SECOND, clock);
    }

    /** Where they come too fast, the delivery's attempt still tells what happened. */
    @Override
    public void keep(KeptExecution kept) {
        if (!rate.admits(kept.action().tenant())) {
            return;
        }
        KeptExecution.Run run = kept.run();
        ExecutionError error = kept.error().orElse(new ExecutionError("", "", ""));
        later.offer(session -> session.update(
                """
                insert or replace into executions
                  (tenant, id, action_id, action, version, stream, event, attempt, at, took,
                   failed, error_name, error_message, error_stack, output, trace)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                kept.action().tenant(),
                kept.id(),
                kept.action().value(),
                run.action(),
                run.version(),
                run.stream(),
                run.event(),
                run.attempt(),
                run.at(),
                run.took().toNanos(),
                kept.error().isPresent(),
                error.name(),
                error.message(),
                error.stack(),
                kept.output(),
                TraceJson.write(kept.trace())));
    }

    @Override
    public Optional<KeptExecution> find(TenantId tenant, String id) {
        return database.read(
                session -> session.first(COLUMNS + " where tenant = ? and id = ?", SqliteExecutions::read, tenant, id));
    }

    /** Each half comes from its index in order, however many rows there are. */
    @Override
    public List<KeptExecution> list(TenantId tenant, Filter filter, String after, int max) {
        String column = switch (filter.of()) {
            case Whose.OfAction _ -> "action_id";
            case Whose.OfStream _ -> "stream";
        };
        String half = "select * from (select rowid as number from executions where tenant = ? and " + column
                + " = ? and failed = ? and rowid < ? order by rowid desc limit ?)";
        String sql = COLUMNS + " where rowid in (" + half + " union all " + half + ") order by rowid desc limit ?";
        String id = filter.of().id();
        return database.read(session -> {
            long before = after.isEmpty() ? Long.MAX_VALUE : number(session, tenant, after);
            int failed = filter.failed().orElse(true) ? max : 0;
            int succeeded = filter.failed().orElse(false) ? 0 : max;
            return session.list(
                    sql,
                    SqliteExecutions::read,
                    tenant,
                    id,
                    true,
                    before,
                    failed,
                    tenant,
                    id,
                    false,
                    before,
                    succeeded,
                    max);
        });
    }

    private static long number(Session session, TenantId tenant, String id) throws SQLException {
        return session.first(
                        "select rowid as number from executions where tenant = ? and id = ?",
                        row -> row.number("number"),
                        tenant,
                        id)
                .orElse(0L);
    }

    private static KeptExecution read(Row row) throws SQLException {
        var run = new KeptExecution.Run(
                row.text("action"),
                (int) row.number("version"),
                row.text("stream"),
                row.text("event"),
                (int) row.number("attempt"),
                row.time("at"),
                Duration.ofNanos(row.number("took")));
        Optional<ExecutionError> error = row.flag("failed")
                ? Optional.of(
                        new ExecutionError(row.text("error_name"), row.text("error_message"), row.text("error_stack")))
                : Optional.empty();
        return new KeptExecution(
                new ActionId(new TenantId(row.text("tenant")), row.text("action_id")),
                row.text("id"),
                run,
                error,
                row.text("output"),
                TraceJson.read(row.text("trace")));
    }
}
