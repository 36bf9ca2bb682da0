package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Grants;
import dev.tailrace.engine.tenant.Grants.Filter;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What applications may ask tokens for. A change counts for the next token; those issued keep what they say. */
public final class ClientGrantsApi {
    private static final String ALL = "/api/v2/client-grants";
    private static final String ONE = "/api/v2/client-grants/{id}";
    private static final String NONE = "no client has this id";
    private final Grants grants;
    private final TenantStores stores;
    private final Audiences audiences;
    private final KnownScopes scopes;
    private final Supply supply;

    /** Where ids and times come from. */
    public record Supply(RandomIds ids, InstantSource clock) {}

    public ClientGrantsApi(TenantStores stores, Tokens tokens, KnownScopes scopes, Supply supply) {
        this.grants = stores.grants();
        this.stores = stores;
        this.audiences = new Audiences(tokens, stores.resourceServers());
        this.scopes = scopes;
        this.supply = supply;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:client_grants"),
                post(ALL, this::create, "create:client_grants"),
                get(ONE, this::find, "read:client_grants"),
                patch(ONE, this::change, "update:client_grants"),
                delete(ONE, this::remove, "delete:client_grants"));
    }

    private Response list(Request request) {
        var paging = DualPaging.of(request, "client_grants");
        // None is for any organization or for clients of others: these filters find nothing.
        boolean none = QueryValues.flag(request, "allow_any_organization").orElse(false)
                || QueryValues.text(request, "default_for").isPresent();
        var filter = new Filter(
                none ? Optional.of(NONE) : QueryValues.text(request, "client_id"),
                QueryValues.text(request, "audience").map(named -> audiences.key(request.tenant(), named)),
                QueryValues.text(request, "subject_type"));
        return paging.answer(
                "client_grants",
                part -> grants.list(request.tenant(), filter, part),
                () -> grants.count(request.tenant(), filter),
                grant -> toJson(request, grant));
    }

    private Response create(Request request) {
        var body = Fields.of(request.json()).only(ClientGrantJson.CREATE);
        String client = body.text("client_id", 1, 255);
        String named = body.text("audience", 1, 600);
        var allowed = ClientGrantJson.fresh(body);
        if (stores.applications().find(request.tenant(), client).isEmpty()) {
            throw new Problem.NotFound("inexistent_client", "The client does not exist.");
        }
        var audience = audiences
                .find(request.tenant(), named)
                .orElseThrow(() -> new Problem.NotFound(
                        "inexistent_resource_server", "The resource server of this audience does not exist."));
        var grant = new Grant(
                request.tenant(),
                supply.ids().alphanumeric("cgr_", 16),
                client,
                audience,
                allowed,
                supply.clock().instant());
        grants.create(grant);
        return Response.json(201, toJson(request, grant).toString());
    }

    private Response find(Request request) {
        return Response.json(200, toJson(request, existing(request)).toString());
    }

    private Response change(Request request) {
        var body = Fields.of(request.json()).only(ClientGrantJson.UPDATE);
        var known = existing(request);
        var changed = known.withAllowed(ClientGrantJson.changed(known.allowed(), body));
        if (!grants.update(changed)) {
            throw gone();
        }
        return Response.json(200, toJson(request, changed).toString());
    }

    /** 204 also when it is not there, as in the contract. */
    private Response remove(Request request) {
        grants.delete(request.tenant(), request.path("id"));
        return Response.empty(204);
    }

    private Grant existing(Request request) {
        return grants.find(request.tenant(), request.path("id")).orElseThrow(ClientGrantsApi::gone);
    }

    private static Problem gone() {
        return new Problem.NotFound("inexistent_client_grant", "The client grant does not exist.");
    }

    private ObjectNode toJson(Request request, Grant grant) {
        return ClientGrantJson.toJson(grant, request.host(), scopes.held(grant));
    }
}
