package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.directory.EntitySearch.Condition;
import dev.tailrace.engine.directory.EntitySearch.Field;
import dev.tailrace.engine.directory.GroupChange;
import dev.tailrace.engine.directory.GroupDocument;
import dev.tailrace.engine.directory.Groups;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Groups and their members. The contract reads and deletes them; making and changing those of an organization or of the
 * tenant is ours. Those of a connection come by SCIM, and their members change there alone.
 */
public final class GroupsApi {
    private static final String ALL = "/api/v2/groups";
    private static final String ONE = "/api/v2/groups/{id}";
    private static final String MEMBERS = "/api/v2/groups/{id}/members";
    private final Groups groups;
    private final Entities entities;
    private final EntitySearch search;
    private final Users users;

    public GroupsApi(Groups groups, Entities entities, EntitySearch search, Users users) {
        this.groups = groups;
        this.entities = entities;
        this.search = search;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:groups"),
                post(ALL, this::create, "create:groups"),
                get(ONE, this::find, "read:groups"),
                patch(ONE, this::change, "update:groups"),
                delete(ONE, this::remove, "delete:groups"),
                get(MEMBERS, this::members, "read:group_members"),
                post(MEMBERS, this::addMembers, "create:group_members"),
                delete(MEMBERS, this::removeMembers, "delete:group_members"),
                get("/api/v2/users/{id}/groups", this::ofUser, "read:groups"),
                get("/api/v2/organizations/{id}/groups", this::ofOrganization, "read:organization_groups"));
    }

    private Response list(Request request) {
        var every = new ArrayList<Condition>();
        condition(request, "connection_id", Field.CONNECTION_ID, every);
        condition(request, "name", Field.NAME, every);
        condition(request, "external_id", Field.EXTERNAL_ID, every);
        request.query("search").filter(s -> !s.isEmpty()).ifPresent(s -> every.add(new Condition.NameBegins(s)));
        DualPaging paging = DualPaging.of(request, "groups");
        boolean asked =
                request.query("page").isPresent() || request.query("per_page").isPresent();
        return answer(request, asked ? paging.withTotals() : paging, every);
    }

    private Response ofOrganization(Request request) {
        var id = new Entity.Id(request.tenant(), Kind.ORGANIZATION, request.path("id"));
        if (entities.find(id).isEmpty()) {
            throw new Problem.NotFound("", "No organization found by that id or name");
        }
        var of = List.<Condition>of(Condition.Is.of(Field.ORGANIZATION_ID, id.value()));
        return answer(request, DualPaging.byPlace(request, "groups"), of);
    }

    private Response answer(Request request, DualPaging paging, List<Condition> every) {
        Shown shown = UserQuery.shown(request);
        return paging.answer(
                "groups",
                part -> search.find(request.tenant(), Kind.GROUP, every, part),
                () -> every.isEmpty()
                        ? entities.count(request.tenant(), Kind.GROUP)
                        : search.count(request.tenant(), Kind.GROUP, every),
                group -> GroupJson.toJson(group, shown));
    }

    private Response create(Request request) throws InterruptedException {
        Entity group =
                groups.create(request.tenant(), GroupJson.created(request.json()), List.of(), Origins.of(request));
        return json(201, GroupJson.toJson(group, Shown.ALL).toString());
    }

    private Response find(Request request) {
        Shown shown = UserQuery.shown(request);
        return json(200, GroupJson.toJson(groups.get(id(request)), shown).toString());
    }

    private Response change(Request request) throws InterruptedException {
        GroupChange change = GroupJson.changes(request.json());
        refuseProvisioned(request);
        Entity after = groups.change(id(request), change, Origins.of(request));
        return json(200, GroupJson.toJson(after, Shown.ALL).toString());
    }

    private Response remove(Request request) throws InterruptedException {
        groups.get(id(request));
        groups.delete(id(request), Optional.empty(), Origins.of(request));
        return Response.empty(204);
    }

    private Response members(Request request) {
        groups.get(id(request));
        Shown shown = UserQuery.shown(request);
        return DualPaging.byPlace(request, "members")
                .answer(
                        "members",
                        part -> entities.ofHolder(request.tenant(), Relation.GROUP_MEMBER, request.path("id"), part),
                        () -> 0,
                        link -> GroupJson.member(link, shown));
    }

    private Response addMembers(Request request) throws InterruptedException {
        List<String> members = GroupJson.members(request.json());
        refuseProvisioned(request);
        groups.change(id(request), GroupChange.members(members, List.of()), Origins.of(request));
        return Response.empty(204);
    }

    private Response removeMembers(Request request) throws InterruptedException {
        List<String> members = GroupJson.members(request.json());
        refuseProvisioned(request);
        groups.change(id(request), GroupChange.members(List.of(), members), Origins.of(request));
        return Response.empty(204);
    }

    private Response ofUser(Request request) {
        users.get(new UserId(request.tenant(), request.path("id")));
        Shown shown = UserQuery.shown(request);
        Function<Part, List<Listed<Link>>> memberships =
                part -> entities.ofMember(request.tenant(), Relation.GROUP_MEMBER, request.path("id"), part);
        return DualPaging.of(request, "user groups")
                .answer("groups", memberships, DualPaging.counting(memberships), link -> membership(link, shown));
    }

    private ObjectNode membership(Link link, Shown shown) {
        Entity group = groups.get(
                new Entity.Id(link.key().tenant(), Kind.GROUP, link.key().holder()));
        return GroupJson.toJson(group, shown).put("membership_created_at", EventFactory.text(link.createdAt()));
    }

    /** What an outside system keeps in step would be undone by it. */
    private void refuseProvisioned(Request request) {
        if (GroupDocument.of(groups.get(id(request))).path("type").asString().equals("connection")) {
            throw new Problem.Invalid(
                    "operation_not_supported",
                    "The group belongs to a connection: its name and members come from there, by SCIM.");
        }
    }

    private static void condition(Request request, String name, Field field, List<Condition> every) {
        request.query(name).filter(v -> !v.isEmpty()).ifPresent(v -> every.add(Condition.Is.of(field, v)));
    }

    private static Entity.Id id(Request request) {
        return new Entity.Id(request.tenant(), Kind.GROUP, request.path("id"));
    }

    private static Response json(int status, String text) {
        return Response.json(status, text);
    }
}
