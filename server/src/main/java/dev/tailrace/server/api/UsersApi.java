package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.NewUser;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserPatch;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The users of the directory. Scopes for a user's own token are not here: callers are applications. */
public final class UsersApi {
    private static final String ONE = "/api/v2/users/{id}";
    private static final String LIST = "users";
    private final Users users;

    public UsersApi(Users users) {
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/users", this::list, "read:users", "read:user_idp_tokens"),
                post("/api/v2/users", this::create, "create:users"),
                get("/api/v2/users-by-email", this::byEmail, "read:users"),
                get(ONE, this::find, "read:users", "read:user_idp_tokens"),
                patch(ONE, this::change, "update:users", "update:users_app_metadata"),
                delete(ONE, this::remove, "delete:users"));
    }

    private Response list(Request request) {
        if (UserQuery.fromCheckpoint(request)) {
            return checkpoint(request);
        }
        UserQuery query = UserQuery.of(request);
        UserSearch.Found found = users.search(request.tenant(), query.search());
        if (query.isFar() && found.total() > UserSearch.REACH) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "You can only page through the first " + UserSearch.REACH
                            + " users; go on with from and take, or narrow the query.");
        }
        if (!query.totals()) {
            return json(200, UserJson.toJson(found.users(), query.shown()).toString());
        }
        int start = (int) Math.min(query.skip(), Integer.MAX_VALUE);
        return json(
                200,
                UserJson.page(found.users(), query.shown(), start, query.perPage(), found.total())
                        .toString());
    }

    private Response checkpoint(Request request) {
        Shown shown = UserQuery.shown(request);
        Paging.Checkpoint part = Paging.checkpoint(request, LIST);
        long place = part.after().isEmpty() ? 0 : ListCursor.number(part.after());
        List<Listed<User>> listed =
                users.after(request.tenant(), UserQuery.connection(request), place, part.take() + 1);
        List<User> page = listed.stream().limit(part.take()).map(Listed::item).toList();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("users", UserJson.toJson(page, shown));
        if (listed.size() > part.take()) {
            json.put(
                    "next",
                    ListCursor.encode(
                            LIST, Long.toString(listed.get(part.take() - 1).place())));
        }
        return json(200, json.toString());
    }

    private Response create(Request request) throws InterruptedException {
        NewUser asked = UserJson.newUser(request.json());
        User user = users.create(request.tenant(), asked, Origins.of(request));
        return json(201, UserJson.toJson(user, Shown.ALL).toString());
    }

    private Response byEmail(Request request) {
        Shown shown = UserQuery.shown(request);
        String email = request.query("email")
                .filter(e -> !e.isBlank())
                .orElseThrow(() -> Problem.Invalid.query("email", "Missing required property: email"));
        return json(
                200,
                UserJson.toJson(users.byEmail(request.tenant(), email), shown).toString());
    }

    private Response find(Request request) {
        Shown shown = UserQuery.shown(request);
        return json(200, UserJson.toJson(users.get(id(request)), shown).toString());
    }

    private Response change(Request request) throws InterruptedException {
        ObjectNode body = request.json();
        mayChange(request, body);
        UserPatch patch = UserJson.patch(body);
        User user = users.patch(id(request), patch, Origins.of(request));
        return json(200, UserJson.toJson(user, Shown.ALL).toString());
    }

    private Response remove(Request request) throws InterruptedException {
        users.delete(id(request), Origins.of(request));
        return Response.empty(204);
    }

    /** The smaller scope reaches {@code app_metadata} and nothing else. */
    private static void mayChange(Request request, ObjectNode body) {
        if (!request.caller().scopes().contains("update:users")
                && !Set.of("app_metadata").containsAll(body.propertyNames())) {
            throw new Problem.Forbidden("insufficient_scope", "Insufficient scope, expected any of: update:users");
        }
    }

    private static UserId id(Request request) {
        return new UserId(request.tenant(), request.path("id"));
    }

    private static Response json(int status, String text) {
        return Response.json(status, text);
    }
}
