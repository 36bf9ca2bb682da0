package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.fakes.FakeDirectory;
import dev.tailrace.testkit.fakes.FakeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class UsersApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-09-14T08:30:15.204Z"));
    private final InstantSource clock = now::get;
    private final FakeDirectory directory = new FakeDirectory();
    private final UsersApi api = new UsersApi(new Users(
            directory,
            new BuiltInConnection(),
            new Users.Passwords(PasswordPolicy.DEFAULT, new FakeHasher()),
            new UserEvents(new EventFactory("example.test", clock, new SplittableRandom(1)), true),
            new Users.Supply(clock, new RandomIds(new SplittableRandom(2)))));

    @Test
    void a_user_is_created_read_changed_and_deleted_as_in_the_golden_files() throws InterruptedException {
        Response created = call("POST /api/v2/users", "POST", r -> r.body(golden("post-users.request.json")));
        assertThat(created.status()).isEqualTo(201);
        assertThat(json(created)).isEqualTo(JSON.readTree(golden("post-users.response-201.json")));
        assertThat(text(created))
                .isEqualTo(JSON.readTree(golden("post-users.response-201.json")).toString());

        Response read = call("GET /api/v2/users/{id}", "GET", r -> r.id("auth0|0042"));
        assertThat(text(read)).isEqualTo(text(created));

        now.set(Instant.parse("2026-09-14T08:31:02.911Z"));
        Response changed = call(
                "PATCH /api/v2/users/{id}",
                "PATCH",
                r -> r.id("auth0|0042").body(golden("patch-users-by-id.request.json")));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(text(changed))
                .isEqualTo(JSON.readTree(golden("patch-users-by-id.response-200.json"))
                        .toString());

        Response page = call("GET /api/v2/users", "GET", r -> r.query("include_totals", "true"));
        assertThat(text(page))
                .isEqualTo(JSON.readTree(golden("get-users.include-totals.response-200.json"))
                        .toString());

        Response gone = call("DELETE /api/v2/users/{id}", "DELETE", r -> r.id("auth0|0042"));
        assertThat(gone).isInstanceOf(Response.Whole.class);
        assertThat(gone.status()).isEqualTo(204);
        assertThat(text(gone)).isEmpty();
        assertThat(call("DELETE /api/v2/users/{id}", "DELETE", r -> r.id("auth0|0042"))
                        .status())
                .isEqualTo(204);
        assertThat(types()).containsExactly("user.created", "user.updated", "user.deleted");
    }

    @Test
    void events_tell_the_caller_and_the_call() throws InterruptedException {
        create("mira@example.test");
        JsonNode context = JSON.readTree(directory.events().getFirst().json()).at("/data/context");
        assertThat(context.at("/client/name").asString()).isEqualTo("Backoffice");
        assertThat(context.at("/request")).isEqualTo(JSON.readTree("""
            {"geo": {}, "hostname": "acme.example.test", "ip": "198.51.100.7", "method": "POST",
             "user_agent": "demo/1.0"}\
            """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'email':'a@b.test'} | Payload validation error: 'Missing required property: connection'.",
                "{'connection':'c','nick':1,'colour':2} | Payload validation error: 'Additional properties not"
                        + " allowed: colour,nick'.",
                "{'connection':'c','email':7} | Payload validation error: 'Expected type string but found type"
                        + " integer' on property email.",
                "{'connection':'c','email':'no'} | Payload validation error: 'Object didn't pass validation for format"
                        + " email: no' on property email.",
                "{'connection':'c','email':'a b@c.test'} | Payload validation error: 'Object didn't pass validation"
                        + " for format email: a b@c.test' on property email.",
                "{'connection':'c','blocked':'yes'} | Payload validation error: 'Expected type boolean but found type"
                        + " string' on property blocked.",
                "{'connection':'c','name':''} | Payload validation error: 'String is too short (0 chars), minimum 1'"
                        + " on property name.",
                "{'connection':'c','phone_number':'0049'} | Payload validation error: 'String does not match pattern:"
                        + " ^\\+[0-9]{1,15}$' on property phone_number.",
                "{'connection':'c','user_id':'a b'} | Payload validation error: 'String does not match pattern:"
                        + " ^\\S*$' on property user_id.",
                "{'connection':'c','username':'a b'} | Payload validation error: 'String does not match pattern:"
                        + " ^[a-zA-Z0-9_+\\-.!#\\$\\^`~@']*$' on property username.",
                "{'connection':'c','username':'a@b.test'} | Payload validation error: 'A user name must not be an"
                        + " e-mail address' on property username.",
                "{'connection':'c','picture':'mira.png'} | Payload validation error: 'Object didn't pass validation"
                        + " for format strict-uri: mira.png' on property picture.",
                "{'connection':'c','user_metadata':[]} | Payload validation error: 'Expected type object but found"
                        + " type array' on property user_metadata.",
                "{'connection':'c','app_metadata':null} | Payload validation error: 'Expected type object but found"
                        + " type null' on property app_metadata.",
                "{'connection':'c','email':'a@b.test','password':'Correct-Horse-9'} | The connection does not exist.",
                "{'connection':'Username-Password-Authentication','email':'a@b.test'} | Payload validation error:"
                        + " 'Missing required property: password'.",
                "{'connection':'Username-Password-Authentication','email':'a@b.test','password':'short'} |"
                        + " PasswordStrengthError: Password is too weak",
            })
    void a_bad_new_user_is_refused_by_field_and_reason(String body, String message) {
        Throwable thrown =
                catchThrowable(() -> call("POST /api/v2/users", "POST", r -> r.body(body.replace('\'', '"'))));
        assertThat(thrown).isInstanceOf(Problem.Invalid.class).hasMessage(message);
        assertThat(directory.saved()).isEmpty();
    }

    @Test
    void long_names_are_refused() {
        for (var field : List.of("given_name", "family_name", "name", "nickname", "username")) {
            int max = field.endsWith("_name") ? 150 : field.equals("username") ? 128 : 300;
            String body = "{\"connection\":\"c\",\"" + field + "\":\"" + "x".repeat(max + 1) + "\"}";
            assertThatThrownBy(() -> call("POST /api/v2/users", "POST", r -> r.body(body)))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessage("Payload validation error: 'String is too long (" + (max + 1) + " chars), maximum "
                            + max + "' on property " + field + ".");
        }
    }

    @Test
    void a_patch_is_checked_too_but_lets_unknown_fields_pass_unstored() throws InterruptedException {
        String id = create("mira@example.test");
        for (String bad : List.of(
                "{\"email\":\"no\"}",
                "{\"email\":null}",
                "{\"blocked\":null}",
                "{\"name\":\"\"}",
                "{\"password\":null}",
                "{\"user_metadata\":null}",
                "{\"connection\":\"ldap\"}",
                "{\"email\":\"a@b.test\",\"password\":\"Correct-Horse-9\"}")) {
            assertThatThrownBy(() -> call(
                            "PATCH /api/v2/users/{id}", "PATCH", r -> r.id(id).body(bad)))
                    .as(bad)
                    .isInstanceOf(Problem.Invalid.class);
        }
        Response same = call(
                "PATCH /api/v2/users/{id}",
                "PATCH",
                r -> r.id(id).body("{\"user_id\":\"auth0|x\",\"colour\":\"red\",\"created_at\":\"never\"}"));
        assertThat(same.status()).isEqualTo(200);
        assertThat(json(same).path("user_id").asString()).isEqualTo(id);
        assertThat(json(same).has("colour")).isFalse();
        assertThat(types()).containsExactly("user.created");
    }

    @Test
    void the_scope_for_app_metadata_reaches_nothing_else() throws InterruptedException {
        String id = create("mira@example.test");
        assertThatThrownBy(() -> call(
                        "PATCH /api/v2/users/{id}",
                        "PATCH",
                        r -> r.id(id).scopes("update:users_app_metadata").body("{\"blocked\":true}")))
                .isInstanceOf(Problem.Forbidden.class)
                .hasMessage("Insufficient scope, expected any of: update:users");
        Response changed = call(
                "PATCH /api/v2/users/{id}",
                "PATCH",
                r -> r.id(id).scopes("update:users_app_metadata").body("{\"app_metadata\":{\"plan\":\"pro\"}}"));
        assertThat(json(changed).at("/app_metadata/plan").asString()).isEqualTo("pro");
    }

    @Test
    void lists_come_as_an_array_or_as_an_object_with_totals() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            create("u" + i + "@example.test");
        }
        JsonNode array = json(
                call("GET /api/v2/users", "GET", r -> r.query("per_page", "2").query("page", "1")));
        assertThat(emails(array)).containsExactly("u2@example.test", "u3@example.test");

        JsonNode page = json(call(
                "GET /api/v2/users",
                "GET",
                r -> r.query("per_page", "2").query("page", "2").query("include_totals", "true")));
        assertThat(page.propertyNames()).containsExactly("start", "limit", "length", "users", "total");
        assertThat(List.of(page.path("start"), page.path("limit"), page.path("length"), page.path("total")))
                .extracting(JsonNode::asInt)
                .containsExactly(4, 2, 1, 5);
        assertThat(emails(page.path("users"))).containsExactly("u4@example.test");

        JsonNode past = json(call("GET /api/v2/users", "GET", r -> r.query("page", "999999999")));
        assertThat(past.isArray()).isTrue();
        assertThat(past).isEmpty();
    }

    @Test
    void more_than_a_thousand_users_are_not_paged_through_silently() throws InterruptedException {
        for (int i = 0; i < 1001; i++) {
            create("u" + i + "@example.test");
        }
        assertThat(json(call(
                        "GET /api/v2/users",
                        "GET",
                        r -> r.query("per_page", "100").query("page", "9"))))
                .hasSize(100);
        assertThatThrownBy(() -> call(
                        "GET /api/v2/users",
                        "GET",
                        r -> r.query("per_page", "100").query("page", "10")))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("first 1000");
    }

    @Test
    void fields_are_chosen_or_left_out() throws InterruptedException {
        String id = create("mira@example.test");
        JsonNode chosen =
                json(call("GET /api/v2/users/{id}", "GET", r -> r.id(id).query("fields", "email, user_id")));
        assertThat(chosen.propertyNames()).containsExactly("user_id", "email");

        JsonNode without = json(call(
                "GET /api/v2/users",
                "GET",
                r -> r.query("fields", "email,identities").query("include_fields", "false")));
        assertThat(without.path(0).has("email")).isFalse();
        assertThat(without.path(0).has("identities")).isFalse();
        assertThat(without.path(0).has("user_id")).isTrue();
    }

    @Test
    void users_are_found_by_email_and_by_a_simple_query() throws InterruptedException {
        String id = create("mira@example.test");
        create("otto@example.test");
        call("PATCH /api/v2/users/{id}", "PATCH", r -> r.id(id).body("{\"username\":\"mira.h\"}"));

        assertThat(emails(json(call("GET /api/v2/users-by-email", "GET", r -> r.query("email", "MIRA@example.test")))))
                .containsExactly("mira@example.test");
        for (String q : List.of("email:\"mira@example.test\"", "user_id:\"" + id + "\"", "username:Mira.h")) {
            JsonNode hits =
                    json(call("GET /api/v2/users", "GET", r -> r.query("q", q).query("search_engine", "v3")));
            assertThat(emails(hits)).as(q).containsExactly("mira@example.test");
        }
        assertThat(json(call("GET /api/v2/users", "GET", r -> r.query("q", "email:nobody@example.test"))))
                .isEmpty();
        assertThat(json(call("GET /api/v2/users", "GET", r -> r.query("connection", "ldap"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "page,-1",
        "page,x",
        "per_page,101",
        "per_page,1.5",
        "include_totals,yes",
        "sort,email",
        "sort,email:2",
        "sort,last_login:-1",
        "sort,app_metadata.plan:1",
        "search_engine,v9",
        "q,last_login:x",
        "q,email:*a",
        "include_fields,1"
    })
    void a_bad_query_is_refused_by_name(String name, String value) {
        assertThatThrownBy(() -> call("GET /api/v2/users", "GET", r -> r.query(name, value)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("on property " + name + ".");
    }

    @Test
    void an_unknown_user_is_not_found() {
        assertThatThrownBy(() -> call("GET /api/v2/users/{id}", "GET", r -> r.id("auth0|none")))
                .isInstanceOf(Problem.NotFound.class)
                .hasMessage("The user does not exist.");
        assertThatThrownBy(() -> call(
                        "PATCH /api/v2/users/{id}",
                        "PATCH",
                        r -> r.id("auth0|none").body("{}")))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> call("GET /api/v2/users-by-email", "GET", r -> r))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("email");
    }

    @Test
    void the_scopes_are_the_contract_s() {
        assertThat(api.routes())
                .extracting(r -> r.method() + " " + r.path() + " " + r.scopes())
                .containsExactlyInAnyOrder(
                        "GET /api/v2/users [read:users, read:user_idp_tokens]",
                        "POST /api/v2/users [create:users]",
                        "GET /api/v2/users-by-email [read:users]",
                        "GET /api/v2/users/{id} [read:users, read:user_idp_tokens]",
                        "PATCH /api/v2/users/{id} [update:users, update:users_app_metadata]",
                        "DELETE /api/v2/users/{id} [delete:users]");
    }

    private interface Change {
        FakeUserRequest of(FakeUserRequest request);
    }

    private Response call(String route, String method, Change change) throws InterruptedException {
        Request request = change.of(FakeUserRequest.of(method));
        Route found = api.routes().stream()
                .filter(r -> (r.method() + " " + r.path()).equals(route))
                .findFirst()
                .orElseThrow();
        return found.handler().handle(request);
    }

    private String create(String email) throws InterruptedException {
        now.updateAndGet(t -> t.plusMillis(1));
        Response created = call("POST /api/v2/users", "POST", r -> r.body("""
            {"connection": "Username-Password-Authentication", "email": "%s", "password": "Correct-Horse-9"}
            """.formatted(email)));
        return json(created).path("user_id").asString();
    }

    private List<String> types() {
        return directory.events().stream().map(e -> e.type().value()).toList();
    }

    private static List<String> emails(JsonNode users) {
        return users.valueStream().map(u -> u.path("email").asString()).toList();
    }

    private static JsonNode json(Response response) {
        return JSON.readTree(text(response));
    }

    private static String text(Response response) {
        return new String(((Response.Whole) response).body(), StandardCharsets.UTF_8);
    }

    private static String golden(String name) {
        try (var file = UsersApiTest.class.getResourceAsStream("/users/" + name)) {
            if (file == null) {
                throw new IllegalStateException("no golden file " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
