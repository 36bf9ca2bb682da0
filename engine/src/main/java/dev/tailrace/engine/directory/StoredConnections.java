package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.tenant.TenantId;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The connections that are stored, and the built-in one also before it is. One that is being removed is not there. */
public final class StoredConnections implements Connections {
    private final Entities entities;
    private final BuiltInConnection builtIn = new BuiltInConnection();

    public StoredConnections(Entities entities) {
        this.entities = entities;
    }

    @Override
    public Optional<Connection> find(TenantId tenant, String name) {
        return entities.byKey(tenant, Kind.CONNECTION, name)
                .flatMap(StoredConnections::there)
                .or(() -> builtIn.find(tenant, name));
    }

    @Override
    public Optional<Connection> byId(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.CONNECTION, id))
                .flatMap(StoredConnections::there)
                .or(() -> builtIn.byId(tenant, id));
    }

    @Override
    public Connection standard(TenantId tenant) {
        return builtIn.standard(tenant);
    }

    private static Optional<Connection> there(Entity entity) {
        ObjectNode document = ConnectionDocument.of(entity);
        return document.has(ConnectionDocument.ENDS) ? Optional.empty() : Optional.of(of(entity, document));
    }

    static Connection of(Entity entity, ObjectNode document) {
        return new Connection(
                entity.id().value(),
                document.path("name").asString(),
                document.path("strategy").asString());
    }
}
