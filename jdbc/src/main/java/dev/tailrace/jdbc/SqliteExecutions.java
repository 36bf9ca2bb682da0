package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Executions as rows, written later and together; those that said nothing are found among the deliveries that succeeded. */
final class SqliteExecutions implements Executions {
    private static final int PER_SECOND = 50;
    private static final String COLUMNS = """
        select tenant, id, action_id, action, version, stream, event, attempt, at, took,
          failed, error_name, error_message, error_stack, output, trace
        from executions\
        """;
    private final Database database;
    private final LaterWrites later;
    private final KeptSuccesses successes;
    private final PerSecond rate;

    SqliteExecutions(Database database, LaterWrites later, KeptSuccesses successes, InstantSource clock) {
        this.database = database;
        this.successes = successes;
        this.later = later;
        this.rate = new PerSecond(PER_SECOND, clock);
    }

    /** Where they come too fast, the delivery's attempt still tells what happened. That of an erased event is not kept. */
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
                select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                where not exists (select 1 from erased_events where tenant = ? and event = ?)
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
                TraceJson.write(kept.trace()),
                kept.action().tenant(),
                run.event()));
    }

    @Override
    public Optional<KeptExecution> find(TenantId tenant, String id) {
        return database.read(session -> {
            Optional<KeptExecution> row = row(session, tenant, id);
            return row.isPresent() ? row : SilentExecutions.find(session, tenant, id, successes);
        });
    }

    /** Each half comes from its index in order, however many rows there are; then those that left no row. */
    @Override
    public List<KeptExecution> list(TenantId tenant, Filter filter, String after, int max) {
        Before before = Before.parse(after);
        return database.read(session -> {
            var found = new ArrayList<KeptExecution>();
            if (filter.failed().orElse(true)) {
                found.addAll(rows(session, tenant, filter.of(), true, before, max));
            }
            if (!filter.failed().orElse(false)) {
                found.addAll(rows(session, tenant, filter.of(), false, before, max));
                for (KeptExecution silent :
                        SilentExecutions.list(session, tenant, filter.of(), successes, before, max)) {
                    if (row(session, tenant, silent.id()).isEmpty()) {
                        found.add(silent);
                    }
                }
            }
            found.sort(Before.NEWEST_FIRST);
            return List.copyOf(found.subList(0, Math.min(max, found.size())));
        });
    }

    /**
     * Those that follow the execution of this key, newest first.
     *
     * @param at nanoseconds since 1970
     */
    record Before(long at, String id) {
        static final Comparator<KeptExecution> NEWEST_FIRST = Comparator.<KeptExecution>comparingLong(
                        kept -> Nanos.of(kept.run().at()))
                .thenComparing(KeptExecution::id)
                .reversed();

        static Before parse(String key) {
            if (key.isEmpty()) {
                return new Before(Long.MAX_VALUE, "");
            }
            int dot = key.indexOf('.');
            return new Before(dot < 0 ? Long.MIN_VALUE : Long.parseLong(key.substring(0, dot)), key.substring(dot + 1));
        }

        boolean holds(long otherAt, String otherId) {
            return otherAt < at || (otherAt == at && otherId.compareTo(id) < 0);
        }
    }

    private static Optional<KeptExecution> row(Session session, TenantId tenant, String id) throws SQLException {
        return session.first(COLUMNS + " where tenant = ? and id = ?", SqliteExecutions::read, tenant, id);
    }

    private static List<KeptExecution> rows(
            Session session, TenantId tenant, Whose whose, boolean failed, Before before, int max) throws SQLException {
        String column = switch (whose) {
            case Whose.OfAction _ -> "action_id";
            case Whose.OfStream _ -> "stream";
        };
        return session.list(
                COLUMNS + " where tenant = ? and " + column
                        + " = ? and failed = ? and (at, id) < (?, ?) order by at desc, id desc limit ?",
                SqliteExecutions::read,
                tenant,
                whose.id(),
                failed,
                before.at(),
                before.id(),
                max);
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
