package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.Entity.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class GroupsApiTest {
    private static final String ALL = "/api/v2/groups";
    private static final String ORGANIZATION = "org_0123456789abcdef";
    private static final String ADMIN = "rol_0123456789abcdef";
    private static final String CLERK = "rol_fedcba9876543210";

    @TempDir
    Path folder;

    private DirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        server = new DirectoryServer(folder);
        server.entity(Kind.ORGANIZATION, ORGANIZATION, "acme");
        server.entity(Kind.ROLE, ADMIN, "Admin");
        server.entity(Kind.ROLE, CLERK, "Clerk");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String group(String body) throws Exception {
        return server.post(ALL, body).is(201).json().path("id").asString();
    }

    private String user(String email) throws Exception {
        return server.post(
                        "/api/v2/users",
                        "{'connection':'" + BuiltInConnection.NAME + "','email':'" + email
                                + "','password':'long enough 1'}")
                .is(201)
                .json()
                .path("user_id")
                .asString();
    }

    @Test
    void a_group_is_made_read_renamed_and_deleted() throws Exception {
        String id = group("{'name':'Engineering','external_id':'eng-1'}");
        assertThat(id).matches("grp_[1-9A-HJ-NP-Za-km-z]{22}");
        JsonNode read = server.get(ALL + "/" + id).is(200).json();
        assertThat(read.propertyNames())
                .containsExactly("id", "name", "external_id", "tenant_name", "created_at", "updated_at");
        server.patch(ALL + "/" + id, "{'name':'Makers'}").is(200);
        server.patch(ALL + "/" + id, "{'name':'Makers'}").is(200);
        server.delete(ALL + "/" + id).is(204);
        server.delete(ALL + "/" + id).is(404);
        server.get(ALL + "/" + id).is(404);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly("group.created", "group.updated", "group.deleted");
        assertThat(events.get(1).at("/data/object/name").asString()).isEqualTo("Makers");
        assertThat(events.get(1).at("/data/previous_object/name").asString()).isEqualTo("Engineering");
        assertThat(events.get(2).at("/data/object/type").asString()).isEqualTo("tenant");
    }

    @Test
    void members_come_and_go_with_an_event_each() throws Exception {
        String id = group("{'name':'Crew','organization_id':'" + ORGANIZATION + "'}");
        String anna = user("anna@example.com");
        String bob = user("bob@example.com");
        server.events();
        server.post(ALL + "/" + id + "/members", "{'members':['" + anna + "','" + bob + "','" + anna + "']}")
                .is(204);
        server.post(ALL + "/" + id + "/members", "{'members':['" + anna + "']}").is(204);
        JsonNode first = server.get(ALL + "/" + id + "/members?take=1").is(200).json();
        assertThat(first.at("/members/0/id").asString()).isEqualTo(anna);
        assertThat(first.at("/members/0").propertyNames())
                .containsExactly("id", "member_type", "type", "connection_id", "created_at");
        JsonNode second = server.get(ALL + "/" + id + "/members?take=1&from="
                        + first.path("next").asString())
                .json();
        assertThat(second.at("/members/0/id").asString()).isEqualTo(bob);
        assertThat(server.get("/api/v2/users/" + anna.replace("|", "%7C") + "/groups")
                        .is(200)
                        .json()
                        .at("/0/id")
                        .asString())
                .isEqualTo(id);
        server.call("DELETE", ALL + "/" + id + "/members", "{\"members\":[\"" + bob + "\",\"auth0|nobody\"]}")
                .is(204);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly("group.member.added", "group.member.added", "group.member.deleted");
        assertThat(events.getFirst().at("/data/object").toString())
                .isEqualTo("{\"group\":{\"id\":\"" + id + "\",\"type\":\"organization\",\"organization_id\":\""
                        + ORGANIZATION + "\"},\"member\":{\"member_type\":\"user\",\"id\":\"" + anna + "\"}}");
        server.post(ALL + "/" + id + "/members", "{'members':['auth0|nobody']}").is(400);
        assertThat(server.types()).isEmpty();
    }

    @Test
    void roles_are_assigned_everywhere_and_in_an_organization() throws Exception {
        String id = group("{'name':'Crew'}");
        server.post(ALL + "/" + id + "/roles", "{'roles':['" + ADMIN + "','" + CLERK + "']}")
                .is(204);
        server.post("/api/v2/roles/" + ADMIN + "/groups", "{'groups':['" + id + "']}")
                .is(204);
        assertThat(server.get(ALL + "/" + id + "/roles").is(200).json().path("roles"))
                .hasSize(2);
        assertThat(server.get("/api/v2/roles/" + CLERK + "/groups")
                        .is(200)
                        .json()
                        .at("/groups/0/name")
                        .asString())
                .isEqualTo("Crew");
        server.call("DELETE", ALL + "/" + id + "/roles", "{\"roles\":[\"" + ADMIN + "\"]}")
                .is(204);
        String inside = "/api/v2/organizations/" + ORGANIZATION + "/groups/" + id + "/roles";
        server.post(inside, "{'roles':['" + CLERK + "']}").is(204);
        assertThat(server.get(inside).is(200).json().at("/roles/0/id").asString())
                .isEqualTo(CLERK);
        server.call("DELETE", inside, "{\"roles\":[\"" + CLERK + "\"]}").is(204);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly(
                        "group.created",
                        "group.role.assigned",
                        "group.role.assigned",
                        "group.role.deleted",
                        "organization.group.role.assigned",
                        "organization.group.role.deleted");
        assertThat(events.get(3).at("/data/object/role").toString()).isEqualTo("{\"id\":\"" + ADMIN + "\"}");
        assertThat(events.get(3).at("/data/previous_object/role/name").asString())
                .isEqualTo("Admin");
        server.post(ALL + "/" + id + "/roles", "{'roles':['rol_nobody']}").is(404);
        server.post("/api/v2/organizations/org_nobody/groups/" + id + "/roles", "{'roles':['" + CLERK + "']}")
                .is(404);
    }

    @Test
    void lists_are_bare_without_paging_and_filtered_by_index() throws Exception {
        group("{'name':'Alpha','external_id':'1'}");
        group("{'name':'Alphabet','organization_id':'" + ORGANIZATION + "'}");
        group("{'name':'Beta'}");
        assertThat(server.get(ALL).is(200).json()).hasSize(3);
        assertThat(server.get(ALL + "?per_page=2&page=1").json().toString())
                .startsWith("{\"start\":2,\"limit\":2,\"total\":3,\"groups\":[{");
        assertThat(server.get(ALL + "?name=Alpha").json()).hasSize(1);
        assertThat(server.get(ALL + "?external_id=1").json()).hasSize(1);
        assertThat(server.get(ALL + "?search=Alph&include_totals=true")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(server.get(ALL + "?connection_id=con_x").json()).isEmpty();
        assertThat(server.get("/api/v2/organizations/" + ORGANIZATION + "/groups")
                        .json()
                        .path("groups"))
                .hasSize(1);
        JsonNode first = server.get(ALL + "?take=2").json();
        assertThat(server.get(ALL + "?take=2&from=" + first.path("next").asString())
                        .json()
                        .at("/groups/0/name")
                        .asString())
                .isEqualTo("Beta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | Missing required property: name",
                "{'name':''} | String is too short",
                "{'name':'Ünter'} | String does not match pattern",
                "{'name':'x','organization_id':'org_nobody'} | There is no such organization",
                "{'name':'x','connection_id':'con_1'} | Additional properties not allowed: connection_id",
            })
    void what_breaks_a_rule_is_refused_by_name(String body, String message) throws Exception {
        assertThat(server.post(ALL, body).is(400).json().path("message").asString())
                .contains(message);
        assertThat(server.types()).isEmpty();
    }

    @Test
    void a_name_is_used_once_by_each_owner() throws Exception {
        group("{'name':'Same'}");
        server.post(ALL, "{'name':'Same'}").is(409);
        group("{'name':'Same','organization_id':'" + ORGANIZATION + "'}");
        String other = group("{'name':'Other'}");
        server.patch(ALL + "/" + other, "{'name':'Same'}").is(409);
    }
}
