package dev.tailrace.server.api;

import dev.tailrace.engine.event.Origin;
import dev.tailrace.server.http.Request;
import java.util.Optional;

/** Where a change came from, as a request tells it. */
final class Origins {
    private Origins() {}

    /** The calling application is the client. */
    static Origin of(Request request) {
        var caller = request.caller();
        return caller.clientId().isEmpty()
                ? new Origin(Optional.empty(), Optional.empty(), Optional.of(call(request)))
                : of(request, new Origin.Client(caller.clientId(), caller.name()));
    }

    static Origin of(Request request, Origin.Client client) {
        return new Origin(Optional.of(client), Optional.empty(), Optional.of(call(request)));
    }

    private static Origin.Call call(Request request) {
        return new Origin.Call(
                request.host(),
                request.remoteAddress(),
                request.method(),
                request.header("User-Agent").orElse(""));
    }
}
