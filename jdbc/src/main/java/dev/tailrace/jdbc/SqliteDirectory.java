package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.Writer.Guard;
import java.sql.SQLException;
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
    public void save(TenantId tenant, List<Change> changes, List<Event> events) throws InterruptedException {
        LogTail.Batch batch = tail.batch(tenant, events);
        database.writer().write(guard(changes), session -> {
            for (Change change : changes) {
                make(session, change);
            }
            return tail.append(session, batch);
        });
        if (!events.isEmpty()) {
            appended.tell(tenant);
        }
    }

    /** A single change refuses before it writes; a second one may refuse after the first was written. */
    private static Guard guard(List<Change> changes) {
        return changes.size() <= 1 ? Guard.NONE : Guard.SAVEPOINT;
    }

    private static void make(Session session, Change change) throws SQLException {
        switch (change) {
            case Change.Created(var user) -> UserWrites.create(session, user);
            case Change.Updated(var user) -> UserWrites.update(session, user);
            case Change.Deleted(var id, var revision) -> UserWrites.delete(session, id, revision);
            case Change.Joined(var id, var revision, var to) -> UserWrites.join(session, id, revision, to);
            case Change.Parted(var user, var from) -> UserWrites.part(session, user, from);
            case Change.EntityCreated(var entity) -> EntityWrites.create(session, entity);
            case Change.EntityUpdated(var entity) -> EntityWrites.update(session, entity);
            case Change.EntityDeleted(var id, var revision) -> EntityWrites.delete(session, id, revision);
            case Change.Linked(var link) -> LinkWrites.create(session, link);
            case Change.LinkUpdated(var link) -> LinkWrites.update(session, link);
            case Change.Unlinked(var key) -> LinkWrites.end(session, key);
        }
    }

    @Override
    public Optional<User> find(UserId id) {
        return database.read(session -> session.first(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and id = ? and joined_to is null",
                UserRow::read,
                id.tenant(),
                id.value()));
    }

    @Override
    public Optional<User> joined(UserId id) {
        return database.read(session -> session.first(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and id = ? and joined_to is not null",
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
                "select " + UserRow.COLUMNS
                        + " from users where tenant = ? and email = ? and joined_to is null order by key",
                UserRow::read,
                tenant,
                email));
    }

    @Override
    public List<User> list(TenantId tenant, int skip, int max) {
        return database.read(session -> session.list(
                "select " + UserRow.COLUMNS
                        + " from users where tenant = ? and joined_to is null order by key limit ? offset ?",
                UserRow::read,
                tenant,
                max,
                skip));
    }

    @Override
    public List<Listed<User>> after(TenantId tenant, Optional<String> connection, long place, int max) {
        return database.read(session -> UserSearches.after(session, tenant, connection, place, max));
    }

    @Override
    public UserSearch.Found search(TenantId tenant, UserSearch search) {
        return database.read(session -> new UserSearches(session, tenant, search).found());
    }

    @Override
    public long count(TenantId tenant) {
        return database.read(session -> Counts.read(session, tenant, Counts.USERS));
    }
}
