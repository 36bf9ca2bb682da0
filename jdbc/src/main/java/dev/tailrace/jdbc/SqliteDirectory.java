package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.Writer.Guard;
import java.util.List;
import java.util.Optional;

/** Users as rows of the same database as the log: a change and its events are one transaction. */
final class SqliteDirectory implements Directory {
    private final Database database;
    private final LogTail tail;
    private final Listeners<TenantId> appended;

    SqliteDirectory(Database database, LogTail tail, Listeners<TenantId> appended) {
        this.database = database;
        this.tail = tail;
        this.appended = appended;
    }

    @Override
    public void save(Change change, List<Event> events) throws InterruptedException {
        TenantId tenant = UserWrites.tenant(change);
        LogTail.Batch batch = tail.batch(tenant, events);
        database.writer().write(Guard.NONE, session -> {
            UserWrites.make(session, change);
            return tail.append(session, batch);
        });
        if (!events.isEmpty()) {
            appended.tell(tenant);
        }
    }

    @Override
    public Optional<User> find(UserId id) {
        return database.read(session -> session.first(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and id = ?",
                UserRow::read,
                id.tenant(),
                id.value()));
    }

    @Override
    public Optional<User> byLogin(TenantId tenant, String connection, String emailOrUsername) {
        return database.read(session -> session.first(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and connection = ? and email = ?"
                        + " union all select " + UserRow.COLUMNS
                        + " from users where tenant = ? and connection = ? and username = ?",
                UserRow::read,
                tenant,
                connection,
                emailOrUsername,
                tenant,
                connection,
                emailOrUsername));
    }

    @Override
    public List<User> byEmail(TenantId tenant, String email) {
        return database.read(session -> session.list(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and email = ? order by key",
                UserRow::read,
                tenant,
                email));
    }

    @Override
    public List<User> list(TenantId tenant, int skip, int max) {
        return database.read(session -> session.list(
                "select " + UserRow.COLUMNS + " from users where tenant = ? order by key limit ? offset ?",
                UserRow::read,
                tenant,
                max,
                skip));
    }

    @Override
    public long count(TenantId tenant) {
        return database.read(session -> session.number("select count(*) from users where tenant = ?", tenant));
    }
}
