package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What organizations and roles refuse, by field and reason; and what one tenant refuses another. */
@Timeout(120)
final class OrganizationRejectionsTest {
    @TempDir
    static Path folder;

    private static OrganizationServer server;
    private static ApiClient api;
    private static String acme;
    private static String role;

    @BeforeAll
    static void start() throws Exception {
        server = OrganizationServer.on(folder);
        api = server.api();
        acme = server.organization("acme");
        role = server.role("editor");
        server.user("ada");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'Missing required property: name'.",
                "{'name':7} | 'Expected type string but found type number' on property name.",
                "{'name':null} | 'Expected type string but found type null' on property name.",
                "{'name':''} | 'String is too short (0 chars), minimum 1' on property name.",
                "{'name':'Acme'} | 'Object didn't pass validation for format organization-name: Acme' on property"
                        + " name.",
                "{'name':'org_a'} | 'Object didn't pass validation for format organization-name: org_a' on property"
                        + " name.",
                "{'name':'a-'} | 'Object didn't pass validation for format organization-name: a-' on property name.",
                "{'name':'a','colour':'red'} | 'Additional properties not allowed: colour'.",
                "{'name':'a','id':'org_0000000000000000'} | 'Additional properties not allowed: id'.",
                "{'name':'a','display_name':''} | 'String is too short (0 chars), minimum 1' on property display_name.",
                "{'name':'a','display_name':null} | 'Expected type string but found type null' on property"
                        + " display_name.",
                "{'name':'a','metadata':[]} | 'Expected type object but found type array' on property metadata.",
                "{'name':'a','metadata':null} | 'Expected type object but found type null' on property metadata.",
                "{'name':'a','metadata':{'n':1}} | 'Expected type string but found type number' on property"
                        + " metadata.n.",
                "{'name':'a','metadata':{'':'x'}} | 'A key must have 1 to 255 chars' on property metadata.",
                "{'name':'a','branding':{'logo':'x'}} | 'Additional properties not allowed: logo' on property"
                        + " branding.",
                "{'name':'a','branding':{'logo_url':'http://x.test/a.png'}} | 'Object didn't pass validation for format"
                        + " strict-https-uri-or-null' on property branding.logo_url.",
                "{'name':'a','branding':{'logo_url':'https://'}} | 'Object didn't pass validation for format"
                        + " strict-https-uri-or-null' on property branding.logo_url.",
                "{'name':'a','branding':{'colors':{'primary':'#fff'}}} | 'Missing required property: page_background'"
                        + " on property branding.colors.",
                "{'name':'a','branding':{'colors':{'primary':'red','page_background':'#fff'}}} | 'Object didn't pass"
                        + " validation for format html-color' on property branding.colors.primary.",
                "{'name':'a','token_quota':{}} | 'Missing required property: client_credentials' on property"
                        + " token_quota.",
                "{'name':'a','token_quota':{'client_credentials':{'per_day':0}}} | 'Expected an integer from 1 to"
                        + " 2147483647' on property token_quota.client_credentials.per_day.",
                "{'name':'a','enabled_connections':[{}]} | 'Missing required property: connection_id' on property"
                        + " enabled_connections[0].",
                "{'name':'a','enabled_connections':[{'connection_id':'con_4nBqYw8TzKp2VdLx'},"
                        + "{'connection_id':'con_4nBqYw8TzKp2VdLx'}]} | 'Array items are not unique' on property"
                        + " enabled_connections."
            })
    void a_bad_organization_is_refused_by_field_and_reason(String body, String message) throws Exception {
        var refused = api.post("/organizations", body.replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("errorCode")).isEqualTo("invalid_body");
        assertThat(refused.text("message")).isEqualTo("Payload validation error: " + message);
        assertThat(api.get("/organizations").body()).hasSize(1);
    }

    @Test
    void long_texts_and_many_properties_are_refused() throws Exception {
        String path = "/organizations/" + acme;
        var before = api.get(path).body();
        int events = server.events().size();
        String keys =
                IntStream.range(0, 26).mapToObj(i -> "\"k" + i + "\":\"\"").collect(Collectors.joining(",", "{", "}"));
        for (String body : List.of(
                "{\"name\":\"" + "a".repeat(51) + "\"}",
                "{\"display_name\":\"" + "a".repeat(256) + "\"}",
                "{\"metadata\":" + keys + "}",
                "{\"metadata\":{\"k\":\"" + "a".repeat(256) + "\"}}",
                "{\"metadata\":{\"" + "k".repeat(256) + "\":\"\"}}",
                "{\"branding\":{\"logo_url\":\"https://x.test/" + "a".repeat(2048) + "\"}}",
                "{\"enabled_connections\":[]}")) {
            var refused = api.patch(path, body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("errorCode")).isEqualTo("invalid_body");
        }
        assertThat(api.get("/organizations/" + "o".repeat(51)).text("errorCode"))
                .isEqualTo("invalid_uri");
        assertThat(api.get(path).body()).isEqualTo(before);
        assertThat(server.events()).hasSize(events);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /organizations/{org}/members | {} | 'Missing required property: members'.",
                "POST | /organizations/{org}/members | {'members':[]} | 'Array is too short (0), minimum 1' on property"
                        + " members.",
                "POST | /organizations/{org}/members | {'members':'auth0'} | 'Expected type array but found type"
                        + " string' on property members.",
                "POST | /organizations/{org}/members | {'members':[7]} | 'Expected type string but found type number'"
                        + " on property members[0].",
                "DELETE | /organizations/{org}/members | {'members':[null]} | 'Expected type string but found type"
                        + " null' on property members[0].",
                "POST | /organizations/{org}/members/auth0%7Cada/roles | {'roles':['editor']} | 'Object didn't pass"
                        + " validation for format role-id' on property roles[0].",
                "DELETE | /organizations/{org}/members/auth0%7Cada/roles | {'roles':[],'x':1} | 'Additional properties"
                        + " not allowed: x'.",
                "POST | /users/auth0%7Cada/roles | {'roles':{}} | 'Expected type array but found type object' on"
                        + " property roles.",
                "POST | /roles/{role}/users | {} | 'Missing required property: users'.",
                "POST | /roles | {} | 'Missing required property: name'.",
                "POST | /roles | {'name':''} | 'String is too short (0 chars), minimum 1' on property name.",
                "POST | /roles | {'name':'a','permissions':[]} | 'Additional properties not allowed: permissions'.",
                "PATCH | /roles/{role} | {'description':7} | 'Expected type string but found type number' on property"
                        + " description.",
                "PATCH | /roles/{role} | [] | 'Expected type object but found type array'.",
                "PATCH | /organizations/{org}/connections/con_4nBqYw8TzKp2VdLx | {'organization_access_level':'some'} |"
                        + " 'No enum match, expected one of: none, readonly, limited, full' on property"
                        + " organization_access_level.",
                "PATCH | /organizations/{org}/connections/con_4nBqYw8TzKp2VdLx | {'show_as_button':null} | 'Expected"
                        + " type boolean but found type null' on property show_as_button.",
            })
    void a_bad_body_is_refused_by_field_and_reason(String method, String path, String body, String message)
            throws Exception {
        int events = server.events().size();
        var refused = api.call(
                method, "/api/v2" + path.replace("{org}", acme).replace("{role}", role), body.replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message")).isEqualTo("Payload validation error: " + message);
        assertThat(server.events()).hasSize(events);
    }

    @ParameterizedTest
    @CsvSource({
        "page,-1",
        "page,x",
        "per_page,101",
        "take,0",
        "take,101",
        "from,x",
        "include_totals,yes",
    })
    void a_bad_query_is_refused_by_name(String name, String value) throws Exception {
        for (String list : List.of(
                "/organizations",
                "/organizations/" + acme + "/members",
                "/organizations/" + acme + "/members/auth0%7Cada/roles",
                "/organizations/" + acme + "/enabled_connections",
                "/roles",
                "/roles/" + role + "/users",
                "/users/auth0%7Cada/roles",
                "/users/auth0%7Cada/organizations")) {
            var refused = api.get(list + "?" + name + "=" + value);
            assertThat(refused.status()).as(list).isEqualTo(400);
            assertThat(refused.text("message")).endsWith("on property " + name + ".");
        }
    }

    @Test
    void more_than_a_hundred_ids_are_refused_at_once() throws Exception {
        String many =
                IntStream.range(0, 101).mapToObj(i -> "\"auth0|u" + i + "\"").collect(Collectors.joining(","));
        var refused = api.post("/organizations/" + acme + "/members", "{\"members\":[" + many + "]}");
        assertThat(refused.text("message"))
                .isEqualTo("Payload validation error: 'Array is too long (101), maximum 100' on property members.");
    }

    @Test
    void one_tenant_reaches_nothing_of_another() throws Exception {
        String bea = server.user(OrganizationServer.OTHER, "bea");
        ApiClient other = server.as(OrganizationServer.OTHER);
        assertThat(other.at("localhost").get("/organizations").status())
                .as("its token at our host")
                .isEqualTo(401);
        assertThat(other.get("/organizations").body()).isEmpty();
        assertThat(other.get("/roles").body()).isEmpty();
        String path = "/organizations/" + acme;
        String members = "{\"members\":[\"" + bea + "\"]}";
        String roles = "{\"roles\":[\"" + role + "\"]}";
        int events = server.events().size();
        for (String[] call : List.of(
                new String[] {"GET", path, ""},
                new String[] {"GET", "/organizations/name/acme", ""},
                new String[] {"PATCH", path, "{\"display_name\":\"Mine\"}"},
                new String[] {"DELETE", path, ""},
                new String[] {"GET", path + "/members", ""},
                new String[] {"POST", path + "/members", members},
                new String[] {"DELETE", path + "/members", members},
                new String[] {"POST", path + "/members/auth0%7Cbea/roles", roles},
                new String[] {"GET", path + "/enabled_connections", ""},
                new String[] {"POST", path + "/connections", "{\"connection_id\":\"con_4nBqYw8TzKp2VdLx\"}"},
                new String[] {"GET", "/roles/" + role, ""},
                new String[] {"PATCH", "/roles/" + role, "{\"name\":\"mine\"}"},
                new String[] {"DELETE", "/roles/" + role, ""},
                new String[] {"POST", "/roles/" + role + "/users", "{\"users\":[\"" + bea + "\"]}"},
                new String[] {"POST", "/users/auth0%7Cbea/roles", roles},
                new String[] {"GET", "/users/auth0%7Cada/roles", ""},
                new String[] {"GET", "/users/auth0%7Cada/organizations", ""})) {
            assertThat(other.call(call[0], "/api/v2" + call[1], call[2]).status())
                    .as(call[0] + " " + call[1])
                    .isEqualTo(404);
        }
        assertThat(api.post(path + "/members", members).status())
                .as("a user of another tenant")
                .isEqualTo(400);
        String theirs = OrganizationServer.made(other.post("/organizations", "{\"name\":\"acme\"}"));
        assertThat(api.get("/organizations/" + theirs).status()).isEqualTo(404);
        String cursor = other.post("/organizations", "{\"name\":\"bolt\"}").text("id");
        assertThat(cursor).startsWith("org_");
        String next = other.get("/organizations?take=1").text("next");
        assertThat(api.get("/organizations?take=100&from=" + next).body().toString())
                .as("a cursor of another tenant shows nothing of it")
                .doesNotContain(theirs)
                .doesNotContain("bolt");
        assertThat(server.events()).hasSize(events);
        assertThat(server.events(OrganizationServer.OTHER)).hasSize(2);
    }
}
