package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Grants;
import dev.tailrace.engine.tenant.OrganizationGrants;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Which client grants count for an organization. */
public final class OrganizationGrantsApi {
    private static final String ALL = "/api/v2/organizations/{id}/client-grants";
    private static final Pattern GRANT = Pattern.compile("cgr_[A-Za-z0-9]{16}");
    private final OrganizationGrants given;
    private final Grants grants;
    private final Audiences audiences;
    private final KnownScopes scopes;

    public OrganizationGrantsApi(OrganizationGrants given, Grants grants, Audiences audiences, KnownScopes scopes) {
        this.given = given;
        this.grants = grants;
        this.audiences = audiences;
        this.scopes = scopes;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:organization_client_grants"),
                post(ALL, this::add, "create:organization_client_grants"),
                delete(ALL + "/{grant_id}", this::remove, "delete:organization_client_grants"));
    }

    private Response list(Request request) {
        String organization = organization(request);
        var paging = DualPaging.of(request, "client grants of " + organization);
        Optional<String> audience =
                QueryValues.text(request, "audience").map(named -> audiences.key(request.tenant(), named));
        Optional<String> client = QueryValues.text(request, "client_id");
        List<String> ids = QueryValues.texts(request, "grant_ids");
        List<Grant> found = given.of(request.tenant(), organization).stream()
                .filter(grant -> audience.orElse(grant.audience().key())
                        .equals(grant.audience().key()))
                .filter(grant -> client.orElse(grant.clientId()).equals(grant.clientId()))
                .filter(grant -> ids.isEmpty() || ids.contains(grant.id()))
                .toList();
        return paging.answer(
                "client_grants", part -> WholeList.part(found, part), found::size, grant -> toJson(request, grant));
    }

    private Response add(Request request) {
        String organization = organization(request);
        Fields body = Fields.of(request.json()).only("grant_id");
        String id = body.text("grant_id", 1, 255);
        if (!GRANT.matcher(id).matches()) {
            throw body.wrong("grant_id", "Object didn't pass validation for format client-grant-id");
        }
        given.add(request.tenant(), organization, id);
        Grant grant = grants.find(request.tenant(), id)
                .orElseThrow(() -> new Problem.NotFound("inexistent_client_grant", "The client grant does not exist."));
        return Response.json(201, toJson(request, grant).toString());
    }

    /** 204 also when it does not count for the organization. */
    private Response remove(Request request) {
        given.remove(request.tenant(), organization(request), request.path("grant_id"));
        return Response.empty(204);
    }

    private String organization(Request request) {
        String id = DirectoryIds.organization(request);
        if (!given.exists(request.tenant(), id)) {
            throw new Problem.NotFound("", "No organization found by that id or name");
        }
        return id;
    }

    private ObjectNode toJson(Request request, Grant grant) {
        return ClientGrantJson.toJson(grant, request.host(), scopes.held(grant));
    }
}
