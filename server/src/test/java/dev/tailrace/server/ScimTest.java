package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.DirectoryServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** SCIM as Okta and Entra send it, over HTTP. */
@Timeout(90)
final class ScimTest {
    private static final String PATCH = "'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':";

    @TempDir
    Path folder;

    private DirectoryServer server;
    private String connection;
    private String token;

    @BeforeEach
    void start() throws Exception {
        server = new DirectoryServer(folder);
        connection = connection("harbour", "okta");
        token = token(connection, "{}");
        server.events();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String connection(String name, String strategy) throws Exception {
        return server.post("/api/v2/connections", "{'name':'" + name + "','strategy':'" + strategy + "'}")
                .is(201)
                .json()
                .path("id")
                .asString();
    }

    private String token(String of, String body) throws Exception {
        return server.post("/api/v2/connections/" + of + "/scim-configuration/tokens", body)
                .is(201)
                .json()
                .path("token")
                .asString();
    }

    private Answer scim(String method, String path, String body, String... more) throws Exception {
        var headers = new java.util.ArrayList<>(
                List.of("Authorization", "Bearer " + token, "Content-Type", "application/scim+json"));
        headers.addAll(List.of(more));
        return server.call(method, "/scim/v2" + path, body.replace('\'', '"'), headers.toArray(String[]::new));
    }

    private JsonNode user(String name) throws Exception {
        return scim("POST", "/Users", """
            {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'%s@example.com',
             'externalId':'x-%s','name':{'givenName':'%s','familyName':'Quay'},
             'emails':[{'primary':true,'value':'%s@example.com','type':'work'}],
             'displayName':'%s Quay','active':true,'groups':[]}\
            """.formatted(name, name, name, name, name))
                .is(201)
                .json();
    }

    private String group(String name, String... members) throws Exception {
        var values = new StringBuilder();
        for (String member : members) {
            values.append(values.isEmpty() ? "" : ",")
                    .append("{'value':'")
                    .append(member)
                    .append("'}");
        }
        return scim("POST", "/Groups", "{'displayName':'" + name + "','members':[" + values + "]}")
                .is(201)
                .json()
                .path("id")
                .asString();
    }

    @Test
    void a_user_lives_as_okta_has_it() throws Exception {
        assertThat(found("userName eq \"mira@example.com\"")).isEmpty();
        JsonNode made = user("Mira");
        String id = made.path("id").asString();
        assertThat(id).matches("[0-9a-f]{24}");
        assertThat(made.at("/meta/version").asString()).isEqualTo("W/\"1\"");
        assertThat(scim("GET", "/Users/" + id, "").is(200).json()).isEqualTo(made);
        assertThat(found("userName eq \"MIRA@example.com\"")).hasSize(1);
        assertThat(found("externalId eq \"x-Mira\" and active.x eq \"1\"", 400)).isEmpty();
        assertThat(found("externalId eq \"x-Mira\" and displayName eq \"mira quay\""))
                .hasSize(1);
        assertThat(found("id eq \"" + id + "\"")).hasSize(1);
        assertThat(found("emails[type eq \"work\" and value eq \"mira@example.com\"]"))
                .hasSize(1);
        assertThat(scim("GET", "/Users?startIndex=1&count=10", "")
                        .json()
                        .path("totalResults")
                        .asInt())
                .isEqualTo(1);
        JsonNode off = scim("PATCH", "/Users/" + id, "{" + PATCH + "[{'op':'replace','value':{'active':false}}]}")
                .is(200)
                .json();
        assertThat(off.path("active").booleanValue()).isFalse();
        scim("PATCH", "/Users/" + id, "{" + PATCH + "[{'op':'replace','value':{'active':false}}]}")
                .is(200);
        scim("DELETE", "/Users/" + id, "").is(204);
        scim("GET", "/Users/" + id, "").is(404);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly("user.created", "user.updated", "user.deleted");
        JsonNode created = events.getFirst().path("data");
        assertThat(created.at("/object/user_id").asString()).isEqualTo("okta|harbour|" + id);
        assertThat(created.at("/object/identities/0/provider").asString()).isEqualTo("okta");
        assertThat(created.at("/context/connection/id").asString()).isEqualTo(connection);
        assertThat(events.get(1).at("/data/object/blocked").booleanValue()).isTrue();
        assertThat(events.get(1).at("/data/previous_object").has("blocked")).isFalse();
    }

    @Test
    void a_user_is_patched_as_entra_sends_it() throws Exception {
        String id = user("Jon").path("id").asString();
        String body = """
            {%s[{'op':'Replace','path':'active','value':'False'},
             {'op':'Add','path':'name.givenName','value':'Jonas'},
             {'op':'Replace','path':'emails[type eq \\"work\\"].value','value':'jonas@example.com'},
             {'op':'Add','path':'phoneNumbers[type eq \\"work\\"].value','value':'+1 555-0100'},
             {'op':'Add','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
              'value':'Docks'},
             {'op':'Replace','value':{'name.familyName':'Pier','displayName':'Jonas Pier'}},
             {'op':'Remove','path':'externalId'}]}\
            """.formatted(PATCH);
        JsonNode after = scim("PATCH", "/Users/" + id, body).is(200).json();
        assertThat(after.path("active").booleanValue()).isFalse();
        assertThat(after.path("name").toString()).isEqualTo("{\"givenName\":\"Jonas\",\"familyName\":\"Pier\"}");
        assertThat(after.at("/emails/0/value").asString()).isEqualTo("jonas@example.com");
        assertThat(after.at("/phoneNumbers/0/value").asString()).isEqualTo("+15550100");
        assertThat(after.path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
                        .path("department")
                        .asString())
                .isEqualTo("Docks");
        assertThat(after.has("externalId")).isFalse();
        assertThat(server.types()).containsExactly("user.created", "user.updated");
        JsonNode profile =
                server.get("/api/v2/users/okta%7Charbour%7C" + id).is(200).json();
        assertThat(profile.path("blocked").booleanValue()).isTrue();
        assertThat(profile.path("preferred_username").asString()).isEqualTo("Jon@example.com");
        server.patch("/api/v2/users/okta%7Charbour%7C" + id, "{'nickname':'J'}").is(200);
        assertThat(found("userName eq \"jon@example.com\""))
                .as("after a change by the API")
                .hasSize(1);
    }

    @Test
    void a_replacement_takes_away_what_it_does_not_say_and_needs_the_version_it_names() throws Exception {
        JsonNode made = user("Ada");
        String id = made.path("id").asString();
        String body = "{'userName':'ada@example.com','emails':[{'value':'ada@example.com'}]}";
        scim("PUT", "/Users/" + id, body, "If-Match", "W/\"7\"").is(412);
        Answer after = scim("PUT", "/Users/" + id, body, "If-Match", "W/\"1\"").is(200);
        assertThat(after.json().has("externalId")).isFalse();
        assertThat(after.json().path("displayName").asString()).isEqualTo("ada@example.com");
        assertThat(after.whole().headers().firstValue("ETag")).contains("W/\"2\"");
        scim("GET", "/Users/" + id, "", "If-None-Match", "W/\"2\"").is(304);
        scim("DELETE", "/Users/" + id, "", "If-Match", "W/\"1\"").is(412);
    }

    @Test
    void a_group_and_its_members_change_in_both_syntaxes() throws Exception {
        String a = user("Ann").path("id").asString();
        String b = user("Ben").path("id").asString();
        String c = user("Cyd").path("id").asString();
        server.events();
        String id = group("Crew", a);
        JsonNode added = scim(
                        "PATCH",
                        "/Groups/" + id,
                        "{" + PATCH + "[{'op':'Add','path':'members','value':[{'value':'" + b + "'},{'value':'" + c
                                + "'}]}]}")
                .is(200)
                .json();
        assertThat(added.path("members")).hasSize(3);
        assertThat(added.at("/meta/version").asString()).isEqualTo("W/\"2\"");
        scim("PATCH", "/Groups/" + id, "{" + PATCH + "[{'op':'remove','path':'members[value eq \\\"" + a + "\\\"]'}]}")
                .is(200);
        scim(
                        "PATCH",
                        "/Groups/" + id,
                        "{" + PATCH + "[{'op':'Remove','path':'members','value':[{'value':'" + b + "'}]}]}")
                .is(200);
        scim(
                        "PATCH",
                        "/Groups/" + id,
                        "{" + PATCH + "[{'op':'replace','value':{'id':'" + id + "','displayName':'Night crew'}}]}")
                .is(200);
        assertThat(scim("GET", "/Groups/" + id, "")
                        .json()
                        .at("/members/0/value")
                        .asString())
                .isEqualTo(c);
        assertThat(scim("GET", "/Groups/" + id + "?excludedAttributes=members", "")
                        .json()
                        .has("members"))
                .isFalse();
        assertThat(groups("displayName eq \"Night crew\"")).hasSize(1);
        assertThat(groups("id eq \"" + id + "\" and members[value eq \"" + c + "\"]"))
                .hasSize(1);
        assertThat(groups("id eq \"" + id + "\" and members[value eq \"" + a + "\"]"))
                .isEmpty();
        scim("PUT", "/Groups/" + id, "{'displayName':'Day crew','externalId':'g1','members':[{'value':'" + a + "'}]}")
                .is(200);
        scim("DELETE", "/Groups/" + id, "").is(204);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly(
                        "group.created",
                        "group.member.added",
                        "group.member.added",
                        "group.member.added",
                        "group.member.deleted",
                        "group.member.deleted",
                        "group.updated",
                        "group.updated",
                        "group.member.deleted",
                        "group.member.added",
                        "group.deleted");
        assertThat(events.getFirst().at("/data/object/connection_id").asString())
                .isEqualTo(connection);
        assertThat(events.get(1).at("/data/object/member/id").asString()).isEqualTo("okta|harbour|" + a);
        assertThat(events.get(6).at("/data/object/name").asString()).isEqualTo("Night crew");
    }

    @Test
    void a_token_reaches_its_own_connection_and_only_what_its_scopes_name() throws Exception {
        String id = user("Eve").path("id").asString();
        String crew = group("Crew", id);
        String mine = token;
        token = token(connection("other", "samlp"), "{}");
        scim("GET", "/Users/" + id, "").is(404);
        scim("GET", "/Users/okta%7Charbour%7C" + id, "").is(404);
        scim("GET", "/Groups/" + crew, "").is(404);
        scim("DELETE", "/Groups/" + crew, "").is(404);
        scim("POST", "/Groups", "{'displayName':'Spies','members':[{'value':'okta|harbour|" + id + "'}]}")
                .is(400);
        assertThat(scim("GET", "/Users", "").is(200).json().path("totalResults").asInt())
                .isZero();
        token = token(connection, "{'scopes':['get:users']}");
        scim("GET", "/Users/" + id, "").is(200);
        scim("DELETE", "/Users/" + id, "").is(403);
        scim("GET", "/Groups", "").is(403);
        token = mine + "x";
        JsonNode refused = scim("GET", "/Users", "").is(401).json();
        assertThat(refused.path("schemas").toString()).isEqualTo("[\"urn:ietf:params:scim:api:messages:2.0:Error\"]");
        assertThat(refused.path("status").asString()).isEqualTo("401");
        token = mine;
        JsonNode tokens = server.get("/api/v2/connections/" + connection + "/scim-configuration/tokens")
                .is(200)
                .json();
        assertThat(tokens.toString()).doesNotContain(mine).contains("last_used_at");
        server.delete("/api/v2/connections/" + connection + "/scim-configuration/tokens/"
                        + tokens.at("/0/token_id").asString())
                .is(204);
        scim("GET", "/Users", "").is(401);
    }

    @Test
    void users_are_paged_and_counted() throws Exception {
        for (String name : List.of("A1", "A2", "A3")) {
            user(name);
        }
        JsonNode second = scim("GET", "/Users?startIndex=2&count=1", "").is(200).json();
        assertThat(second.path("totalResults").asInt()).isEqualTo(3);
        assertThat(second.path("itemsPerPage").asInt()).isEqualTo(1);
        assertThat(second.at("/Resources/0/externalId").asString()).isEqualTo("x-A2");
        assertThat(scim("GET", "/Users?count=0", "").json().path("Resources")).isEmpty();
        assertThat(scim("GET", "/Users?startIndex=99", "").json().path("Resources"))
                .isEmpty();
        assertThat(scim("GET", "/Users?attributes=userName&count=1", "")
                        .json()
                        .at("/Resources/0")
                        .propertyNames())
                .containsExactly("schemas", "id", "userName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /Users | {} | 400 | invalidValue",
                "POST | /Users | [] | 400 | invalidSyntax",
                "POST | /Users | {'userName':7e3,'emails':{}} | 400 | invalidValue",
                "POST | /Users | {'userName':'x','emails':[{'value':'no'}]} | 400 | invalidValue",
                "POST | /Users | {'userName':'TAKEN@example.com'} | 409 | uniqueness",
                "POST | /Groups | {'displayName':''} | 400 | invalidValue",
                "POST | /Groups | {'displayName':'x','members':[{'value':'nobody'}]} | 400 | invalidValue",
                "PATCH | /Users/{id} | {'Operations':[{'op':'move'}]} | 400 | invalidSyntax",
                "PATCH | /Users/{id} | {'Operations':[{'op':'add','path':'a[','value':1}]} | 400 | invalidPath",
                "PATCH | /Users/{id} | {'Operations':[{'op':'remove'}]} | 400 | noTarget",
                "GET | /Users?filter=userName+sw+%22a%22 | `` | 400 | invalidFilter",
                "GET | /Users?filter=userName+eq | `` | 400 | invalidFilter",
                "GET | /Users?filter=title+eq+%22a%22 | `` | 400 | invalidFilter",
                "GET | /Users?filter=userName+eq+zz | `` | 400 | invalidFilter",
                "GET | /Users?filter=bogus+zz | `` | 400 | invalidFilter",
                "PUT | /Users | {} | 405 | `` ",
                "GET | /Nothing | `` | 404 | `` ",
            })
    void wrong_input_is_told_in_scims_own_shape(String method, String path, String body, int status, String type)
            throws Exception {
        String id = user("taken").path("id").asString();
        server.events();
        JsonNode told = scim(method, path.replace("{id}", id), body).is(status).json();
        assertThat(told.path("status").asString()).isEqualTo(Integer.toString(status));
        assertThat(told.path("detail").asString()).isNotEmpty().doesNotContain("[Source", "\n");
        assertThat(told.path("scimType").asString("")).isEqualTo(type.strip());
        assertThat(server.types()).isEmpty();
    }

    @Test
    void discovery_needs_no_token() throws Exception {
        for (String path : List.of("ServiceProviderConfig", "ResourceTypes", "ResourceTypes/User", "Schemas")) {
            server.call("GET", "/scim/v2/" + path, "", "Accept", "application/scim+json")
                    .is(200);
        }
        assertThat(server.call(
                                "GET",
                                "/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group",
                                "",
                                "Accept",
                                "application/scim+json")
                        .is(200)
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("Group");
    }

    /** Seeded: filters, paths and bodies made of pieces of good ones never end in a failure of ours. */
    @Test
    void hostile_filters_and_patches_are_refused_or_harmless() throws Exception {
        String id = user("Fay").path("id").asString();
        var random = new Random(17);
        List<String> pieces = List.of(
                "userName",
                " eq ",
                "\\\"",
                "(",
                ")",
                "[",
                "]",
                "and ",
                "not ",
                ".",
                ":",
                "urn:",
                "value",
                "é",
                "\\\\",
                "1e999",
                "members",
                "null",
                "true",
                " pr",
                "emails",
                "-",
                "\\u0000");
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String filter = java.net.URLEncoder.encode(
                    text.toString().replace("\\\"", "\""), java.nio.charset.StandardCharsets.UTF_8);
            String kind = i % 2 == 0 ? "/Users" : "/Groups";
            assertThat(scim("GET", kind + "?filter=" + filter, "").status())
                    .as(filter)
                    .isLessThan(500);
            String op = List.of("add", "replace", "remove").get(random.nextInt(3));
            String body = "{\"Operations\":[{\"op\":\"" + op + "\",\"path\":\"" + text + "\",\"value\":"
                    + List.of("{}", "[1]", "\"x\"", "null", "[{}]").get(random.nextInt(5)) + "}]}";
            assertThat(scim("PATCH", "/Users/" + id, body).status()).as(body).isLessThan(500);
        }
    }

    private JsonNode found(String filter) throws Exception {
        return found(filter, 200);
    }

    private JsonNode found(String filter, int status) throws Exception {
        return list("/Users", filter, status);
    }

    private JsonNode groups(String filter) throws Exception {
        return list("/Groups", filter, 200);
    }

    private JsonNode list(String path, String filter, int status) throws Exception {
        String encoded = java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
        return scim("GET", path + "?filter=" + encoded, "").is(status).json().path("Resources");
    }
}
