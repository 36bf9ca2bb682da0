package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
final class OrganizationsApiTest {
    private static final String ACME = """
        {"name":"acme-north","display_name":"Acme North","metadata":{"region":"north","unset":null},
         "branding":{"logo_url":"https://img.example.test/n.png",
                     "colors":{"primary":"#0A66C2","page_background":"#FFF"}},
         "token_quota":{"client_credentials":{"enforce":true,"per_day":100}},
         "enabled_connections":[{"connection_id":"con_4nBqYw8TzKp2VdLx","assign_membership_on_login":true}]}\
        """;

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
    void an_organization_is_created_read_changed_and_deleted_as_in_the_golden_files() throws Exception {
        var created = api.post("/organizations", ACME);
        assertThat(created.status()).isEqualTo(201);
        Golden.assertMatches("organization.created.json", created.wire().body());
        String path = "/organizations/" + created.text("id");
        Golden.assertMatches("organization.json", api.get(path).wire().body());
        assertThat(api.get("/organizations/name/acme-north").body())
                .isEqualTo(api.get(path).body());

        var changed = api.patch(path, """
            {"name":"acme-south","metadata":{"tier":"gold"},"branding":{"logo_url":null},"token_quota":null}
            """);
        assertThat(changed.status()).isEqualTo(200);
        Golden.assertMatches("organization.changed.json", changed.wire().body());
        assertThat(api.get("/organizations/name/acme-north").status()).isEqualTo(404);
        assertThat(api.get("/organizations/name/acme-south").status()).isEqualTo(200);

        assertThat(api.delete(path).status()).isEqualTo(204);
        var gone = api.get(path);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text("message")).isEqualTo("No organization found by that id or name");
        assertThat(gone.body().has("errorCode")).isFalse();
        assertThat(api.delete(path).status()).isEqualTo(404);
        assertThat(server.types())
                .containsExactly(
                        "organization.created",
                        "organization.connection.added",
                        "organization.updated",
                        "organization.deleted");
    }

    @Test
    void a_name_belongs_to_one_organization_until_that_is_renamed_or_deleted() throws Exception {
        String first = server.organization("acme");
        String second = server.organization("bolt");
        var taken = api.post("/organizations", "{\"name\":\"acme\"}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.text("message")).isEqualTo("An organization with this name already exists.");
        assertThat(api.patch("/organizations/" + second, "{\"name\":\"acme\"}").status())
                .isEqualTo(409);
        assertThat(api.patch("/organizations/" + first, "{\"name\":\"acme\"}").status())
                .isEqualTo(200);
        assertThat(server.types()).containsExactly("organization.created", "organization.created");
        api.delete("/organizations/" + first);
        assertThat(api.patch("/organizations/" + second, "{\"name\":\"acme\"}").status())
                .isEqualTo(200);
    }

    @Test
    void an_organization_with_a_connection_that_is_not_there_is_not_made() throws Exception {
        var refused = api.post(
                "/organizations",
                "{\"name\":\"acme\",\"enabled_connections\":[{\"connection_id\":\"con_0000000000000000\"}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("errorCode")).isEqualTo("inexistent_connection");
        assertThat(api.get("/organizations/name/acme").status()).isEqualTo(404);
        assertThat(server.events()).isEmpty();
    }

    @Test
    void lists_are_paged_by_number_with_and_without_totals_and_by_checkpoint() throws Exception {
        var names = IntStream.range(0, 130).mapToObj(i -> "o" + i).toList();
        for (String name : names) {
            server.organization(name);
        }
        assertThat(names(api.get("/organizations?per_page=100&page=1").body()))
                .containsExactlyElementsOf(names.subList(100, 130));
        JsonNode page =
                api.get("/organizations?per_page=50&page=1&include_totals=true").body();
        assertThat(page.propertyNames()).containsExactlyInAnyOrder("organizations", "start", "limit", "total");
        assertThat(page.path("start").asInt()).isEqualTo(50);
        assertThat(page.path("limit").asInt()).isEqualTo(50);
        assertThat(page.path("total").asInt()).isEqualTo(130);
        assertThat(names(page.path("organizations"))).containsExactlyElementsOf(names.subList(50, 100));
        assertThat(api.get("/organizations?page=9").body()).isEmpty();

        JsonNode part = api.get("/organizations?take=50&include_totals=true").body();
        assertThat(part.propertyNames()).as("the checkpoint wins").containsExactlyInAnyOrder("organizations", "next");
        var seen = new ArrayList<>(names(part.path("organizations")));
        while (part.has("next")) {
            String next = part.path("next").asString();
            part = api.get("/organizations?take=50&from=" + next).body();
            seen.addAll(names(part.path("organizations")));
        }
        assertThat(seen).containsExactlyElementsOf(names);
        assertThat(api.get("/organizations?from=no-cursor").status()).isEqualTo(400);
    }

    @Test
    void a_list_comes_in_the_order_asked_for() throws Exception {
        for (String body : List.of(
                "{\"name\":\"c\",\"display_name\":\"A\"}",
                "{\"name\":\"a\"}",
                "{\"name\":\"b\",\"display_name\":\"B\"}")) {
            api.post("/organizations", body);
        }
        for (String[] order : List.of(
                new String[] {"name:1", "a b c"},
                new String[] {"name:-1", "c b a"},
                new String[] {"display_name:1", "a c b"},
                new String[] {"display_name:-1", "b c a"},
                new String[] {"created_at:1", "c a b"},
                new String[] {"created_at:-1", "b a c"})) {
            assertThat(String.join(
                            " ",
                            names(api.get("/organizations?sort=" + order[0]).body())))
                    .as(order[0])
                    .isEqualTo(order[1]);
        }
        JsonNode first = api.get("/organizations?sort=name:-1&take=2").body();
        assertThat(names(first.path("organizations"))).containsExactly("c", "b");
        String next = first.path("next").asString();
        assertThat(names(api.get("/organizations?sort=name:-1&take=2&from=" + next)
                        .body()
                        .path("organizations")))
                .containsExactly("a");
        assertThat(api.get("/organizations?from=" + next).status())
                .as("a cursor of another order")
                .isEqualTo(400);
        for (String bad : List.of("name", "name:2", "id:1", "display_name:--1")) {
            assertThat(api.get("/organizations?sort=" + bad).text("message")).endsWith("on property sort.");
        }
    }

    @Test
    void a_quota_alone_is_changed_without_an_event() throws Exception {
        String path = "/organizations/" + server.organization("acme");
        var changed = api.patch(path, "{\"token_quota\":{\"client_credentials\":{\"per_hour\":5}}}");
        assertThat(changed.body().at("/token_quota/client_credentials/per_hour").asInt())
                .isEqualTo(5);
        assertThat(server.types()).containsExactly("organization.created");
    }

    @Test
    void the_smaller_scope_shows_no_metadata_and_no_quota() throws Exception {
        String path = "/organizations/" + OrganizationServer.made(api.post("/organizations", ACME));
        ApiClient small = server.as(OrganizationServer.TENANT, "read:organizations_summary");
        assertThat(small.get(path).body().propertyNames()).containsExactly("id", "name", "display_name", "branding");
        assertThat(small.get("/organizations").body().path(0).has("metadata")).isFalse();
        assertThat(small.get("/organizations/name/acme-north").status()).isEqualTo(403);
        assertThat(small.patch(path, "{}").status()).isEqualTo(403);
    }

    @Test
    void whatever_belongs_to_a_deleted_organization_ends_with_it_and_only_its_own_event_tells() throws Exception {
        String id = server.organization("acme");
        String mira = server.user("mira");
        String role = server.role("editor");
        String path = "/organizations/" + id;
        api.post(path + "/members", "{\"members\":[\"" + mira + "\"]}");
        api.post(path + "/members/auth0%7Cmira/roles", "{\"roles\":[\"" + role + "\"]}");
        api.post(path + "/enabled_connections", "{\"connection_id\":\"" + OrganizationServer.DATABASE + "\"}");
        assertThat(names(api.get("/users/auth0%7Cmira/organizations").body())).containsExactly("acme");
        assertThat(server.types()).hasSize(4);

        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(server.types()).hasSize(5).last().isEqualTo("organization.deleted");
        for (String below : List.of("/members", "/members/auth0%7Cmira/roles", "/enabled_connections")) {
            assertThat(api.get(path + below).status()).as(below).isEqualTo(404);
        }
        JsonNode left =
                api.get("/users/auth0%7Cmira/organizations?include_totals=true").body();
        assertThat(left.path("organizations")).isEmpty();
        assertThat(left.path("total").asInt()).isZero();
    }

    private static List<String> names(JsonNode organizations) {
        return organizations
                .valueStream()
                .map(one -> one.path("name").asString())
                .toList();
    }
}
