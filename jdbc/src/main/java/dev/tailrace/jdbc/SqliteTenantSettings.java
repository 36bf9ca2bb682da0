package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantSettings;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** A tenant's settings as one row. */
final class SqliteTenantSettings implements TenantSettings {
    private static final String NOTHING = "{}";
    private final Database database;

    SqliteTenantSettings(Database database) {
        this.database = database;
    }

    @Override
    public String of(TenantId tenant) {
        return database.read(session -> of(session, tenant));
    }

    @Override
    public String change(TenantId tenant, UnaryOperator<String> change) {
        return database.write(session -> {
            String changed = change.apply(of(session, tenant));
            session.update("""
                insert into tenant_settings (tenant, settings) values (?, ?)
                on conflict (tenant) do update set settings = excluded.settings
                """, tenant, changed);
            return changed;
        });
    }

    private static String of(Session session, TenantId tenant) throws SQLException {
        return session.first(
                        "select settings from tenant_settings where tenant = ?", row -> row.text("settings"), tenant)
                .orElse(NOTHING);
    }
}
