package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The connections an organization uses, and how; each change with its event. Threads may share it. */
public final class OrganizationConnections {
    /** Connections of one organization. */
    public static final int MAX = 100;

    private final Entities entities;
    private final Saves saves;
    private final OrganizationEvents events;
    private final InstantSource clock;

    public OrganizationConnections(
            Directory directory, Entities entities, OrganizationEvents events, InstantSource clock) {
        this.entities = entities;
        this.saves = new Saves(directory);
        this.events = events;
        this.clock = clock;
    }

    /** @param settings checked by whoever read them; what is missing has a default */
    public record Asked(String connection, ObjectNode settings) {}

    /**
     * A connection as its organization uses it.
     *
     * @param settings all of them, as clients see them
     */
    public record Used(String connection, String name, String strategy, ObjectNode settings) {
        public boolean enabled() {
            return settings.path(ConnectionSettings.ENABLED).asBoolean(true);
        }
    }

    /**
     * Emits {@code organization.connection.added}. One that is used already is changed by what is given instead.
     *
     * @throws Problem.NotFound when there is no such organization or connection
     */
    public Used put(TenantId tenant, String id, Asked asked, Origin origin) throws InterruptedException {
        return saves.save(tenant, id, save -> {
            Entity organization = Organizations.existing(entities, tenant, id);
            Entity connection = connection(tenant, asked.connection(), OrganizationConnections::unknown);
            return find(organization, connection)
                    .map(used -> change(save, organization, used, asked.settings(), origin))
                    .orElseGet(() -> add(save, organization, connection, asked.settings(), origin));
        });
    }

    /** As {@link #put}, but refuses one that is used already. */
    public Used add(TenantId tenant, String id, Asked asked, Origin origin) throws InterruptedException {
        return saves.save(tenant, id, save -> {
            Entity organization = Organizations.existing(entities, tenant, id);
            Entity connection = connection(tenant, asked.connection(), OrganizationConnections::unknown);
            if (find(organization, connection).isPresent()) {
                throw new Problem.Conflict("", "The connection is in use in this organization already.");
            }
            return add(save, organization, connection, asked.settings(), origin);
        });
    }

    /** Emits {@code organization.connection.updated}; nothing where nothing changes. */
    public Used change(TenantId tenant, String id, Asked asked, Origin origin) throws InterruptedException {
        return saves.save(
                tenant,
                id,
                save -> change(
                        save,
                        Organizations.existing(entities, tenant, id),
                        get(tenant, id, asked.connection()),
                        asked.settings(),
                        origin));
    }

    /** Emits {@code organization.connection.removed}; nothing where it is not used. */
    public void remove(TenantId tenant, String id, String connection, Origin origin) throws InterruptedException {
        var _ = saves.save(tenant, id, save -> {
            Entity organization = Organizations.existing(entities, tenant, id);
            var key = key(organization, connection);
            if (entities.link(key).isPresent()) {
                save.add(new Change.Unlinked(key), events.connectionRemoved(organization, connection, origin));
            }
            return organization;
        });
    }

    /** All of them, in the order in which they were added. */
    public List<Used> list(TenantId tenant, String id) {
        return Lists.whole(part -> entities.ofHolder(tenant, Relation.ORGANIZATION_CONNECTION, id, part)).stream()
                .flatMap(
                        link -> stored(tenant, link.key().member())
                                .map(connection -> used(connection, ConnectionSettings.of(link)))
                                .stream())
                .toList();
    }

    public Used get(TenantId tenant, String id, String connection) {
        Entity organization = Organizations.existing(entities, tenant, id);
        return stored(tenant, connection)
                .flatMap(one -> find(organization, one))
                .orElseThrow(() -> new Problem.NotFound("", "The connection is not enabled for this organization."));
    }

    /** For a new organization: as part of its own save. */
    void addAll(Saves.Save save, Entity organization, List<Asked> asked, Origin origin) {
        for (Asked one : asked) {
            Entity connection = connection(
                    organization.id().tenant(),
                    one.connection(),
                    () -> new Problem.Invalid("inexistent_connection", "The connection does not exist."));
            var _ = add(save, organization, connection, one.settings(), origin);
        }
    }

    private Used add(Saves.Save save, Entity organization, Entity connection, ObjectNode given, Origin origin) {
        var id = organization.id();
        if (entities.count(id.tenant(), Relation.ORGANIZATION_CONNECTION, id.value()) >= MAX) {
            throw new Problem.Forbidden(
                    "too_many_entities", "An organization may have at most " + MAX + " connections.");
        }
        Used added = used(connection, ConnectionSettings.changed(ConnectionSettings.fresh(), given));
        ObjectNode settings = ConnectionSettings.checked(added.settings(), added.strategy());
        var key = key(organization, added.connection());
        save.add(
                new Change.Linked(new Link(key, settings.toString(), Instant.ofEpochMilli(clock.millis()))),
                events.connectionAdded(organization, added.connection(), settings, origin));
        return added;
    }

    private Used change(Saves.Save save, Entity organization, Used before, ObjectNode given, Origin origin) {
        ObjectNode settings = ConnectionSettings.changed(before.settings(), given);
        if (settings.equals(before.settings())) {
            return before;
        }
        var after = new Used(before.connection(), before.name(), before.strategy(), settings);
        String text = ConnectionSettings.checked(settings, before.strategy()).toString();
        var link = new Link(key(organization, before.connection()), text, Instant.ofEpochMilli(clock.millis()));
        // A link has no revision of its own: the organization's tells whether somebody else was in between.
        save.add(new Change.EntityUpdated(organization.changed(organization.key(), organization.json())));
        save.add(
                new Change.LinkUpdated(link),
                events.connectionUpdated(organization, before.connection(), before.settings(), settings, origin));
        return after;
    }

    private Optional<Used> find(Entity organization, Entity connection) {
        return entities.link(key(organization, connection.id().value()))
                .map(link -> used(connection, ConnectionSettings.of(link)));
    }

    private Entity connection(TenantId tenant, String id, Supplier<? extends Problem> missing) {
        return stored(tenant, id).orElseThrow(missing);
    }

    /** One that is being removed is not there. */
    private Optional<Entity> stored(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.CONNECTION, id))
                .filter(connection -> !ConnectionDocument.ends(connection));
    }

    private static Used used(Entity connection, ObjectNode settings) {
        ObjectNode document = ConnectionDocument.of(connection);
        return new Used(
                connection.id().value(),
                document.path("name").asString(""),
                document.path("strategy").asString(""),
                settings);
    }

    private static Link.Key key(Entity organization, String connection) {
        return new Link.Key(
                organization.id().tenant(),
                Relation.ORGANIZATION_CONNECTION,
                organization.id().value(),
                connection);
    }

    private static Problem.NotFound unknown() {
        return new Problem.NotFound("inexistent_connection", "The connection does not exist.");
    }
}
