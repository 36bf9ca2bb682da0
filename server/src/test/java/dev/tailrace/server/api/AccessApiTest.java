package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Permissions of roles and users, client grants of organizations, settings of the tenant, over HTTP. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class AccessApiTest {
    private static final String API = "https://orders.example.test/";
    private static final String READ_AND_WRITE =
            "{\"permissions\":[" + permission("read:orders") + "," + permission("write:orders") + "]}";

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;
    private static String api;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        first = server.first();
        api = first.post(
                        "/resource-servers",
                        "{\"name\":\"Orders\",\"identifier\":\"" + API
                                + "\",\"scopes\":[{\"value\":\"read:orders\",\"description\":\"See"
                                + " them\"},{\"value\":\"write:orders\"},{\"value\":\"old:orders\"}]}")
                .text("id");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_role_has_the_permissions_it_was_given_until_its_api_loses_the_scope() throws Exception {
        String role = first.post("/roles", "{\"name\":\"Clerk\"}").text("id");
        String path = "/roles/" + role + "/permissions";
        assertThat(first.post(path, READ_AND_WRITE).status()).isEqualTo(201);
        assertThat(first.post(path, READ_AND_WRITE).status()).as("again").isEqualTo(201);
        first.post(path, "{\"permissions\":[" + permission("old:orders") + "]}");
        Answer page = first.get(path + "?per_page=2&include_totals=true");
        assertThat(page.body().path("total").asInt()).isEqualTo(3);
        assertThat(page.body().path("permissions")).hasSize(2);
        assertThat(page.body().at("/permissions/0").toString())
                .isEqualTo("{\"resource_server_identifier\":\"" + API
                        + "\",\"permission_name\":\"read:orders\",\"resource_server_name\":\"Orders\","
                        + "\"description\":\"See them\"}");
        first.patch(
                "/resource-servers/" + api,
                "{\"scopes\":[{\"value\":\"read:orders\",\"description\":\"See them\"},{\"value\":\"write:orders\"}]}");
        assertThat(first.get(path).body()).hasSize(2);
        Answer taken = first.call("DELETE", "/api/v2" + path, "{\"permissions\":[" + permission("write:orders") + "]}");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(first.get(path).body()).hasSize(1);
        first.delete("/roles/" + role);
        assertThat(first.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_user_has_permissions_of_the_management_api_too_and_no_role_of_the_same_id() throws Exception {
        String user = first.post(
                        "/users",
                        "{\"connection\":\"Username-Password-Authentication\","
                                + "\"email\":\"ada@example.test\",\"password\":\"Quiet-River-77\"}")
                .text("user_id")
                .replace("|", "%7C");
        String path = "/users/" + user + "/permissions";
        assertThat(first.post(
                                path,
                                "{\"permissions\":[{\"resource_server_identifier\":\"https://localhost/api/v2/\","
                                        + "\"permission_name\":\"read:users\"}]}")
                        .status())
                .isEqualTo(201);
        assertThat(first.get(path).body().at("/0/permission_name").asString()).isEqualTo("read:users");
        assertThat(first.get(path).body().at("/0/sources/0/source_type").asString())
                .isEqualTo("DIRECT");
        assertThat(first.get("/roles/" + user + "/permissions").status()).isEqualTo(404);
    }

    @Test
    void permissions_that_do_not_exist_are_refused_and_none_of_the_call_is_kept() throws Exception {
        String role = first.post("/roles", "{\"name\":\"Nobody\"}").text("id");
        String path = "/roles/" + role + "/permissions";
        Answer unknown = first.post(
                path, "{\"permissions\":[" + permission("read:orders") + "," + permission("eat:orders") + "]}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("message"))
                .isEqualTo("Payload validation error: 'The resource server has no such scope' on property"
                        + " permissions[1].permission_name.");
        assertThat(first.post(path, READ_AND_WRITE.replace("orders.example", "none.example"))
                        .status())
                .isEqualTo(404);
        assertThat(first.post(path, "{\"permissions\":[]}").status()).isEqualTo(400);
        assertThat(first.post(path, "{}").status()).isEqualTo(400);
        assertThat(first.get(path).body()).isEmpty();
    }

    @Test
    void a_client_grant_counts_for_an_organization_and_goes_with_its_client() throws Exception {
        String organization =
                first.post("/organizations", "{\"name\":\"harbour\"}").text("id");
        String client = first.post("/clients", "{\"name\":\"Crane\"}").text("client_id");
        String grant = first.post(
                        "/client-grants",
                        "{\"client_id\":\"" + client + "\",\"audience\":\"" + API
                                + "\",\"scope\":[\"read:orders\"],\"organization_usage\":\"allow\"}")
                .text("id");
        String path = "/organizations/" + organization + "/client-grants";
        Answer added = first.post(path, "{\"grant_id\":\"" + grant + "\"}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("organization_usage")).isEqualTo("allow");
        assertThat(first.post(path, "{\"grant_id\":\"" + grant + "\"}").status())
                .isEqualTo(409);
        assertThat(first.post(path, "{\"grant_id\":\"cgr_1234567890abcdef\"}").status())
                .isEqualTo(404);
        assertThat(first.post(path, "{\"grant_id\":\"x\"}").status()).isEqualTo(400);
        assertThat(first.get(path + "?client_id=" + client).body()).hasSize(1);
        assertThat(first.get(path + "?client_id=other").body()).isEmpty();
        assertThat(first.get(path + "?include_totals=true").body().path("total").asInt())
                .isEqualTo(1);
        Answer searched = first.get("/clients?q=client_grant.organization_id:" + organization);
        assertThat(searched.body().at("/0/client_id").asString()).isEqualTo(client);
        assertThat(first.get("/clients?q=name:Crane").status()).isEqualTo(400);
        assertThat(first.delete(path + "/cgr_1234567890abcdef").status()).isEqualTo(204);
        first.delete("/clients/" + client);
        assertThat(first.get(path).body()).isEmpty();
        assertThat(first.get("/organizations/org_none/client-grants").status()).isEqualTo(404);
    }

    @Test
    void settings_of_the_tenant_are_kept_and_a_null_takes_them_away() throws Exception {
        Answer changed = first.patch(
                "/tenants/settings",
                "{\"friendly_name\":\"Acme\",\"flags\":{\"a\":true},\"support_email\":\"help@example.test\"}");
        assertThat(changed.status()).isEqualTo(200);
        first.patch("/tenants/settings", "{\"flags\":{\"b\":false},\"support_email\":null}");
        Answer kept = first.get("/tenants/settings");
        assertThat(kept.text("friendly_name")).isEqualTo("Acme");
        assertThat(kept.body().path("flags").toString()).isEqualTo("{\"a\":true,\"b\":false}");
        assertThat(kept.body().has("support_email")).isFalse();
        assertThat(first.patch("/tenants/settings", "{\"friendly_name\":7}").status())
                .isEqualTo(400);
        assertThat(first.patch("/tenants/settings", "{\"flags\":[]}").status()).isEqualTo(400);
    }

    private static String permission(String name) {
        return "{\"resource_server_identifier\":\"" + API + "\",\"permission_name\":\"" + name + "\"}";
    }
}
