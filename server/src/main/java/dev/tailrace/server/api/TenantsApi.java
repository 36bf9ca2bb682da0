package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.Tenant;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import dev.tailrace.server.api.ClientGrantsApi.Supply;
import dev.tailrace.server.http.Hosts;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tenants of this server, for applications of the default tenant alone; to all others these paths do not exist. */
public final class TenantsApi {
    /** No token of another tenant carries these. */
    static final Set<String> SCOPES =
            Set.of("read:tailrace_tenants", "create:tailrace_tenants", "delete:tailrace_tenants");

    private static final String ALL = "/api/v2/tailrace/tenants";
    private static final String ONE = "/api/v2/tailrace/tenants/{name}";
    private final Tenants tenants;
    private final Hosts hosts;
    private final Tokens tokens;
    private final Supply supply;

    public TenantsApi(Tenants tenants, Hosts hosts, Tokens tokens, Supply supply) {
        this.tenants = tenants;
        this.hosts = hosts;
        this.tokens = tokens;
        this.supply = supply;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:tailrace_tenants"),
                post(ALL, this::create, "create:tailrace_tenants"),
                get(ONE, this::find, "read:tailrace_tenants"),
                delete(ONE, this::remove, "delete:tailrace_tenants"));
    }

    private Response list(Request request) {
        onlyDefault(request);
        var asked = Paging.checkpoint(request, "tenants");
        var read = tenants.list(asked.after(), asked.take() + 1);
        var shown = read.subList(0, Math.min(asked.take(), read.size()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("tenants");
        shown.forEach(tenant -> list.add(toJson(tenant)));
        if (read.size() > asked.take()) {
            json.put("next", ListCursor.encode("tenants", shown.getLast().id().value()));
        }
        return Response.json(200, json.toString());
    }

    private Response create(Request request) {
        onlyDefault(request);
        var name = name(Fields.of(request.json()).only("name"));
        var now = supply.clock().instant();
        var secret = new Secret(supply.ids().alphanumeric("", 64));
        var first = new Application(
                name,
                supply.ids().alphanumeric("", 32),
                ClientCredentials.hash(secret),
                ClientJson.ofOurs("First application"),
                now);
        var grant = Grant.ofEverything(first, supply.ids().alphanumeric("cgr_", 16));
        // Before and after: a token check in between may remember the keys of a former tenant of this name.
        tokens.forget(name);
        tenants.create(new Tenant.Fresh(name, now, first, grant, Tokens.newKey()));
        tokens.forget(name);
        hosts.refresh();
        ObjectNode json = toJson(new Tenant(name, now, false));
        json.putObject("client").put("client_id", first.clientId()).put("client_secret", secret.reveal());
        return Response.json(201, json.toString());
    }

    private Response find(Request request) {
        onlyDefault(request);
        var tenant = id(request).flatMap(tenants::find).orElseThrow(TenantsApi::gone);
        return Response.json(200, toJson(tenant).toString());
    }

    private Response remove(Request request) {
        onlyDefault(request);
        var id = id(request).orElseThrow(TenantsApi::gone);
        if (id.equals(hosts.preset())) {
            throw new Problem.Conflict("", "The default tenant cannot be removed.");
        }
        boolean there = tenants.remove(id, supply.clock().instant());
        var tenant = tenants.find(id).orElseThrow(TenantsApi::gone);
        if (there) {
            hosts.refresh();
            tokens.forget(id);
        }
        return Response.json(202, toJson(tenant).toString());
    }

    private void onlyDefault(Request request) {
        if (!request.tenant().equals(hosts.preset())) {
            throw new Problem.NotFound("", "Not Found");
        }
    }

    private static TenantId name(Fields body) {
        String name = body.text("name", 3, 63);
        if (!TenantId.isOne(name)) {
            throw body.wrong("name", "A tenant's name is 3 to 63 of a-z, 0-9 and '-', and begins and ends without '-'");
        }
        return new TenantId(name);
    }

    private static Optional<TenantId> id(Request request) {
        return Optional.of(request.path("name")).filter(TenantId::isOne).map(TenantId::new);
    }

    private static Problem gone() {
        return new Problem.NotFound("inexistent_tenant", "The tenant does not exist.");
    }

    private ObjectNode toJson(Tenant tenant) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", tenant.id().value())
                .put("domain", hosts.domain(tenant.id()))
                .put("status", tenant.removing() ? "removing" : "active")
                .put("created_at", EventFactory.text(tenant.createdAt()));
    }
}
