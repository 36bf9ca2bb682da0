package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.directory.EntitySearch.Condition;
import dev.tailrace.engine.directory.EntitySearch.Field;
import dev.tailrace.engine.directory.GroupDocument;
import dev.tailrace.engine.directory.Groups;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.directory.NewGroup;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups of the token's connection by SCIM. */
final class ScimGroupsApi {
    private static final String ALL = "/scim/v2/Groups";
    private static final String ONE = "/scim/v2/Groups/{id}";
    private static final int MEMBERS_READ = 1_000;

    /** A group with more members is listed without them; asked for alone it shows them all. */
    private static final int MEMBERS_LISTED = 1_000;

    private final ScimAuth auth;
    private final Directory directory;
    private final Entities entities;
    private final EntitySearch search;
    private final Groups groups;

    ScimGroupsApi(ScimAuth auth, Directory directory, Entities entities, EntitySearch search, Groups groups) {
        this.auth = auth;
        this.directory = directory;
        this.entities = entities;
        this.search = search;
        this.groups = groups;
    }

    /** Open to the edge: their own token is checked by each. */
    List<Route> routes() {
        return List.of(
                Route.open("GET", ALL, this::list),
                Route.open("POST", ALL, this::create),
                Route.open("GET", ONE, this::find),
                Route.open("PUT", ONE, this::replace),
                Route.open("PATCH", ONE, this::patch),
                Route.open("DELETE", ONE, this::delete));
    }

    private Response list(Request request) {
        ScimScope scope = auth.scope(request, "groups");
        ScimList asked = ScimList.of(request);
        var every = new ArrayList<Condition>();
        every.add(Condition.Is.of(Field.CONNECTION_ID, scope.connection().id()));
        if (asked.filter().isEmpty()) {
            long total = search.groupsOf(scope.tenant(), scope.connection().id());
            return answer(request, scope, asked, page(scope, asked, every), total);
        }
        ScimFilter filter = asked.filter().get().only("id", "displayname", "externalid", "members", "members.value");
        filter.value("displayname").ifPresent(name -> every.add(Condition.Is.of(Field.NAME, name)));
        filter.value("externalid").ifPresent(id -> every.add(Condition.Is.of(Field.EXTERNAL_ID, id)));
        Optional<String> member = filter.value("members.value").or(() -> filter.value("members"));
        if (filter.value("id").isEmpty() && member.isEmpty()) {
            int total = search.count(scope.tenant(), Kind.GROUP, every);
            return answer(request, scope, asked, page(scope, asked, every), total);
        }
        if (filter.value("id").isEmpty()) {
            throw ScimError.filter("Groups are found by members only together with an id.");
        }
        List<Entity> found = filter.value("id")
                .flatMap(id -> entities.find(new Entity.Id(scope.tenant(), Kind.GROUP, id)))
                .filter(group -> holds(scope, group) && fits(scope, group, filter, member))
                .map(List::of)
                .orElse(List.of());
        List<Entity> page =
                found.stream().skip(asked.skip()).limit(asked.count()).toList();
        return answer(request, scope, asked, page, found.size());
    }

