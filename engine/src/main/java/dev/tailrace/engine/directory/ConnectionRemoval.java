package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.EntitySearch.Condition;
import dev.tailrace.engine.directory.EntitySearch.Field;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes away what belongs to a deleted connection: its users with {@code user.deleted}, its groups with
 * {@code group.deleted}, a chunk per transaction, then what was kept about the connection itself. It can be stopped
 * anywhere and begun again.
 */
public final class ConnectionRemoval {
    /** Users or groups of one transaction. */
    private static final int CHUNK = 100;

    private final Directory directory;
    private final EntitySearch search;
    private final ConnectionUsers users;
    private final ScimTokens tokens;
    private final Makes makes;
    private final InstantSource clock;

    /** The events it makes. */
    public record Makes(UserEvents users, GroupEvents groups) {}

    public ConnectionRemoval(
            Directory directory,
            EntitySearch search,
            ConnectionUsers users,
            ScimTokens tokens,
            Makes makes,
            InstantSource clock) {
        this.directory = directory;
        this.search = search;
        this.users = users;
        this.tokens = tokens;
        this.makes = makes;
        this.clock = clock;
    }

    /** Ends what was deleted in this tenant. */
    public void finish(TenantId tenant) throws InterruptedException {
        for (Entity connection : search.ending(tenant, Kind.CONNECTION, CHUNK)) {
            Origin origin = Origin.UNKNOWN.with(StoredConnections.of(connection, ConnectionDocument.of(connection)));
            while (removeJoined(connection, origin)
                    || removeUsers(connection, origin)
                    || removeGroups(connection, origin)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while removing " + connection.id());
                }
            }
            tokens.deleteAll(tenant, connection.id().value());
            directory.save(
                    tenant, List.of(new Change.EntityDeleted(connection.id(), connection.revision())), List.of());
        }
    }

    /** One that is an identity of another user is taken from it; that it is a user no more was told when it joined. */
    private boolean removeJoined(Entity connection, Origin origin) throws InterruptedException {
        TenantId tenant = connection.id().tenant();
        Optional<User> joined = users.joined(tenant, connection.key().orElseThrow());
        Optional<User> primary = joined.flatMap(User::joinedTo).flatMap(directory::find);
        if (joined.isEmpty() || primary.isEmpty()) {
            return joined.isPresent();
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        User after = Profiles.parted(primary.get(), joined.get().id(), now);
        User alone = Profiles.restored(joined.get(), now);
        return saved(
                tenant,
                List.of(
                        new Change.Updated(after),
                        new Change.Parted(alone, after.id()),
                        new Change.Deleted(alone.id(), alone.revision())),
                List.of(makes.users().updated(primary.get(), after, origin)));
    }

    /** Whether there may be more. */
    private boolean removeUsers(Entity connection, Origin origin) throws InterruptedException {
        TenantId tenant = connection.id().tenant();
        List<User> some = users.list(tenant, connection.key().orElseThrow(), Part.after(0, CHUNK)).stream()
                .map(Listed::item)
                .toList();
        var changes = new ArrayList<Change>();
        var events = new ArrayList<Event>();
        Instant now = Instant.ofEpochMilli(clock.millis());
        for (User user : some) {
            changes.add(new Change.Deleted(user.id(), user.revision()));
            events.add(makes.users().deleted(user, now, origin));
        }
        return saved(tenant, changes, events);
    }

    private boolean removeGroups(Entity connection, Origin origin) throws InterruptedException {
        TenantId tenant = connection.id().tenant();
        var of = List.<Condition>of(
                Condition.Is.of(Field.CONNECTION_ID, connection.id().value()));
        var changes = new ArrayList<Change>();
        var events = new ArrayList<Event>();
        Instant now = Instant.ofEpochMilli(clock.millis());
        for (Listed<Entity> group : search.find(tenant, Kind.GROUP, of, Part.after(0, CHUNK))) {
            changes.add(new Change.EntityDeleted(group.item().id(), group.item().revision()));
            events.add(makes.groups().deleted(group.item(), now, origin));
        }
        return saved(tenant, changes, events);
    }

    private boolean saved(TenantId tenant, List<Change> changes, List<Event> events) throws InterruptedException {
        if (changes.isEmpty()) {
            return false;
        }
        try {
            directory.save(tenant, changes, events);
        } catch (Problem.Conflict e) {
            // One of them was changed or deleted meanwhile: the next round reads them again.
        }
        return true;
    }
}
