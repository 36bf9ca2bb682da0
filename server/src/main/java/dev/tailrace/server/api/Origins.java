package dev.tailrace.server.api;

import dev.tailrace.engine.event.Origin;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Request.Caller;
import java.util.Optional;

/** Where a change came from, read off the request that asked for it. */
public final class Origins {
    private static final int USER_AGENT_MAX = 512;

    private Origins() {}

    public static Origin of(Request request) {
        Caller caller = request.caller();
        Optional<Origin.Client> client = caller.clientId().isEmpty()
                ? Optional.empty()
                : Optional.of(new Origin.Client(caller.clientId(), caller.name()));
        String agent = request.header("User-Agent").orElse("");
        var call = new Origin.Call(
                withoutPort(request.host()),
                request.remoteAddress(),
                request.method(),
                agent.substring(0, Math.min(agent.length(), USER_AGENT_MAX)));
        return new Origin(client, Optional.empty(), Optional.of(call));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
