package dev.tailrace.jdbc;

import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.Executions.Whose;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.SqliteExecutions.Before;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Executions that succeeded and said nothing: what the records of successes know of them. */
final class SilentExecutions {
    /** Between the start of an execution and the commit that settled its delivery, at most: attempt, claim, commit. */
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(6);
    /** Commits looked through for one execution. */
    private static final int COMMITS_MAX = 500;
    /** Streams of one action that are looked through. */
    private static final int STREAMS_MAX = 20;

    private SilentExecutions() {}

    /** A stream that delivers to an action. */
    private record Carrier(StreamId stream, ActionId action, String name) {
        static final String COLUMNS = """
            select s.id as stream, s.action as action, coalesce(a.name, '') as name
            from streams s left join actions a on a.tenant = s.tenant and a.id = s.action\
            """;

        static Row.Reading<Carrier> of(TenantId tenant) {
            return row -> new Carrier(
                    new StreamId(tenant, row.text("stream")),
                    new ActionId(tenant, row.text("action")),
                    row.text("name"));
        }
    }

    /** Its id says when it began: commits are looked through from then on. */
    static Optional<KeptExecution> find(Session session, TenantId tenant, String id, KeptSuccesses kept)
            throws SQLException {
        Optional<Instant> began = RandomIds.time(KeptExecution.ID, id);
        if (began.isEmpty()) {
            return Optional.empty();
        }
        record Commit(long stream, byte[] records) {}
        List<Commit> commits = session.list(
                """
                select c.stream, c.records from successes c
                join streams s on s.key = c.stream
                where c.at >= ? and c.at < ? and s.tenant = ? and s.action is not null
                order by c.at limit ?
                """,
                row -> new Commit(row.number("stream"), row.bytes("records")),
                began.get(),
                began.get().plus(SETTLED_WITHIN),
                tenant,
                COMMITS_MAX);
        for (Commit commit : commits) {
            for (Success success : SuccessBytes.read(commit.records())) {
                if (success.detail().execution().filter(id::equals).isPresent()) {
                    Optional<Carrier> carrier = session.first(
                            Carrier.COLUMNS + " where s.key = ? and s.tenant = ?",
                            Carrier.of(tenant),
                            commit.stream(),
                            tenant);
                    return carrier.isEmpty() ? Optional.empty() : execution(session, carrier.get(), success);
                }
            }
        }
        return Optional.empty();
    }

    /** Newest first. */
    static List<KeptExecution> list(
            Session session, TenantId tenant, Whose whose, KeptSuccesses kept, Before before, int max)
            throws SQLException {
        record Candidate(Carrier carrier, Success success) {}
        var candidates = new ArrayList<Candidate>();
        for (Carrier carrier : carriers(session, tenant, whose)) {
            for (Success success : Successes.of(session, carrier.stream(), kept)) {
                Optional<String> id = success.detail().execution();
                if (id.isPresent() && before.holds(Nanos.of(success.at()), id.get())) {
                    candidates.add(new Candidate(carrier, success));
                }
            }
        }
        candidates.sort(
                Comparator.<Candidate>comparingLong(c -> Nanos.of(c.success().at()))
                        .thenComparing(c -> c.success().detail().execution().orElseThrow())
                        .reversed());
        var found = new ArrayList<KeptExecution>();
        for (Candidate candidate : candidates) {
            if (found.size() == max) {
                break;
            }
            execution(session, candidate.carrier(), candidate.success()).ifPresent(found::add);
        }
        return found;
    }

    private static List<Carrier> carriers(Session session, TenantId tenant, Whose whose) throws SQLException {
        String condition = switch (whose) {
            case Whose.OfAction _ -> "s.action = ?";
            case Whose.OfStream _ -> "s.id = ? and s.action is not null";
        };
        return session.list(
                Carrier.COLUMNS + " where s.tenant = ? and " + condition + " order by s.key limit ?",
                Carrier.of(tenant),
                tenant,
                whose.id(),
                STREAMS_MAX);
    }

    private static Optional<KeptExecution> execution(Session session, Carrier carrier, Success success)
            throws SQLException {
        return Successes.delivery(session, carrier.stream(), success)
                .map(delivery -> execution(carrier, success, delivery));
    }

    private static KeptExecution execution(Carrier carrier, Success success, Delivery delivery) {
        Attempt attempt = delivery.attempts().getFirst();
        var run = new KeptExecution.Run(
                carrier.name(),
                success.detail().actionVersion().orElse(0),
                carrier.stream().value(),
                delivery.entry().event().id(),
                1,
                attempt.at(),
                success.took());
        var trace = new Trace(success.detail().isolation(), List.of(), List.of(), CacheUse.NONE);
        String id = success.detail().execution().orElseThrow();
        return new KeptExecution(carrier.action(), id, run, Optional.empty(), "", trace);
    }
}
