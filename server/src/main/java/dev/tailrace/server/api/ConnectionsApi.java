package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.ConnectionChanges;
import dev.tailrace.engine.directory.ConnectionDocument;
import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.directory.EntitySearch.Condition;
import dev.tailrace.engine.directory.EntitySearch.Field;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The connections that users come from. */
public final class ConnectionsApi {
    private static final String ALL = "/api/v2/connections";
    private static final String ONE = "/api/v2/connections/{id}";
    private static final String CLIENTS = "/api/v2/connections/{id}/clients";
    private static final int CLIENTS_MAX = 50;
    private final ConnectionChanges connections;
    private final EntitySearch search;
    private final Users users;
    private final Directory directory;

    public ConnectionsApi(ConnectionChanges connections, EntitySearch search, Users users, Directory directory) {
        this.connections = connections;
        this.search = search;
        this.users = users;
        this.directory = directory;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:connections"),
                post(ALL, this::create, "create:connections"),
                get(ONE, this::find, "read:connections"),
                patch(ONE, this::change, "update:connections"),
                delete(ONE, this::remove, "delete:connections"),
                get(CLIENTS, this::clients, "read:connections"),
                patch(CLIENTS, this::changeClients, "update:connections"),
                get(ONE + "/status", this::status, "read:connections"),
                delete(ONE + "/users", this::removeUser, "delete:users"));
    }

    private Response list(Request request) {
        Shown shown = UserQuery.shown(request);
        DualPaging paging = DualPaging.of(request, "connections");
        var every = new ArrayList<Condition>();
        List<String> strategies =
                request.queries("strategy").stream().filter(s -> !s.isEmpty()).toList();
        for (String strategy : strategies) {
            if (!ConnectionJson.STRATEGIES.contains(strategy) && !strategy.equals(ConnectionJson.ADLDAP)) {
                throw Problem.Invalid.query("strategy", "No enum match");
            }
        }
        if (!strategies.isEmpty()) {
            every.add(new Condition.Is(Field.STRATEGY, strategies));
        }
        request.query("name").filter(n -> !n.isEmpty()).ifPresent(n -> every.add(Condition.Is.of(Field.NAME, n)));
        return paging.answer(
                "connections",
                part -> search.find(request.tenant(), Kind.CONNECTION, every, part),
                () -> search.count(request.tenant(), Kind.CONNECTION, every),
                entity -> ConnectionJson.toJson(entity, shown));
    }

    private Response create(Request request) throws InterruptedException {
        ObjectNode given = ConnectionJson.created(request.json());
        return json(
                201,
                ConnectionJson.toJson(connections.create(request.tenant(), given, Origins.of(request)), Shown.ALL));
    }

    private Response find(Request request) {
        Shown shown = UserQuery.shown(request);
        return json(200, ConnectionJson.toJson(connections.get(id(request)), shown));
    }

    private Response change(Request request) throws InterruptedException {
        ObjectNode changes = ConnectionJson.changes(request.json());
        Entity after = connections.patch(id(request), changes, Origins.of(request));
        return json(200, ConnectionJson.toJson(after, Shown.ALL));
    }

    private Response remove(Request request) throws InterruptedException {
        return connections
                .delete(id(request), Origins.of(request))
                .map(at -> json(202, JsonNodeFactory.instance.objectNode().put("deleted_at", EventFactory.text(at))))
                .orElseGet(() -> Response.empty(204));
    }

    /** A handful: all of them in one answer. */
    private Response clients(Request request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var clients = json.putArray("clients");
        ConnectionDocument.of(connections.get(id(request)))
                .path("enabled_clients")
                .forEach(client -> clients.addObject().put("client_id", client.asString()));
        return json(200, json);
    }

    private Response changeClients(Request request) throws InterruptedException {
        var enabled = new ArrayList<String>();
        var disabled = new ArrayList<String>();
        for (Fields item : ArrayBody.of(request, CLIENTS_MAX)) {
            item.only("client_id", "status");
            String client = item.text("client_id", 1, 64);
            boolean on = item.flagIfThere("status").orElseThrow(() -> item.here("Missing required property: status"));
            (on ? enabled : disabled).add(client);
        }
        connections.enableClients(id(request), enabled, disabled, Origins.of(request));
        return Response.empty(204);
    }

    /** Whether an agent outside is online; nothing here has one, so it is as long as the connection is there. */
    private Response status(Request request) {
        connections.get(id(request));
        return Response.empty(200);
    }

    private Response removeUser(Request request) throws InterruptedException {
        String email = request.query("email")
                .filter(e -> !e.isBlank())
                .orElseThrow(() -> Problem.Invalid.query("email", "Missing required property: email"));
        String name =
                ConnectionDocument.of(connections.get(id(request))).path("name").asString();
        var user = directory.byLogin(request.tenant(), name, email.toLowerCase(Locale.ROOT));
        if (user.isPresent()) {
            users.delete(user.get().id(), Origins.of(request));
        }
        return Response.empty(204);
    }

    private static Entity.Id id(Request request) {
        return new Entity.Id(request.tenant(), Kind.CONNECTION, request.path("id"));
    }

    private static Response json(int status, JsonNode json) {
        return Response.json(status, json.toString());
    }
}
