package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.NewUser;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserPatch;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The users of the directory. Scopes for a user's own token are not here: callers are applications. */
public final class UsersApi {
    private static final String ONE = "/api/v2/users/{id}";
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
        UserQuery query = UserQuery.of(request);
        Found found = query.term().isPresent()
                ? matching(request.tenant(), query, query.term().get())
                : all(request.tenant(), query);
        if (!query.totals()) {
            return json(200, UserJson.toJson(found.page(), query.shown()).toString());
        }
        int start = (int) Math.min(query.skip(), Integer.MAX_VALUE);
        return json(
                200,
                UserJson.page(found.page(), query.shown(), start, query.perPage(), found.total())
                        .toString());
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

    private record Found(List<User> page, long total) {}

    private Found all(TenantId tenant, UserQuery query) {
        boolean nobody =
                query.connection().filter(c -> !users.hasConnection(tenant, c)).isPresent();
        long total = nobody ? 0 : users.count(tenant);
        if (total > UserQuery.RESULTS_MAX && query.skip() + query.perPage() > UserQuery.RESULTS_MAX) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "You can only page through the first " + UserQuery.RESULTS_MAX
                            + " users; ask for fewer with page and per_page.");
        }
        return query.skip() >= total
                ? new Found(List.of(), total)
                : new Found(users.list(tenant, (int) query.skip(), query.perPage()), total);
    }

    private Found matching(TenantId tenant, UserQuery query, UserQuery.Term term) {
        Stream<User> hits = switch (term.field()) {
            case "email" -> users.byEmail(tenant, term.value()).stream();
            case "user_id" -> users.find(new UserId(tenant, term.value())).stream();
            default -> users.byUsername(tenant, term.value()).stream();
        };
        List<User> all = hits.filter(
                        u -> query.connection().map(u.connection()::equals).orElse(true))
                .toList();
        return new Found(all.stream().skip(query.skip()).limit(query.perPage()).toList(), all.size());
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
