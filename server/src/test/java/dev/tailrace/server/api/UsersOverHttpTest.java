package dev.tailrace.server.api;

import static dev.tailrace.server.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.DirectorySignIn;
import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.SignInAttempts;
import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.RunningServer;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import dev.tailrace.testkit.fakes.FakeHasher;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists, searches and identities, over a real server and SQLite. */
final class UsersOverHttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONNECTION = BuiltInConnection.NAME;
    private static final String PASSWORD = "Correct-Horse-9";

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(Examples.NOW);
    private SqliteBackend store;
    private RunningServer server;
    private String token;

    @BeforeEach
    void start() throws Exception {
        store = SqliteBackend.open(folder.resolve("store"), Optional.empty(), clock);
        var connections = new BuiltInConnection();
        var passwords = new Users.Passwords(PasswordPolicy.DEFAULT, new FakeHasher());
        var events = new UserEvents(new EventFactory("example.test", clock, new SplittableRandom(1)), true);
        var supply = new Users.Supply(clock, new RandomIds(new SplittableRandom(2)));
        var users = new UsersApi(new Users(store.directory(), connections, passwords, events, supply));
        var identities = new IdentitiesApi(new Identities(store.directory(), connections, events, clock));
        var routes = new ArrayList<>(users.routes());
        routes.addAll(identities.routes());
        server = RunningServer.on(folder.resolve("server"))
                .routes(routes.toArray(Route[]::new))
                .signIn(new DirectorySignIn(
                        store.directory(),
                        connections,
                        passwords,
                        events,
                        new SignInAttempts(SignInLimits.DEFAULT, clock)))
                .start();
        token = server.token("create:users", "read:users", "update:users", "delete:users");
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    @Test
    void a_user_joins_another_and_parts_again() throws Exception {
        create("66e5490a7c1b2d3e4f506172", "mira@example.test", "");
        create(
                "66e5490a7c1b2d3e4f509999",
                "mira@work.test",
                "\"email_verified\":true,\"app_metadata\":{\"team\":\"blue\"},");
        String primary = "/api/v2/users/auth0%7C66e5490a7c1b2d3e4f506172";
        String secondary = "/api/v2/users/auth0%7C66e5490a7c1b2d3e4f509999";
        String before = call("GET", secondary, "").body();
        var connection = new BuiltInConnection().standard(RunningServer.TENANT).id();
        clock.advance(Duration.ofSeconds(47));

        var joined = call("POST", primary + "/identities", """
            {"provider":"auth0","connection_id":"%s","user_id":"66e5490a7c1b2d3e4f509999"}
            """.formatted(connection));
        assertThat(joined.statusCode()).as(joined.body()).isEqualTo(201);
        Golden.assertMatches("identities.joined.json", joined.body());
        assertThat(call("GET", secondary, "").statusCode()).isEqualTo(404);
        assertThat(types()).containsExactly("user.created", "user.created", "user.deleted", "user.updated");
        JsonNode gone = data(2);
        assertThat(gone.at("/object/user_id").asString()).isEqualTo("auth0|66e5490a7c1b2d3e4f509999");
        assertThat(gone.at("/object/deleted_at").asString()).isNotEmpty();
        assertThat(data(3).at("/object/identities")).hasSize(2);
        assertThat(data(3).at("/previous_object/identities")).hasSize(1);
        assertThat(call("GET", primary, "").body())
                .isEqualTo(data(3).path("object").toString());
        assertThat(found("identities.connection:\"" + CONNECTION + "\"")).containsExactly("mira@example.test");
        assertThat(found("app_metadata.team:blue")).isEmpty();

        assertThat(call("POST", "/api/v2/users", newUser("", "MIRA@work.test", ""))
                        .statusCode())
                .isEqualTo(409);
        assertThat(signIn("mira@work.test").statusCode()).isEqualTo(200);
        assertThat(data(4).at("/object/user/user_id").asString()).isEqualTo("auth0|66e5490a7c1b2d3e4f506172");
        assertThat(json(call("GET", primary, "")).path("logins_count").asInt()).isEqualTo(1);

        var parted = call("DELETE", primary + "/identities/auth0/66e5490a7c1b2d3e4f509999", "");
        assertThat(parted.statusCode()).isEqualTo(200);
        assertThat(json(parted)).hasSize(1);
        assertThat(types().subList(4, 7)).containsExactly("user.login.succeeded", "user.created", "user.updated");
        JsonNode again = json(call("GET", secondary, ""));
        assertThat(data(5).path("object")).isEqualTo(again);
        assertThat(again.path("updated_at").asString()).isEqualTo("2026-03-01T12:00:47.000Z");
        assertThat(again.toString().replace("12:00:47", "12:00:00")).isEqualTo(before);
        assertThat(found("app_metadata.team:blue")).containsExactly("mira@work.test");
        assertThat(signIn("mira@work.test").statusCode()).isEqualTo(200);
        assertThat(json(call("GET", primary, "")).path("logins_count").asInt()).isEqualTo(1);
    }

    @Test
    void identities_of_one_that_joins_go_with_it_and_all_end_with_the_user() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            create(id, id + "@example.test", "");
        }
        assertThat(link("b", "c").statusCode()).isEqualTo(201);
        assertThat(json(link("a", "b"))).hasSize(3);
        assertThat(signIn("c@example.test").statusCode()).isEqualTo(200);
        assertThat(json(call("GET", "/api/v2/users/auth0%7Ca", ""))
                        .path("logins_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(json(call("DELETE", "/api/v2/users/auth0%7Ca/identities/auth0/b", "")))
                .hasSize(2);
        assertThat(json(call("GET", "/api/v2/users/auth0%7Cb", "")).path("identities"))
                .hasSize(1);
        assertThat(call("DELETE", "/api/v2/users/auth0%7Ca", "").statusCode()).isEqualTo(204);
        assertThat(signIn("c@example.test").statusCode()).isEqualTo(403);
        create("c", "c@example.test", "");
    }

    @Test
    void what_cannot_be_linked_is_refused_and_changes_nothing() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            create(id, id + "@example.test", "");
        }
        link("a", "b");
        int events = events().size();
        for (String[] refused : List.of(
                new String[] {"a", "{\"provider\":\"auth0\",\"user_id\":\"a\"}", "400", "linked with itself"},
                new String[] {"a", "{\"provider\":\"auth0\",\"user_id\":\"b\"}", "409", "linked to a user already"},
                new String[] {"c", "{\"provider\":\"auth0\",\"user_id\":\"b\"}", "409", "linked to a user already"},
                new String[] {"a", "{\"provider\":\"auth0\",\"user_id\":7}", "400", "does not exist"},
                new String[] {"a", "{\"provider\":\"auth0\"}", "400", "Missing required property: user_id"},
                new String[] {"a", "{\"user_id\":\"c\"}", "400", "Missing required property: provider"},
                new String[] {"a", "{\"provider\":7,\"user_id\":\"c\"}", "400", "on property provider"},
                new String[] {"a", "{\"provider\":\"auth0\",\"user_id\":\"c\",\"x\":1}", "400", "not allowed: x"},
                new String[] {
                    "a",
                    "{\"provider\":\"auth0\",\"user_id\":\"c\",\"connection_id\":\"con_0000000000000000\"}",
                    "400",
                    "on property connection_id"
                },
                new String[] {"a", "{\"link_with\":\"eyJ\"}", "400", "on property link_with"},
                new String[] {"a", "[]", "400", "object"},
                new String[] {"b", "{\"provider\":\"auth0\",\"user_id\":\"c\"}", "404", "does not exist"},
                new String[] {"none", "{\"provider\":\"auth0\",\"user_id\":\"c\"}", "404", "does not exist"})) {
            var answer = call("POST", "/api/v2/users/auth0%7C" + refused[0] + "/identities", refused[1]);
            assertThat(answer.statusCode() + " " + answer.body())
                    .as(refused[1])
                    .startsWith(refused[2])
                    .contains(refused[3]);
        }
        for (String[] refused : List.of(
                new String[] {"a", "auth0/a", "400"},
                new String[] {"a", "auth0/c", "400"},
                new String[] {"c", "auth0/b", "400"},
                new String[] {"a", "sms/b", "400"},
                new String[] {"none", "auth0/b", "404"})) {
            var answer = call("DELETE", "/api/v2/users/auth0%7C" + refused[0] + "/identities/" + refused[1], "");
            assertThat(answer.statusCode()).as(refused[1]).isEqualTo(Integer.parseInt(refused[2]));
        }
        assertThat(events()).hasSize(events);
    }

    @Test
    void lists_are_searched_sorted_and_counted() throws Exception {
        create(
                "a",
                "ada@example.test",
                "\"name\":\"Ada Lovelace\",\"app_metadata\":{\"plan\":\"pro\",\"roles\":[\"x\",\"y\"]},");
        create("b", "bo@example.test", "\"name\":\"Bo\",\"email_verified\":true,\"phone_number\":\"+49401\",");
        create(
                "c",
                "cy@other.test",
                "\"name\":\"Cy\",\"username\":\"Cyrus\",\"blocked\":true,\"user_metadata\":{\"n\":7},");
        create("d", "dee@other.test", "\"name\":\"ada Byron\",\"given_name\":\"Ada\",\"family_name\":\"Byron\",");
        for (String[] search : List.of(
                new String[] {"email:\"ADA@example.test\"", "a"},
                new String[] {"user_id:\"auth0|b\"", "b"},
                new String[] {"username:CYRUS", "c"},
                new String[] {"name:ada*", "d a"},
                new String[] {"name:\"ada lovelace\"", "a"},
                new String[] {"nickname:d*", "d"},
                new String[] {"given_name:ada AND family_name:byron", "d"},
                new String[] {"phone_number:\"+49401\"", "b"},
                new String[] {"email_verified:true", "b"},
                new String[] {"blocked:true", "c"},
                new String[] {"NOT blocked:true", "a b d"},
                new String[] {"name:ada* AND NOT app_metadata.plan:pro", "d"},
                new String[] {"app_metadata.roles:y", "a"},
                new String[] {"app_metadata.roles:Y", ""},
                new String[] {"user_metadata.n:7 OR name:bo", "c b"},
                new String[] {"_exists_:username", "c"},
                new String[] {"identities.provider:auth0 AND email:(ada* OR cy*)", "a c"},
                new String[] {"identities.connection:ldap", ""})) {
            var answer = list("q=" + encoded(search[0]) + "&include_totals=true&search_engine=v3");
            assertThat(answer.statusCode())
                    .as("%s: %s", search[0], answer.body())
                    .isEqualTo(200);
            List<String> ids = ids(json(answer).path("users"));
            assertThat(String.join(" ", ids)).as(search[0]).isEqualTo(search[1]);
            assertThat(json(answer).path("total").asInt()).as(search[0]).isEqualTo(ids.size());
        }
        assertThat(ids(json(list("sort=name:1")))).containsExactly("d", "a", "b", "c");
        assertThat(ids(json(list("sort=created_at:-1&per_page=2&page=1")))).containsExactly("b", "a");
        assertThat(ids(json(list("q=" + encoded("name:ada*") + "&sort=email:-1"))))
                .containsExactly("d", "a");
        assertThat(ids(json(list("connection=" + CONNECTION + "&q=name:bo")))).containsExactly("b");
        assertThat(ids(json(list("connection=ldap")))).isEmpty();
    }

    @Test
    void a_checkpoint_leads_on_and_is_checked() throws Exception {
        for (int i = 0; i < 5; i++) {
            create("u" + i, "u" + i + "@example.test", "");
        }
        var seen = new ArrayList<String>();
        String from = "";
        do {
            JsonNode page = json(list("take=2&connection=" + CONNECTION + from));
            seen.addAll(ids(page.path("users")));
            from = page.has("next") ? "&from=" + page.path("next").asString() : "";
        } while (!from.isEmpty());
        assertThat(seen).containsExactly("u0", "u1", "u2", "u3", "u4");
        assertThat(json(list("take=5")).has("next")).isFalse();
        for (String bad : List.of(
                "from=x",
                "take=0",
                "take=101",
                "take=2&q=name:a",
                "take=2&sort=name:1",
                "from=" + ListCursor.encode("users", "x"),
                "from=" + ListCursor.encode("streams", "1"))) {
            assertThat(list(bad).statusCode()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void control_characters_and_half_characters_are_refused() throws Exception {
        for (String bad : List.of(
                "name a\\u0000b",
                "name a\\nb",
                "nickname \\ud83d",
                "given_name \\u0007",
                "family_name \\u009f",
                "user_id a\\u0000b",
                "username a\\u0000b",
                "email a\\u0000@b.test",
                "connection a\\u0000b")) {
            String[] parts = bad.split(" ", 2);
            String connection = parts[0].equals("connection") ? "" : "\"connection\":\"c\",";
            var answer = call("POST", "/api/v2/users", "{" + connection + "\"" + parts[0] + "\":\"" + parts[1] + "\"}");
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.body()).as(bad).contains("on property " + parts[0] + ".");
        }
        assertThat(store.directory().count(RunningServer.TENANT)).isZero();
    }

    @Test
    void what_q_does_not_know_is_a_400_that_names_it() throws Exception {
        var answer = list("q=" + encoded("last_login:[2026 TO 2027]"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("message").asString())
                .isEqualTo("Query validation error: 'Users cannot be searched by last_login' on property q.");
    }

    @Test
    void the_scopes_are_the_contract_s() throws Exception {
        create("a", "a@example.test", "");
        token = server.token("read:users");
        for (var answer : List.of(link("a", "a"), call("DELETE", "/api/v2/users/auth0%7Ca/identities/auth0/a", ""))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("expected any of: update:users");
        }
    }

    private HttpResponse<String> link(String primary, String secondary) throws Exception {
        return call(
                "POST",
                "/api/v2/users/auth0%7C" + primary + "/identities",
                "{\"provider\":\"auth0\",\"user_id\":\"" + secondary + "\"}");
    }

    private void create(String id, String email, String more) throws Exception {
        var answer = call("POST", "/api/v2/users", newUser("\"user_id\":\"" + id + "\",", email, more));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String newUser(String id, String email, String more) {
        return "{" + id + more + "\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"connection\":\""
                + CONNECTION + "\"}";
    }

    private List<String> found(String q) throws Exception {
        return json(list("q=" + encoded(q)))
                .valueStream()
                .map(user -> user.path("email").asString())
                .toList();
    }

    private HttpResponse<String> list(String query) throws Exception {
        return call("GET", "/api/v2/users?" + query, "");
    }

    private HttpResponse<String> signIn(String login) throws Exception {
        var client = server.application(RunningServer.TENANT, "read:users");
        return server.send(server.post("/oauth/token", """
            {"grant_type":"password","client_id":"%s","client_secret":"%s","username":"%s","password":"%s"}
            """.formatted(
                                client.clientId(), client.secret().reveal(), login, PASSWORD))
                .header("Content-Type", "application/json"));
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return server.send(HttpRequest.newBuilder(server.url(path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token));
    }

    private List<Event> events() {
        return store.log().read(RunningServer.TENANT, Offset.START, 1_000).stream()
                .map(LogEntry::event)
                .toList();
    }

    private List<String> types() {
        return events().stream().map(event -> event.type().value()).toList();
    }

    private JsonNode data(int number) {
        return data(events().get(number));
    }

    private static JsonNode data(Event event) {
        return JSON.readTree(event.json()).path("data");
    }

    private static List<String> ids(JsonNode users) {
        return users.valueStream()
                .map(user -> user.path("user_id").asString().substring("auth0|".length()))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
