package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.ConnectionUsers;
import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.ProvisionedUsers;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Users of the token's connection by SCIM. */
final class ScimUsersApi {
    private static final String ALL = "/scim/v2/Users";
    private static final String ONE = "/scim/v2/Users/{id}";
    private final ScimAuth auth;
    private final Directory directory;
    private final ConnectionUsers list;
    private final ProvisionedUsers users;

    ScimUsersApi(ScimAuth auth, Directory directory, ConnectionUsers list, ProvisionedUsers users) {
        this.auth = auth;
        this.directory = directory;
        this.list = list;
        this.users = users;
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
        ScimScope scope = auth.scope(request, "users");
        ScimList asked = ScimList.of(request);
        if (asked.filter().isPresent()) {
            List<User> all = matching(scope, asked.filter().get());
            List<User> page =
                    all.stream().skip(asked.skip()).limit(asked.count()).toList();
            return answer(request, scope, asked, page, all.size());
        }
        long total = list.count(scope.tenant(), scope.connection().name());
        List<User> page = asked.count() == 0 || asked.skip() >= total
                ? List.of()
                : list
                        .list(scope.tenant(), scope.connection().name(), Part.skipping(asked.skip(), asked.count()))
                        .stream()
                        .map(Listed::item)
                        .toList();
        return answer(request, scope, asked, page, total);
    }

    private Response create(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "users");
        User user = users.create(scope.tenant(), scope.connection(), ScimUserJson.said(request.json()), scope.origin());
        return one(request, scope, 201, user);
    }

    private Response find(Request request) {
        ScimScope scope = auth.scope(request, "users");
        return one(request, scope, 200, get(scope, request));
    }

    private Response replace(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "users");
        ObjectNode said = ScimUserJson.said(request.json());
        User user = users.replace(get(scope, request).id(), ScimVersion.wanted(request), said, scope.origin());
        return one(request, scope, 200, user);
    }

    /** A replacement by what the operations make of the resource; refused when it was changed in between. */
    private Response patch(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "users");
        User before = get(scope, request);
        var operations = ScimPatch.parse(request.json());
        ObjectNode resource = ScimUserJson.toJson(before, scope);
        ScimPatch.apply(resource, operations);
        Optional<Long> wanted = ScimVersion.wanted(request);
        User user = users.replace(
                before.id(),
                Optional.of(wanted.orElse(before.revision())),
                ScimUserJson.said(resource),
                scope.origin());
        return one(request, scope, 200, user);
    }

    private Response delete(Request request) throws InterruptedException {
        ScimScope scope = auth.scope(request, "users");
        users.delete(get(scope, request).id(), ScimVersion.wanted(request), scope.origin());
        return Response.empty(204);
    }

    private User get(ScimScope scope, Request request) {
        String id = request.path("id");
        return directory.find(scope.userId(id)).filter(scope::holds).orElseThrow(() -> ScimScope.noUser(id));
    }

    /** Found by one attribute that has an index, the others only narrow it. */
    private List<User> matching(ScimScope scope, ScimFilter filter) {
        filter.only("id", "username", "externalid", "emails", "emails.value", "emails.type", "displayname");
        String connection = scope.connection().name();
        Stream<User> found;
        if (filter.value("id").isPresent()) {
            found = directory.find(scope.userId(filter.value("id").get())).stream();
        } else if (filter.value("externalid").isPresent()) {
            found =
                    list
                            .byExternalId(
                                    scope.tenant(),
                                    connection,
                                    filter.value("externalid").get(),
                                    ScimList.MAX)
                            .stream();
        } else {
            String login = filter.value("username")
                    .or(() -> filter.value("emails.value"))
                    .or(() -> filter.value("emails"))
                    .orElseThrow(() -> ScimError.filter(
                            "Users are found by id, userName, externalId or emails.value; others only narrow it."));
            found = directory.byLogin(scope.tenant(), connection, login.toLowerCase(Locale.ROOT)).stream();
        }
        return found.filter(user -> scope.holds(user) && user.joinedTo().isEmpty())
                .filter(user -> fits(ScimUserJson.toJson(user, scope), filter))
                .toList();
    }

    private static boolean fits(ObjectNode user, ScimFilter filter) {
        return filter.every().stream().allMatch(equal -> switch (equal.attribute()) {
            case "id" -> user.path("id").asString().equals(equal.value());
            case "externalid" -> user.path("externalId").asString("").equals(equal.value());
            case "username" -> user.path("userName").asString().equalsIgnoreCase(equal.value());
            case "displayname" -> user.path("displayName").asString("").equalsIgnoreCase(equal.value());
            case "emails.type" -> user.at("/emails/0/type").asString("").equalsIgnoreCase(equal.value());
            default -> user.at("/emails/0/value").asString("").equalsIgnoreCase(equal.value());
        });
    }

    private static Response answer(Request request, ScimScope scope, ScimList asked, List<User> page, long total) {
        List<ObjectNode> resources = page.stream()
                .map(user -> ScimList.shown(request, ScimUserJson.toJson(user, scope)))
                .toList();
        return ScimAnswer.json(200, asked.answer(resources, total));
    }

    private static Response one(Request request, ScimScope scope, int status, User user) {
        return ScimAnswer.resource(request, status, ScimUserJson.toJson(user, scope), user.revision());
    }
}
