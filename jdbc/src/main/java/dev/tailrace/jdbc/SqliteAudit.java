package dev.tailrace.jdbc;

import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.audit.AuditLog;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The notes of all tenants as rows, written later and together. */
final class SqliteAudit implements Audit, AuditLog {
    private static final String COLUMNS = "select number, tenant, type, at, user_id, json from audit ";
    private final Database database;
    private final LaterWrites later;
    private final AuditRate rate;

    SqliteAudit(Database database, LaterWrites later, InstantSource clock) {
        this.database = database;
        this.later = later;
        this.rate = new AuditRate(clock);
    }

    @Override
    public void note(AuditEntry entry) {
        if (!rate.admits(entry)) {
            return;
        }
        int cut = rate.takeCut(entry.tenant());
        boolean taken = later.offer(session -> {
            if (cut > 0) {
                insert(session, AuditRate.cut(entry, cut));
            }
            return insert(session, entry);
        });
        if (!taken) {
            rate.cut(entry.tenant(), cut + 1);
        }
    }

    @Override
    public List<Noted> list(TenantId tenant, Wanted wanted, Part part) {
        if (wanted.types().size() <= 1) {
            return read(tenant, wanted, part);
        }
        // One index range for each type, merged: no range is read further than is shown.
        var whole = new Part(part.from(), 0, part.skip() + part.max(), part.newestFirst());
        var merged = new ArrayList<Noted>();
        for (String type : wanted.types().stream().distinct().toList()) {
            merged.addAll(read(tenant, new Wanted(List.of(type), wanted.userId(), wanted.clientId()), whole));
        }
        Comparator<Noted> order = Comparator.comparingLong(Noted::number);
        merged.sort(part.newestFirst() ? order.reversed() : order);
        return merged.stream().skip(part.skip()).limit(part.max()).toList();
    }

    @Override
    public int count(TenantId tenant, Wanted wanted, int max) {
        return list(tenant, wanted, new Part(Optional.empty(), 0, max, true)).size();
    }

    @Override
    public Optional<Noted> find(TenantId tenant, long number) {
        return database.read(session ->
                session.first(COLUMNS + "where tenant = ? and number = ?", SqliteAudit::noted, tenant, number));
    }

    private List<Noted> read(TenantId tenant, Wanted wanted, Part part) {
        var values = new ArrayList<Object>(List.of(tenant));
        var where = new StringBuilder("where tenant = ?");
        condition(
                where,
                values,
                " and type = ?",
                wanted.types().stream().findFirst().orElse(""));
        condition(where, values, " and user_id = ?", wanted.userId());
        condition(where, values, " and client_id = ?", wanted.clientId());
        if (part.from().isPresent()) {
            where.append(part.newestFirst() ? " and number < ?" : " and number > ?");
            values.add(part.from().get());
        }
        where.append(part.newestFirst() ? " order by number desc" : " order by number")
                .append(" limit ? offset ?");
        values.add(part.max());
        values.add(part.skip());
        String sql = COLUMNS + where;
        return database.read(session -> session.list(sql, SqliteAudit::noted, values.toArray()));
    }

    private static void condition(StringBuilder where, List<Object> values, String condition, String value) {
        if (!value.isEmpty()) {
            where.append(condition);
            values.add(value);
        }
    }

    private static int insert(Session session, AuditEntry entry) throws SQLException {
        return session.update(
                "insert into audit (tenant, type, at, user_id, client_id, json) values (?, ?, ?, ?, ?, ?)",
                entry.tenant(),
                entry.type(),
                entry.at(),
                entry.userId(),
                entry.origin().client().map(Origin.Client::id).orElse(""),
                AuditJson.write(entry));
    }

    private static Noted noted(Row row) throws SQLException {
        var entry = AuditJson.read(
                new TenantId(row.text("tenant")),
                row.text("type"),
                row.time("at"),
                row.text("user_id"),
                row.text("json"));
        return new Noted(row.number("number"), entry);
    }
}
