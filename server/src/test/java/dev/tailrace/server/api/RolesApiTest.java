package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Roles, and who has them everywhere. */
@Timeout(120)
final class RolesApiTest {
    private static final String ADA = "/users/auth0%7Cada/roles";

    @TempDir
    Path folder;

    private OrganizationServer server;
    private ApiClient api;

    @BeforeEach
    void start() throws Exception {
        server = OrganizationServer.on(folder);
        api = server.api();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_role_is_created_read_changed_and_deleted() throws Exception {
        var created = api.post("/roles", "{\"name\":\"editor\",\"description\":\"May edit\"}");
        assertThat(created.status()).isEqualTo(200);
        Golden.assertMatches("role.json", created.wire().body());
        String path = "/roles/" + created.text("id");
        assertThat(api.get(path).body()).isEqualTo(created.body());
        var changed = api.patch(path, "{\"description\":\"May edit all\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("name")).isEqualTo("editor");
        assertThat(changed.text("description")).isEqualTo("May edit all");
        assertThat(api.post("/roles", "{\"name\":\"editor\"}").status()).isEqualTo(409);

        var deleted = api.delete(path);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.wire().body()).isEqualTo("{}");
        assertThat(api.get(path).text("message")).isEqualTo("The role does not exist.");
        assertThat(api.delete(path).status()).isEqualTo(404);
        assertThat(api.patch(path, "{}").status()).isEqualTo(404);
        assertThat(server.events())
                .as("no type of the catalogue tells of roles")
                .isEmpty();
    }

    @Test
    void roles_are_paged_and_found_by_a_part_of_their_name() throws Exception {
        for (int i = 0; i < 120; i++) {
            server.role((i % 40 == 7 ? "Admin " : "role ") + i);
        }
        JsonNode page =
                api.get("/roles?per_page=100&page=1&include_totals=true").body();
        assertThat(page.path("total").asInt()).isEqualTo(120);
        assertThat(page.path("roles")).hasSize(20);
        JsonNode found = api.get("/roles?name_filter=aDMin&include_totals=true&per_page=2")
                .body();
        assertThat(found.path("total").asInt()).isEqualTo(3);
        assertThat(names(found.path("roles"))).containsExactly("Admin 7", "Admin 47");
        assertThat(names(api.get("/roles?name_filter=admin&per_page=2&page=1").body()))
                .containsExactly("Admin 87");
    }

    @Test
    void a_user_gets_roles_and_loses_them() throws Exception {
        server.user("ada");
        String editor = server.role("editor");
        String reader = server.role("reader");
        assertThat(api.post(ADA, roles(editor, reader, editor)).status()).isEqualTo(204);
        assertThat(api.post(ADA, roles(reader)).status()).isEqualTo(204);
        JsonNode page = api.get(ADA + "?include_totals=true").body();
        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(names(page.path("roles"))).containsExactly("editor", "reader");
        assertThat(api.call("DELETE", "/api/v2" + ADA, roles(editor, "rol_0000000000000000"))
                        .status())
                .isEqualTo(204);
        assertThat(names(api.get(ADA).body())).containsExactly("reader");
        assertThat(api.delete("/roles/" + reader).status()).isEqualTo(200);
        assertThat(api.get(ADA).body()).isEmpty();

        assertThat(api.post(ADA, roles("rol_0000000000000000")).status()).isEqualTo(404);
        assertThat(api.get("/users/auth0%7Cnobody/roles").text("errorCode")).isEqualTo("inexistent_user");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void a_role_is_given_to_many_users_and_lists_them_both_ways() throws Exception {
        var all = new ArrayList<String>();
        for (int i = 0; i < 110; i++) {
            all.add(server.user("u" + i));
        }
        String path = "/roles/" + server.role("editor") + "/users";
        assertThat(api.post(path, users(all.subList(0, 100))).status()).isEqualTo(200);
        assertThat(api.post(path, users(all.subList(90, 110))).status()).isEqualTo(200);
        assertThat(api.post(path, users(List.of())).status()).isEqualTo(200);
        JsonNode page = api.get(path + "?per_page=1&include_totals=true").body();
        Golden.assertMatches("role-users.json", page.toString());
        JsonNode part = api.get(path + "?take=100").body();
        assertThat(part.path("users")).hasSize(100);
        part = api.get(path + "?take=100&from=" + part.path("next").asString()).body();
        assertThat(part.path("users")).hasSize(10);
        assertThat(part.has("next")).isFalse();
        assertThat(api.post(path, users(List.of("auth0|nobody", all.get(0)))).status())
                .isEqualTo(404);
    }

    @Test
    void who_has_a_role_is_shown_to_who_may_read_users_and_roles() throws Exception {
        String path = "/roles/" + server.role("editor") + "/users";
        for (String scope : List.of("read:users", "read:roles")) {
            assertThat(server.as(OrganizationServer.TENANT, scope).get(path).status())
                    .isEqualTo(403);
        }
        assertThat(server.as(OrganizationServer.TENANT, "read:users", "read:roles")
                        .get(path)
                        .status())
                .isEqualTo(200);
        assertThat(server.as(OrganizationServer.TENANT, "read:role_members")
                        .get(path)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_user_has_fifty_roles_at_most() throws Exception {
        server.user("ada");
        var many = new ArrayList<String>();
        for (int i = 0; i <= 50; i++) {
            many.add(server.role("r" + i));
        }
        assertThat(api.post(ADA, roles(many.toArray(String[]::new))).status()).isEqualTo(400);
        assertThat(api.get(ADA).body()).isEmpty();
        assertThat(api.post(ADA, roles(many.subList(0, 50).toArray(String[]::new)))
                        .status())
                .isEqualTo(204);
        assertThat(api.post("/roles/" + many.getLast() + "/users", users(List.of("auth0|ada")))
                        .status())
                .isEqualTo(400);
    }

    private static String roles(String... ids) {
        return "{\"roles\":" + array(List.of(ids)) + "}";
    }

    private static String users(List<String> ids) {
        return "{\"users\":" + array(ids) + "}";
    }

    private static String array(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> names(JsonNode roles) {
        return roles.valueStream().map(role -> role.path("name").asString()).toList();
    }
}
