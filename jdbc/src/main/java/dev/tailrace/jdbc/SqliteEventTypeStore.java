package dev.tailrace.jdbc;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.EventTypeStore;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Locale;

/** Registered event types as rows. */
final class SqliteEventTypeStore implements EventTypeStore {
    private final Database database;

    SqliteEventTypeStore(Database database) {
        this.database = database;
    }

    @Override
    public void save(TenantId tenant, Entry entry) {
        database.write(session -> session.update(
                """
                insert or replace into event_types (tenant, type, description, kind, schema, sample)
                values (?, ?, ?, ?, ?, ?)
                """,
                tenant,
                entry.type().value(),
                entry.description(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.schema(),
                entry.sample()));
    }

    @Override
    public List<Entry> list(TenantId tenant) {
        return database.read(session -> session.list(
                """
                select type, description, kind, schema, sample from event_types where tenant = ? order by type
                """,
                row -> new Entry(
                        EventType.of(row.text("type")),
                        row.text("description"),
                        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                        row.textIfAny("schema"),
                        row.text("sample")),
                tenant));
    }
}
