package dev.tailrace.server.api;

import dev.tailrace.engine.event.Origin;
import dev.tailrace.server.http.Request;
import java.util.Optional;

/** Where a change came from, read off the request that asked for it. */
public final class Origins {
    private static final int USER_AGENT_MAX = 512;

    private Origins() {}

    /** The calling application is the client. */
    public static Origin of(Request request) {
        var caller = request.caller();
        return caller.clientId().isEmpty()
                ? new Origin(Optional.empty(), Optional.empty(), Optional.of(call(request)))
                : of(request, new Origin.Client(caller.clientId(), caller.name()));
    }

    static Origin of(Request request, Origin.Client client) {
        return new Origin(Optional.of(client), Optional.empty(), Optional.of(call(request)));
    }

    private static Origin.Call call(Request request) {
        String agent = request.header("User-Agent").orElse("");
        return new Origin.Call(
                withoutPort(request.host()),
                request.remoteAddress(),
                request.method(),
                agent.substring(0, Math.min(agent.length(), USER_AGENT_MAX)));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