    private Response create(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "groups");
        ObjectNode body = request.json();
        List<String> members = ScimNames.find(body, "members").map(ScimGroupJson::members).orElse(List.of()).stream()
                .map(id -> memberId(scope, id))
                .toList();
        var asked = new NewGroup(
                NewGroup.Type.CONNECTION,
                Optional.of(scope.connection().id()),
                displayName(body),
                ScimNames.find(body, "externalId").map(ScimGroupJson::externalId));
        return one(request, scope, 201, groups.create(scope.tenant(), asked, members, scope.origin()));
    }

    private Response find(Request request) {
        ScimScope scope = auth.scope(request, "groups");
        return one(request, scope, 200, get(scope, request));
    }

    private Response replace(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "groups");
        ObjectNode body = request.json();
        Entity group = get(scope, request);
        var change = patch(scope, group)
                .replacing(
                        displayName(body),
                        ScimNames.find(body, "externalId").map(ScimGroupJson::externalId),
                        ScimNames.find(body, "members")
                                .map(ScimGroupJson::members)
                                .orElse(List.of()),
                        Optional.of(ScimVersion.wanted(request).orElse(group.revision())));
        return one(request, scope, 200, groups.change(group.id(), change, scope.origin()));
    }

    private Response patch(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "groups");
        var operations = ScimPatch.parse(request.json());
        Entity group = get(scope, request);
        var change = patch(scope, group).of(operations, ScimVersion.wanted(request));
        return one(request, scope, 200, groups.change(group.id(), change, scope.origin()));
    }

    private Response delete(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "groups");
        groups.delete(get(scope, request).id(), ScimVersion.wanted(request), scope.origin());
        return Response.empty(204);
    }

    private ScimGroupPatch patch(ScimScope scope, Entity group) {
        return new ScimGroupPatch(id -> memberId(scope, id), () -> memberIds(group));
    }

    private Entity get(ScimScope scope, Request request) {
        String id = request.path("id");
        return entities.find(new Entity.Id(scope.tenant(), Kind.GROUP, id))
                .filter(group -> holds(scope, group))
                .orElseThrow(() -> ScimScope.noGroup(id));
    }

    /** The directory's id of a user or group of this connection. */
    private String memberId(ScimScope scope, String scimId) {
        if (scimId.startsWith("grp_")) {
            return entities.find(new Entity.Id(scope.tenant(), Kind.GROUP, scimId))
                    .filter(group -> holds(scope, group))
                    .map(group -> group.id().value())
                    .orElseThrow(() ->
                            ScimError.value("members", ScimScope.noGroup(scimId).text()));
        }
        return directory
                .find(scope.userId(scimId))
                .filter(scope::holds)
                .map(user -> user.id().value())
                .orElseThrow(() ->
                        ScimError.value("members", ScimScope.noUser(scimId).text()));
    }

    private List<String> memberIds(Entity group) {
        var ids = new ArrayList<String>();
        long after = 0;
        while (true) {
            List<Listed<Link>> some = entities.ofHolder(
                    group.id().tenant(), Relation.GROUP_MEMBER, group.id().value(), Part.after(after, MEMBERS_READ));
            some.forEach(link -> ids.add(link.item().key().member()));
            if (some.size() < MEMBERS_READ) {
                return ids;
            }
            after = some.getLast().place();
        }
    }

    private boolean fits(ScimScope scope, Entity group, ScimFilter filter, Optional<String> member) {
        JsonNode document = GroupDocument.of(group);
        return filter.value("displayname")
                        .map(document.path("name").asString()::equals)
                        .orElse(true)
                && filter.value("externalid")
                        .map(document.path("external_id").asString("")::equals)
                        .orElse(true)
                && member.map(id -> entities.link(new Link.Key(
                                        scope.tenant(),
                                        Relation.GROUP_MEMBER,
                                        group.id().value(),
                                        id.startsWith("grp_")
                                                ? id
                                                : scope.userId(id).value()))
                                .isPresent())
                        .orElse(true);
    }

    private List<Entity> page(ScimScope scope, ScimList asked, List<Condition> every) {
        return asked.count() == 0
                ? List.of()
                : search.find(scope.tenant(), Kind.GROUP, every, Part.skipping(asked.skip(), asked.count())).stream()
                        .map(Listed::item)
                        .toList();
    }

    private Response answer(Request request, ScimScope scope, ScimList asked, List<Entity> page, long total) {
        boolean members = ScimList.wants(request, "members");
        List<ObjectNode> resources = page.stream()
                .map(group -> ScimList.shown(request, json(scope, group, members && members(group) <= MEMBERS_LISTED)))
                .toList();
        return ScimAnswer.json(200, asked.answer(resources, total));
    }

    private long members(Entity group) {
        return entities.count(
                group.id().tenant(), Relation.GROUP_MEMBER, group.id().value());
    }

    private Response one(Request request, ScimScope scope, int status, Entity group) {
        return ScimAnswer.resource(
                request, status, json(scope, group, ScimList.wants(request, "members")), group.revision());
    }

    private ObjectNode json(ScimScope scope, Entity group, boolean members) {
        Optional<List<String>> shown = members
                ? Optional.of(memberIds(group).stream().map(scope::scimId).toList())
                : Optional.empty();
        return ScimGroupJson.toJson(group, shown, scope);
    }

    private static String displayName(ObjectNode body) {
        return ScimGroupJson.displayName(ScimNames.find(body, "displayName")
                .orElseThrow(() -> ScimError.value("displayName", "it is required")));
    }

    private static boolean holds(ScimScope scope, Entity group) {
        return GroupDocument.of(group)
                .path("connection_id")
                .asString("")
                .equals(scope.connection().id());
    }
}
