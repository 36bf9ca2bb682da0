package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.Subscription.Reader;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The event log as server-sent events: from a cursor, from a time, or from now on. */
public final class SubscribeApi {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int CURSOR_CHARACTERS = 1_024;
    private final EventLog log;
    private final EventCatalog catalog;
    private final Cursors cursors;
    private final SubscribeSettings settings;
    private final Connections connections;

    public SubscribeApi(EventLog log, EventCatalog catalog, Cursors cursors, SubscribeSettings settings) {
        this.log = log;
        this.catalog = catalog;
        this.cursors = cursors;
        this.settings = settings;
        this.connections = new Connections(log, settings.connectionsPerTenant());
    }

    public List<Route> routes() {
        return List.of(get("/api/v2/events", this::subscribe, "read:events"));
    }

    /** Ends all subscriptions, at once where the peer reads, else after a second; no new ones begin. */
    public void stop() throws InterruptedException {
        connections.stop(GRACE);
    }

    private Response subscribe(Request request) throws InterruptedException {
        Reader reader = reader(request);
        Connection connection = connections.open(reader.tenant());
        return Response.stream("text/event-stream", out -> {
            try (connection) {
                connection.begin();
                new Subscription(log, cursors, settings, connection, reader).run(out);
            }
        });
    }

    private Reader reader(Request request) {
        TenantId tenant = request.tenant();
        Set<EventType> types = types(request);
        Optional<String> from = request.query("from");
        Optional<Instant> time = Times.query(request, "from_timestamp");
        if (from.isPresent() && time.isPresent()) {
            throw Problem.Invalid.query("from_timestamp", "must not stand beside from");
        }
        Optional<String> cursor =
                request.header("Last-Event-ID").filter(id -> !id.isEmpty()).or(() -> from);
        if (cursor.isPresent()) {
            return new Reader(tenant, types, cursor(tenant, cursor.get()), false, Instant.MIN);
        }
        Offset start = time.isPresent() ? log.before(tenant, time.get()) : log.end(tenant);
        return new Reader(tenant, types, start, true, time.orElse(Instant.MIN));
    }

    private Set<EventType> types(Request request) {
        var named = new EventTypesNamed(catalog, request.tenant());
        var types = new HashSet<EventType>();
        for (String name : request.queries("event_type")) {
            types.add(named.known(name, reason -> Problem.Invalid.query("event_type", reason)));
        }
        return types;
    }

    private Offset cursor(TenantId tenant, String text) {
        if (text.length() > CURSOR_CHARACTERS) {
            throw Problem.Invalid.query("from", "String is too long, maximum " + CURSOR_CHARACTERS);
        }
        return cursors.read(tenant, text);
    }
}
