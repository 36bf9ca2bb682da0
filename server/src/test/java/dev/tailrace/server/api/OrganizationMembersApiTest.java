package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Members of organizations and the roles they have there. */
@Timeout(120)
final class OrganizationMembersApiTest {
    @TempDir
    Path folder;

    private OrganizationServer server;
    private ApiClient api;
    private String path;

    @BeforeEach
    void start() throws Exception {
        server = OrganizationServer.on(folder);
        api = server.api();
        path = "/organizations/" + server.organization("acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void each_new_member_is_one_event_and_who_was_one_already_is_none() throws Exception {
        List<String> three = List.of(server.user("ada"), server.user("bo"), server.user("cy"));
        assertThat(members("POST", three).status()).isEqualTo(204);
        assertThat(server.types().subList(1, 4)).containsOnly("organization.member.added");
        assertThat(members("POST", List.of(three.get(1), server.user("dee"), three.get(1), "auth0|dee"))
                        .status())
                .isEqualTo(204);
        assertThat(server.types()).hasSize(5);
        assertThat(server.lastData().at("/object/user/user_id").asString()).isEqualTo("auth0|dee");
        assertThat(ids(api.get(path + "/members").body()))
                .containsExactly("auth0|ada", "auth0|bo", "auth0|cy", "auth0|dee");

        assertThat(members("DELETE", List.of(three.get(0), three.get(2), "auth0|nobody"))
                        .status())
                .isEqualTo(204);
        assertThat(server.types().subList(5, 7)).containsOnly("organization.member.deleted");
        assertThat(members("DELETE", three.subList(0, 1)).status()).isEqualTo(204);
        assertThat(server.types()).hasSize(7);
        assertThat(ids(api.get(path + "/members").body())).containsExactly("auth0|bo", "auth0|dee");
    }

    @Test
    void nobody_becomes_a_member_where_one_of_them_is_no_user() throws Exception {
        var refused = members("POST", List.of(server.user("ada"), "auth0|nobody"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("errorCode")).isEqualTo("inexistent_user");
        assertThat(api.get(path + "/members").body()).isEmpty();
        assertThat(server.types()).containsExactly("organization.created");
    }

    @Test
    void who_is_made_a_member_by_many_at_once_becomes_one_once() throws Exception {
        List<String> both = List.of(server.user("ada"), server.user("bo"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 16)
                    .mapToObj(_ -> threads.submit(() -> members("POST", both).status()))
                    .toList();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
        }
        assertThat(server.types())
                .containsExactly("organization.created", "organization.member.added", "organization.member.added");
    }

    @Test
    void lists_of_members_are_paged_both_ways() throws Exception {
        var all = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            all.add(server.user("u" + i));
        }
        members("POST", all.subList(0, 100));
        members("POST", all.subList(100, 120));
        JsonNode page = api.get(path + "/members?per_page=100&page=1&include_totals=true")
                .body();
        assertThat(page.path("total").asInt()).isEqualTo(120);
        assertThat(ids(page.path("members"))).containsExactlyElementsOf(all.subList(100, 120));
        JsonNode part = api.get(path + "/members?take=70").body();
        var seen = new ArrayList<>(ids(part.path("members")));
        part = api.get(path + "/members?take=70&from=" + part.path("next").asString())
                .body();
        seen.addAll(ids(part.path("members")));
        assertThat(seen).containsExactlyElementsOf(all);
        assertThat(part.has("next")).isFalse();

        String other = "/organizations/" + server.organization("bolt");
        String foreign = api.get(path + "/members?take=1").text("next");
        assertThat(api.get(other + "/members?from=" + foreign).status())
                .as("a cursor of another list")
                .isEqualTo(400);
    }

    @Test
    void fields_are_chosen_and_roles_are_shown_to_who_may_read_them() throws Exception {
        members("POST", List.of(server.user("ada")));
        String editor = server.role("editor");
        roles("POST", "ada", List.of(editor));
        Golden.assertMatches(
                "organization-members.json", api.get(path + "/members").wire().body());
        Golden.assertMatches(
                "organization-members.roles.json",
                api.get(path + "/members?fields=roles").wire().body());
        assertThat(api.get(path + "/members?fields=user_id,roles")
                        .body()
                        .path(0)
                        .propertyNames())
                .containsExactly("user_id", "roles");
        assertThat(api.get(path + "/members?fields=email&include_fields=false")
                        .body()
                        .path(0)
                        .propertyNames())
                .containsExactly("user_id", "picture", "name");
        ApiClient small = server.as(OrganizationServer.TENANT, "read:organization_members");
        assertThat(small.get(path + "/members").status()).isEqualTo(200);
        assertThat(small.get(path + "/members?fields=roles").status()).isEqualTo(403);
    }

    @Test
    void each_role_given_and_taken_is_one_event() throws Exception {
        server.user("ada");
        String editor = server.role("editor");
        String reader = server.role("reader");
        assertThat(roles("POST", "ada", List.of(editor, reader, editor)).status())
                .as("before any membership")
                .isEqualTo(204);
        assertThat(server.types().subList(1, 3)).containsOnly("organization.member.role.assigned");
        assertThat(roles("POST", "ada", List.of(reader)).status()).isEqualTo(204);
        assertThat(server.types()).hasSize(3);
        Golden.assertMatches(
                "organization-member-roles.json",
                api.get(path + "/members/auth0%7Cada/roles?include_totals=true")
                        .wire()
                        .body());

        assertThat(roles("DELETE", "ada", List.of(editor, "rol_0000000000000000"))
                        .status())
                .isEqualTo(204);
        assertThat(server.types()).hasSize(4).last().isEqualTo("organization.member.role.deleted");
        assertThat(server.lastData().at("/object/role/name").asString()).isEqualTo("editor");
        assertThat(api.get(path + "/members/auth0%7Cada/roles").body()).hasSize(1);
    }

    @Test
    void roles_end_with_the_membership_and_with_the_role_without_events() throws Exception {
        members("POST", List.of(server.user("ada")));
        roles("POST", "ada", List.of(server.role("editor")));
        members("DELETE", List.of("auth0|ada"));
        assertThat(api.get(path + "/members/auth0%7Cada/roles").body()).isEmpty();
        assertThat(server.types()).hasSize(4).last().isEqualTo("organization.member.deleted");

        String reader = server.role("reader");
        roles("POST", "ada", List.of(reader));
        assertThat(api.delete("/roles/" + reader).status()).isEqualTo(200);
        assertThat(api.get(path + "/members/auth0%7Cada/roles").body()).isEmpty();
        assertThat(server.types()).hasSize(5);
    }

    @Test
    void unknown_organizations_users_and_roles_are_told() throws Exception {
        String editor = server.role("editor");
        server.user("ada");
        assertThat(roles("POST", "nobody", List.of(editor)).text("errorCode")).isEqualTo("inexistent_user");
        var none = roles("POST", "ada", List.of(editor, "rol_0000000000000000"));
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text("errorCode")).isEqualTo("inexistent_role");
        String path = "/organizations/org_0000000000000000/members";
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.post(path, "{\"members\":[\"auth0|ada\"]}").status()).isEqualTo(404);
        assertThat(api.call("DELETE", "/api/v2" + path, "{\"members\":[\"auth0|ada\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(api.get(path + "/auth0%7Cada/roles").status()).isEqualTo(404);
        assertThat(server.types()).containsExactly("organization.created");
    }

    @Test
    void a_member_has_fifty_roles_at_most() throws Exception {
        server.user("ada");
        var many = new ArrayList<String>();
        for (int i = 0; i <= 50; i++) {
            many.add(server.role("r" + i));
        }
        assertThat(roles("POST", "ada", many).status()).isEqualTo(400);
        assertThat(roles("POST", "ada", many.subList(0, 50)).status()).isEqualTo(204);
        assertThat(roles("POST", "ada", many.subList(50, 51)).text("message"))
                .isEqualTo("Payload validation error: 'A member may have at most 50 roles in an organization' on"
                        + " property roles.");
        assertThat(server.types()).hasSize(51);
    }

    private Answer members(String method, List<String> users) throws Exception {
        return api.call(method, "/api/v2" + path + "/members", "{\"members\":" + array(users) + "}");
    }

    private Answer roles(String method, String user, List<String> roles) throws Exception {
        return api.call(
                method, "/api/v2" + path + "/members/auth0%7C" + user + "/roles", "{\"roles\":" + array(roles) + "}");
    }

    private static String array(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> ids(JsonNode users) {
        return IntStream.range(0, users.size())
                .mapToObj(i -> users.path(i).path("user_id").asString())
                .toList();
    }
}
