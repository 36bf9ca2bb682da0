package dev.tailrace.engine.event;

import java.util.Optional;

/** Where a change came from: what {@code data.context} of its event tells (event-types §1). */
public record Origin(Optional<Client> client, Optional<Connection> connection, Optional<Call> call) {
    public static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty(), Optional.empty());

    public record Client(String id, String name) {}

    public record Connection(String id, String name, String strategy) {}

    /** The HTTP call that made the change. */
    public record Call(String hostname, String ip, String method, String userAgent) {}

    public Origin with(Connection used) {
        return new Origin(client, Optional.of(used), call);
    }
}
