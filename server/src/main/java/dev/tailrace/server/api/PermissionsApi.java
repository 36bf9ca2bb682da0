package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Grant.Audience;
import dev.tailrace.engine.tenant.Permissions;
import dev.tailrace.engine.tenant.Permissions.Holder;
import dev.tailrace.engine.tenant.Permissions.Holder.Kind;
import dev.tailrace.engine.tenant.Permissions.Permission;
import dev.tailrace.engine.tenant.ResourceServers;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Issuers;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The scopes of APIs that roles and users were given. They are kept for whoever asks: no token carries them. */
public final class PermissionsApi {
    private static final String OF_ROLE = "/api/v2/roles/{id}/permissions";
    private static final String OF_USER = "/api/v2/users/{id}/permissions";
    private static final int MAX_OF_CALL = 500;
    private final Permissions permissions;
    private final ResourceServers servers;
    private final Audiences audiences;
    private final KnownScopes scopes;

    public PermissionsApi(Permissions permissions, ResourceServers servers, Audiences audiences, KnownScopes scopes) {
        this.permissions = permissions;
        this.servers = servers;
        this.audiences = audiences;
        this.scopes = scopes;
    }

    public List<Route> routes() {
        return List.of(
                get(OF_ROLE, request -> list(request, Kind.ROLE), "read:roles"),
                post(OF_ROLE, request -> give(request, Kind.ROLE), "update:roles"),
                delete(OF_ROLE, request -> take(request, Kind.ROLE, 200), "update:roles"),
                get(OF_USER, request -> list(request, Kind.USER), "read:users"),
                post(OF_USER, request -> give(request, Kind.USER), "update:users"),
                delete(OF_USER, request -> take(request, Kind.USER, 204), "update:users"));
    }

    private Response list(Request request, Kind kind) {
        Holder holder = holder(request, kind);
        return DualPaging.of(request, "permissions of " + holder.id())
                .answer(
                        "permissions",
                        part -> permissions.of(holder, part),
                        () -> permissions.count(holder),
                        permission -> toJson(request, holder, permission));
    }

    private Response give(Request request, Kind kind) {
        Holder holder = holder(request, kind);
        var given = new ArrayList<Permission>();
        for (Fields wish : wishes(request)) {
            String name = name(wish);
            Audience api = audiences
                    .find(request.tenant(), identifier(wish))
                    .orElseThrow(() ->
                            new Problem.NotFound("inexistent_resource_server", "The resource server does not exist."));
            if (!scopes(request.tenant(), api.key()).contains(name)) {
                throw wish.wrong("permission_name", "The resource server has no such scope");
            }
            given.add(new Permission(api.key(), name));
        }
        permissions.give(holder, given);
        return Response.empty(201);
    }

    private Response take(Request request, Kind kind, int status) {
        Holder holder = holder(request, kind);
        permissions.take(
                holder,
                wishes(request).stream()
                        .map(wish -> new Permission(audiences.key(request.tenant(), identifier(wish)), name(wish)))
                        .toList());
        return Response.empty(status);
    }

    private static List<Fields> wishes(Request request) {
        Fields body = Fields.of(request.json()).only("permissions");
        if (!body.has("permissions")) {
            throw body.here("Missing required property: permissions");
        }
        List<Fields> wishes = body.objects("permissions", MAX_OF_CALL);
        if (wishes.isEmpty()) {
            throw body.wrong("permissions", "Array is too short (0), minimum 1");
        }
        wishes.forEach(wish -> wish.only("resource_server_identifier", "permission_name"));
        return wishes;
    }

    private static String identifier(Fields wish) {
        return wish.text("resource_server_identifier", 1, ResourceServerJson.IDENTIFIER_MAX);
    }

    private static String name(Fields wish) {
        return wish.text("permission_name", 1, ResourceServerJson.SCOPE_CHARACTERS);
    }

    private Holder holder(Request request, Kind kind) {
        var holder = new Holder(request.tenant(), kind, request.path("id"));
        if (!permissions.exists(holder)) {
            throw switch (kind) {
                case ROLE -> new Problem.NotFound("", "The role does not exist.");
                case USER -> new Problem.NotFound("inexistent_user", "The user does not exist.");
            };
        }
        return holder;
    }

    private List<String> scopes(TenantId tenant, String api) {
        return api.equals(Audience.MANAGEMENT)
                ? scopes.of(tenant)
                : servers.byIdentifier(tenant, api)
                        .map(ResourceServerJson::scopes)
                        .orElse(List.of());
    }

    private ObjectNode toJson(Request request, Holder holder, Permission permission) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        boolean management = permission.api().equals(Audience.MANAGEMENT);
        ObjectNode api = management
                ? ResourceServerJson.management(request.host(), List.of())
                : servers.byIdentifier(holder.tenant(), permission.api())
                        .map(ResourceServerJson::toJson)
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        json.put(
                "resource_server_identifier",
                management ? Issuers.managementAudience(request.host()) : permission.api());
        json.put("permission_name", permission.scope());
        json.put("resource_server_name", api.path("name").asString(""));
        json.put("description", description(api, permission.scope()));
        if (holder.kind() == Kind.USER) {
            json.putArray("sources").addObject().put("source_type", "DIRECT");
        }
        return json;
    }

    private static String description(ObjectNode api, String scope) {
        return api.path("scopes")
                .valueStream()
                .filter(one -> one.path("value").asString("").equals(scope))
                .findFirst()
                .map(one -> one.path("description").asString(""))
                .orElse("");
    }
}
