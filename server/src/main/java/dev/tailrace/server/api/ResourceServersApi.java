package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.ResourceServer;
import dev.tailrace.engine.tenant.ResourceServers;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.ClientGrantsApi.Supply;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The APIs that tokens are issued for: the Management API, which is always there, and the tenant's own. */
public final class ResourceServersApi {
    private static final String ALL = "/api/v2/resource-servers";
    private static final String ONE = "/api/v2/resource-servers/{id}";
    private final ResourceServers servers;
    private final Audiences audiences;
    private final KnownScopes scopes;
    private final Supply supply;

    public ResourceServersApi(ResourceServers servers, Tokens tokens, KnownScopes scopes, Supply supply) {
        this.servers = servers;
        this.audiences = new Audiences(tokens, servers);
        this.scopes = scopes;
        this.supply = supply;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:resource_servers"),
                post(ALL, this::create, "create:resource_servers"),
                get(ONE, this::find, "read:resource_servers"),
                patch(ONE, this::change, "update:resource_servers"),
                delete(ONE, this::remove, "delete:resource_servers"));
    }

    private Response list(Request request) {
        var paging = DualPaging.of(request, "resource_servers");
        var named = QueryValues.texts(request, "identifiers");
        if (!named.isEmpty()) {
            var found = named.stream()
                    .distinct()
                    .limit(DualPaging.MAX)
                    .flatMap(identifier -> named(request, identifier).stream())
                    .toList();
            return paging.answer("resource_servers", part -> cut(found, part), found::size, server -> server);
        }
        var management = List.of(management(request));
        return paging.answer(
                "resource_servers",
                part -> all(request.tenant(), management, part),
                () -> servers.count(request.tenant()) + 1,
                server -> server);
    }

    private Response create(Request request) {
        ObjectNode body = request.json();
        String identifier = Fields.of(body).text("identifier", 1, ResourceServerJson.IDENTIFIER_MAX);
        if (audiences.isManagement(request.tenant(), identifier)) {
            throw new Problem.Conflict("", "A resource server with the same identifier already exists.");
        }
        var server = new ResourceServer(
                request.tenant(),
                supply.ids().hex(12),
                identifier,
                ResourceServerJson.fresh(body),
                supply.clock().instant());
        servers.create(server);
        return Response.json(201, ResourceServerJson.toJson(server).toString());
    }

    /** By id or, percent-encoded, by identifier. */
    private Response find(Request request) {
        return Response.json(
                200,
                named(request, request.path("id"))
                        .orElseThrow(ResourceServersApi::gone)
                        .toString());
    }

    private Response change(Request request) {
        ObjectNode body = request.json();
        var known = existing(request);
        var changed = known.withSettings(ResourceServerJson.changed(known, body));
        if (!servers.update(changed)) {
            throw gone();
        }
        return Response.json(200, ResourceServerJson.toJson(changed).toString());
    }

    private Response remove(Request request) {
        own(request).ifPresent(server -> servers.delete(request.tenant(), server.id()));
        return Response.empty(204);
    }

    /** The Management API is the first item of the list. */
    private List<Listed<ObjectNode>> all(TenantId tenant, List<ObjectNode> management, Part part) {
        boolean first = part.after() == 0 && part.skip() == 0 && part.max() > 0;
        int before = part.after() == 0 ? 1 : 0;
        var own = servers
                .list(
                        tenant,
                        new Part(
                                Math.max(0, part.after() - 1),
                                Math.max(0, part.skip() - before),
                                part.max() - (first ? 1 : 0)))
                .stream()
                .map(listed -> new Listed<>(listed.place() + 1, ResourceServerJson.toJson(listed.item())));
        return Stream.concat(first ? management.stream().map(item -> new Listed<>(1, item)) : Stream.empty(), own)
                .toList();
    }

    private static List<Listed<ObjectNode>> cut(List<ObjectNode> found, Part part) {
        return IntStream.range(0, found.size())
                .mapToObj(i -> new Listed<>(i + 1, found.get(i)))
                .filter(listed -> listed.place() > part.after())
                .skip(part.skip())
                .limit(part.max())
                .toList();
    }

    private Optional<ObjectNode> named(Request request, String name) {
        return name.equals(ResourceServerJson.MANAGEMENT_ID) || audiences.isManagement(request.tenant(), name)
                ? Optional.of(management(request))
                : own(request.tenant(), name).map(ResourceServerJson::toJson);
    }

    private ObjectNode management(Request request) {
        return ResourceServerJson.management(request.host(), scopes.of(request.tenant()));
    }

    private ResourceServer existing(Request request) {
        return own(request).orElseThrow(ResourceServersApi::gone);
    }

    private Optional<ResourceServer> own(Request request) {
        String name = request.path("id");
        if (name.equals(ResourceServerJson.MANAGEMENT_ID) || audiences.isManagement(request.tenant(), name)) {
            throw new Problem.Invalid(
                    "operation_not_supported", "The Management API is a system API; it cannot be changed or deleted.");
        }
        return own(request.tenant(), name);
    }

    private Optional<ResourceServer> own(TenantId tenant, String name) {
        return servers.find(tenant, name).or(() -> servers.byIdentifier(tenant, name));
    }

    private static Problem gone() {
        return new Problem.NotFound("inexistent_resource_server", "The resource server does not exist.");
    }
}
