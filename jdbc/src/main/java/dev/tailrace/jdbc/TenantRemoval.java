package dev.tailrace.jdbc;

import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the data of tenants that were removed, in short transactions. The name is free when everything is gone and what
 * was still under way when the tenant was removed has had the time to end. A run that was broken off goes on with the
 * next one. Threads may share it.
 */
public final class TenantRemoval {
    /** Longer than any call, attempt or subscription that was under way. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** Each takes some rows of a tenant; its streams, deliveries and log are taken apart from these. */
    private static final List<String> STATEMENTS = List.of(
            "delete from actions where tenant = ? and key in (select key from actions where tenant = ? limit 200)",
            """
            delete from action_versions where tenant = ?
              and rowid in (select rowid from action_versions where tenant = ? limit 200)
            """,
            "delete from action_egress where tenant = ? and action in (select action from action_egress where tenant ="
                    + " ? limit 200)",
            "delete from action_modules where tenant = ? and key in (select key from action_modules where tenant = ?"
                    + " limit 200)",
            """
            delete from action_module_versions where tenant = ?
              and rowid in (select rowid from action_module_versions where tenant = ? limit 200)
            """,
            "delete from users where tenant = ? and key in (select key from users where tenant = ? limit 200)",
            """
            delete from user_terms where tenant = ?
              and (term, user) in (select term, user from user_terms where tenant = ? limit 200)
            """,
            "delete from links where tenant = ? and key in (select key from links where tenant = ? limit 200)",
            "delete from entities where tenant = ? and key in (select key from entities where tenant = ? limit 200)",
            "delete from permissions where tenant = ? and key in (select key from permissions where tenant = ? limit"
                    + " 200)",
            """
            delete from organization_grants where tenant = ?
              and key in (select key from organization_grants where tenant = ? limit 200)
            """,
            "delete from tenant_settings where tenant = ? and tenant = ?",
            """
            delete from used_assertions where tenant = ?
              and rowid in (select rowid from used_assertions where tenant = ? limit 200)
            """,
            "delete from scim_tokens where tenant = ? and id in (select id from scim_tokens where tenant = ? limit"
                    + " 200)",
            """
            delete from dashboard_sessions where tenant = ?
              and rowid in (select rowid from dashboard_sessions where tenant = ? limit 200)
            """,
            "delete from counts where tenant = ? and what in (select what from counts where tenant = ? limit 200)",
            "delete from event_types where tenant = ? and type in (select type from event_types where tenant = ? limit"
                    + " 200)",
            "delete from grants where tenant = ? and key in (select key from grants where tenant = ? limit 200)",
            "delete from clients where tenant = ? and key in (select key from clients where tenant = ? limit 200)",
            "delete from resource_servers where tenant = ? and key in (select key from resource_servers where tenant ="
                    + " ? limit 200)",
            "delete from audit where tenant = ? and number in (select number from audit where tenant = ? limit 200)",
            """
            delete from executions where tenant = ?
              and rowid in (select rowid from executions where tenant = ? limit 200)
            """,
            "delete from erasures where tenant = ? and key in (select key from erasures where tenant = ? limit 200)",
            "delete from erased_events where tenant = ? and event in (select event from erased_events where tenant = ?"
                    + " limit 200)",
            "delete from signing_keys where tenant = ? and key in (select key from signing_keys where tenant = ? limit"
                    + " 200)");

    private static final int STREAMS = 100;
    private final Database database;
    private final Streams streams;
    private final LogTail tail;

    TenantRemoval(Database database, Streams streams, LogTail tail) {
        this.database = database;
        this.streams = streams;
        this.tail = tail;
    }

    /**
     * Call it every few seconds; it stops between two transactions when it is interrupted.
     *
     * @return tenants whose last trace is gone now
     */
    public List<TenantId> runOnce(Instant now) throws InterruptedException {
        var gone = new ArrayList<TenantId>();
        for (TenantId tenant : removed(now)) {
            removeStreams(tenant);
            untilNothing(session -> deliveries(session, tenant));
            for (String statement : STATEMENTS) {
                untilNothing(session -> session.update(statement, tenant, tenant));
            }
            untilNothing(session -> tail.removeSome(session, tenant));
            if (removed(now.minus(QUIET)).contains(tenant)) {
                database.write(session -> forget(session, tenant));
                gone.add(tenant);
            }
        }
        return gone;
    }

    private List<TenantId> removed(Instant before) {
        return database.read(session -> session.list(
                "select tenant from tenants where removed_at <= ? order by tenant",
                row -> new TenantId(row.text("tenant")),
                before));
    }

    /** One by one, so that each lane hears of it. */
    private void removeStreams(TenantId tenant) throws InterruptedException {
        while (true) {
            List<EventStream> some = streams.list(tenant, "", STREAMS);
            if (some.isEmpty()) {
                return;
            }
            for (EventStream stream : some) {
                stopWhenInterrupted();
                streams.delete(stream.id());
            }
        }
    }

    private static int deliveries(Session session, TenantId tenant) throws SQLException {
        return session.update("""
            delete from deliveries where seq in (
              select d.seq from deleted_streams s cross join deliveries d
              where s.tenant = ? and d.stream = s.key limit 200)
            """, tenant);
    }

    /** What is left of it by now: its name, and the keys of its streams. */
    private boolean forget(Session session, TenantId tenant) throws SQLException {
        session.update("delete from deleted_streams where tenant = ?", tenant);
        tail.forget(session, tenant);
        return session.update("delete from tenants where tenant = ? and removed_at is not null", tenant) == 1;
    }

    private void untilNothing(Work<Integer> chunk) throws InterruptedException {
        int taken;
        do {
            stopWhenInterrupted();
            taken = database.write(chunk);
        } while (taken > 0);
    }

    private static void stopWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the removal of a tenant goes on later");
        }
    }
}
