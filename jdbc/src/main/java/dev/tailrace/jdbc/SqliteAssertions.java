package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.Assertions;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;

/** Used assertions as rows; each use takes some away that have expired. */
final class SqliteAssertions implements Assertions {
    private final Database database;
    private final InstantSource clock;

    SqliteAssertions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean use(TenantId tenant, String clientId, String id, Instant expires) {
        return database.write(session -> {
            session.update("""
                delete from used_assertions where rowid in (
                  select rowid from used_assertions where expires < ? order by expires limit 20)
                """, clock.instant());
            return session.update("""
                insert into used_assertions (tenant, client, id, expires) values (?, ?, ?, ?)
                on conflict do nothing
                """, tenant, clientId, id, expires) == 1;
        });
    }
}
