package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes connections, each with its event in one transaction. Threads may share it. */
public final class ConnectionChanges {
    private static final int ID_LENGTH = 16;
    private static final int TRIES = 8;
    private final Directory directory;
    private final Entities entities;
    private final ConnectionEvents events;
    private final Users.Supply supply;
    private final Consumer<TenantId> ended;

    /** @param ended told when a connection is to be removed with its users */
    public ConnectionChanges(
            Directory directory,
            Entities entities,
            ConnectionEvents events,
            Users.Supply supply,
            Consumer<TenantId> ended) {
        this.directory = directory;
        this.entities = entities;
        this.events = events;
        this.supply = supply;
        this.ended = ended;
    }

    /**
     * Emits {@code connection.created}.
     *
     * @param given as the API takes it; its form was checked
     */
    public Entity create(TenantId tenant, ObjectNode given, Origin origin) throws InterruptedException {
        ObjectNode document = ConnectionDocument.complete(given);
        String name = document.path("name").asString();
        String id = supply.ids().alphanumeric("con_", ID_LENGTH);
        Entity entity = new Entity(
                new Entity.Id(tenant, Kind.CONNECTION, id), Optional.of(name), document.toString(), 1, now());
        try {
            directory.save(tenant, List.of(new Change.EntityCreated(entity)), List.of(events.created(entity, origin)));
        } catch (Problem.Conflict e) {
            throw new Problem.Conflict("", "A connection with the same name already exists: " + name + ".");
        }
        return entity;
    }

    public Entity get(Entity.Id id) {
        return entities.find(id).filter(one -> !ConnectionDocument.ends(one)).orElseThrow(ConnectionChanges::unknown);
    }

    /**
     * Emits {@code connection.updated}; nothing where nothing changes.
     *
     * @param changes what replaces the properties of the same names; null takes one away
     */
    public Entity patch(Entity.Id id, ObjectNode changes, Origin origin) throws InterruptedException {
        return change(id, before -> ConnectionDocument.changed(before, changes), origin);
    }

    /** Emits {@code connection.updated}; nothing where they are the same. */
    public Entity enableClients(Entity.Id id, List<String> enabled, List<String> disabled, Origin origin)
            throws InterruptedException {
        return change(id, before -> ConnectionDocument.withClients(before, enabled, disabled), origin);
    }

    /**
     * Emits {@code connection.deleted}; its users and groups go one by one afterwards. Empty when it is not there, or
     * going already.
     */
    public Optional<Instant> delete(Entity.Id id, Origin origin) throws InterruptedException {
        if (new BuiltInConnection().byId(id.tenant(), id.value()).isPresent()) {
            throw new Problem.Invalid(
                    "operation_not_supported", "The built-in connection belongs to the tenant and cannot be deleted.");
        }
        for (int tries = 1; ; tries++) {
            Optional<Entity> last = entities.find(id).filter(one -> !ConnectionDocument.ends(one));
            if (last.isEmpty()) {
                return Optional.empty();
            }
            Instant at = now();
            ObjectNode document = ConnectionDocument.of(last.get()).put(ConnectionDocument.ENDS, EventFactory.text(at));
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.EntityUpdated(
                                last.get().changed(last.get().key(), document.toString()))),
                        List.of(events.deleted(last.get(), origin)));
                ended.accept(id.tenant());
                return Optional.of(at);
            } catch (Problem.Conflict e) {
                giveUpAfter(tries, id);
            }
        }
    }

    private Entity change(Entity.Id id, UnaryOperator<ObjectNode> changed, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Entity before = get(id);
            String document = changed.apply(ConnectionDocument.of(before)).toString();
            if (document.equals(before.json())) {
                return before;
            }
            Entity after = before.changed(before.key(), document);
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.EntityUpdated(after)),
                        List.of(events.updated(before, after, origin)));
                return after;
            } catch (Problem.Conflict e) {
                giveUpAfter(tries, id);
            }
        }
    }

    private static void giveUpAfter(int tries, Entity.Id id) {
        if (tries == TRIES) {
            throw new Problem.Unavailable("", id + " is being changed by others; nothing was written.");
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(supply.clock().millis());
    }

    private static Problem.NotFound unknown() {
        return new Problem.NotFound("inexistent_connection", "The connection does not exist.");
    }
}
