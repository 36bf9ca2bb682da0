package dev.tailrace.jdbc;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** An event stream as a row; what must be secret is sealed. */
record StreamRow(SecretBox box) {
    static final String COLUMNS = """
        tenant, id, name, enabled, subscriptions, destination, destination_secret, policy, created_at, updated_at
        """;

    EventStream read(Row row) throws SQLException {
        var id = new StreamId(new TenantId(row.text("tenant")), row.text("id"));
        byte[] sealed = row.bytes("destination_secret");
        var secret = Optional.ofNullable(sealed).map(s -> box.open(s, identity(id)));
        return new EventStream(
                id,
                row.text("name"),
                row.flag("enabled"),
                Json.texts(row.text("subscriptions")).stream()
                        .map(EventType::of)
                        .toList(),
                DestinationJson.read(id.tenant(), row.text("destination"), secret),
                PolicyJson.read(row.text("policy")),
                row.time("created_at"),
                row.time("updated_at"));
    }

    /** Values of name, enabled, subscriptions, destination, destination_secret, action, policy, created_at, updated_at. */
    List<Object> values(EventStream stream) {
        return List.of(
                stream.name(),
                stream.enabled(),
                Json.texts(stream.subscriptions().stream().map(EventType::value)),
                DestinationJson.write(stream.destination()),
                DestinationJson.secret(stream.destination()).map(s -> box.seal(s, identity(stream.id()))),
                DestinationJson.action(stream.destination()).map(ActionId::value),
                PolicyJson.write(stream.policy()),
                stream.createdAt(),
                stream.updatedAt());
    }

    private static String[] identity(StreamId id) {
        return new String[] {"stream", id.tenant().value(), id.value()};
    }
}
