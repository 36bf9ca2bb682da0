package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.directory.BuiltInConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class ConnectionsApiTest {
    private static final String ALL = "/api/v2/connections";

    @TempDir
    Path folder;

    private DirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        server = new DirectoryServer(folder);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String create(String name, String strategy) throws Exception {
        return server.post(ALL, "{'name':'" + name + "','strategy':'" + strategy + "'}")
                .is(201)
                .json()
                .path("id")
                .asString();
    }

    private static List<String> names(JsonNode list) {
        var names = new ArrayList<String>();
        list.forEach(one -> names.add(one.path("name").asString()));
        return names;
    }

    @Test
    void a_database_connection_is_made_as_in_the_contract_and_users_can_be_made_in_it() throws Exception {
        JsonNode made = server.post(ALL, "{'name':'staff-db','strategy':'auth0','display_name':'Staff'}")
                .is(201)
                .json();
        assertThat(made.path("id").asString()).matches("con_[A-Za-z0-9]{16}");
        assertThat(made.toString()).endsWith("""
            ,"options":{"passwordPolicy":"good","brute_force_protection":true,"strategy_version":2},\
            "strategy":"auth0","name":"staff-db","is_domain_connection":false,"display_name":"Staff",\
            "enabled_clients":[],"realms":["staff-db"]}\
            """);
        server.post("/api/v2/users", "{'connection':'staff-db','email':'a@example.com','password':'long enough 1'}")
                .is(201);
        server.post(
                        "/api/v2/users",
                        "{'connection':'" + BuiltInConnection.NAME
                                + "','email':'a@example.com','password':'long enough 1'}")
                .is(201);
        List<JsonNode> events = server.events();
        assertThat(events).hasSize(3);
        assertThat(events.getFirst().path("type").asString()).isEqualTo("connection.created");
        assertThat(events.getFirst().at("/data/object").has("options"))
                .as("options of an untyped strategy")
                .isFalse();
        assertThat(events.get(1).at("/data/context/connection/id")).isEqualTo(made.path("id"));
    }

    @Test
    void the_built_in_connection_is_listed_and_found_and_stays() throws Exception {
        String id = new BuiltInConnection().standard(RunningServer.TENANT).id();
        assertThat(names(server.get(ALL).is(200).json())).containsExactly(BuiltInConnection.NAME);
        assertThat(server.get(ALL + "/" + id).is(200).json().path("strategy").asString())
                .isEqualTo("auth0");
        server.delete(ALL + "/" + id).is(400);
    }

    @Test
    void a_change_is_told_with_what_was_before_and_no_secret_is_kept_or_told() throws Exception {
        String id = server.post(ALL, """
            {'name':'corp','strategy':'oidc','options':{'client_id':'c1','client_secret':'hush-1',
             'issuer':'https://idp.example.test/','scope':'openid','undocumented':{'api_key':'hush-2'}}}\
            """).is(201).json().path("id").asString();
        JsonNode after = server.patch(
                        ALL + "/" + id, "{'display_name':'Corp','options':{'client_id':'c2','password':'hush-3'}}")
                .is(200)
                .json();
        assertThat(after.path("options").toString()).isEqualTo("{\"client_id\":\"c2\"}");
        server.patch(ALL + "/" + id, "{'display_name':'Corp'}").is(200);
        List<JsonNode> events = server.events();
        assertThat(events.stream().map(e -> e.path("type").asString()))
                .containsExactly("connection.created", "connection.updated");
        assertThat(events.getFirst().at("/data/object/options").toString()).isEqualTo("""
            {"client_id":"c1","issuer":"https://idp.example.test/","scope":"openid"}\
            """);
        assertThat(events.getLast()
                        .at("/data/previous_object/options/client_id")
                        .asString())
                .isEqualTo("c1");
        assertThat(events.getLast().at("/data/context/client/name").asString()).isEqualTo("Test client");
        assertThat(events.toString() + after + server.get(ALL + "/" + id).text())
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "samlp", "pingfederate", "adfs", "ad", "google-apps", "waad", "google-oauth2"})
    void every_strategy_makes_events_that_the_catalogue_accepts(String strategy) throws Exception {
        String id = create("c-" + strategy, strategy);
        server.patch(ALL + "/" + id, "{'show_as_button':true,'options':{'client_id':'x','entityId':'y'}}")
                .is(200);
        server.delete(ALL + "/" + id).is(202);
        assertThat(server.types()).containsExactly("connection.created", "connection.updated", "connection.deleted");
    }

    @Test
    void both_styles_of_paging_and_the_filters_agree() throws Exception {
        for (int i = 0; i < 5; i++) {
            create("p" + i, i % 2 == 0 ? "oidc" : "samlp");
        }
        JsonNode first = server.get(ALL + "?take=4").is(200).json();
        JsonNode second = server.get(ALL + "?take=4&from=" + first.path("next").asString())
                .is(200)
                .json();
        assertThat(names(first.path("connections"))).containsExactly(BuiltInConnection.NAME, "p0", "p1", "p2");
        assertThat(names(second.path("connections"))).containsExactly("p3", "p4");
        assertThat(second.has("next")).isFalse();
        JsonNode page = server.get(ALL + "?page=1&per_page=2&include_totals=true")
                .is(200)
                .json();
        assertThat(page.toString()).startsWith("{\"start\":2,\"limit\":2,\"total\":6,");
        assertThat(names(page.path("connections"))).containsExactly("p1", "p2");
        assertThat(names(server.get(ALL + "?strategy=oidc&strategy=auth0").json()))
                .containsExactly(BuiltInConnection.NAME, "p0", "p2", "p4");
        assertThat(names(server.get(ALL + "?name=p3&strategy=samlp").json())).containsExactly("p3");
        assertThat(server.get(ALL + "?name=p3&fields=name").text()).isEqualTo("[{\"name\":\"p3\"}]");
        server.get(ALL + "?from=nonsense").is(400);
        server.get(ALL + "?page=1000").is(400);
    }

    @Test
    void a_deleted_connection_takes_its_users_with_it_and_its_name_is_free_afterwards() throws Exception {
        String id = create("gone", "auth0");
        for (int i = 0; i < 3; i++) {
            server.post(
                            "/api/v2/users",
                            "{'connection':'gone','email':'u" + i + "@example.com','password':'long enough 1'}")
                    .is(201);
        }
        server.events();
        assertThat(server.delete(ALL + "/" + id).is(202).json().has("deleted_at"))
                .isTrue();
        server.delete(ALL + "/" + id).is(204);
        server.get(ALL + "/" + id).is(404);
        assertThat(names(server.get(ALL).json())).doesNotContain("gone");
        server.post("/api/v2/users", "{'connection':'gone','email':'x@example.com','password':'long enough 1'}")
                .is(400);
        Awaitility.await()
                .until(() ->
                        server.post(ALL, "{'name':'gone','strategy':'auth0'}").status() == 201);
        assertThat(server.types())
                .containsExactly(
                        "connection.deleted", "user.deleted", "user.deleted", "user.deleted", "connection.created");
    }

    @Test
    void a_deleted_connection_takes_a_linked_identity_from_its_user() throws Exception {
        String id = create("gone", "auth0");
        server.post(
                        "/api/v2/users",
                        "{'connection':'gone','user_id':'second','email':'x@example.com','password':'long enough 1'}")
                .is(201);
        server.post(
                        "/api/v2/users",
                        "{'connection':'Username-Password-Authentication','user_id':'main','email':'x@example.com',"
                                + "'password':'long enough 1'}")
                .is(201);
        server.post("/api/v2/users/auth0%7Cmain/identities", "{'provider':'auth0','user_id':'second'}")
                .is(201);
        server.events();
        server.delete(ALL + "/" + id).is(202);
        Awaitility.await()
                .until(() ->
                        server.post(ALL, "{'name':'gone','strategy':'auth0'}").status() == 201);
        assertThat(server.types()).containsExactly("connection.deleted", "user.updated", "connection.created");
        assertThat(server.get("/api/v2/users/auth0%7Cmain").is(200).json().path("identities"))
                .hasSize(1);
        server.get("/api/v2/users/auth0%7Csecond").is(404);
        server.post(
                        "/api/v2/users",
                        "{'connection':'gone','user_id':'second','email':'x@example.com','password':'long enough 1'}")
                .is(201);
    }

    @Test
    void clients_are_enabled_and_disabled_one_by_one() throws Exception {
        String id = create("apps", "auth0");
        server.patch(ALL + "/" + id + "/clients", "[{'client_id':'b','status':true},{'client_id':'a','status':true}]")
                .is(204);
        server.patch(ALL + "/" + id + "/clients", "[{'client_id':'b','status':false},{'client_id':'c','status':true}]")
                .is(204);
        assertThat(server.get(ALL + "/" + id + "/clients").is(200).text())
                .isEqualTo("{\"clients\":[{\"client_id\":\"a\"},{\"client_id\":\"c\"}]}");
        server.patch(ALL + "/" + id + "/clients", "{'client_id':'b'}").is(400);
        assertThat(server.types()).containsExactly("connection.created", "connection.updated", "connection.updated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'strategy':'auth0'} | Missing required property: name",
                "{'name':'a b','strategy':'auth0'} | String does not match pattern",
                "{'name':'a','strategy':'pigeon'} | No enum match",
                "{'name':'a','strategy':'auth0','options':[]} | on property options",
                "{'name':'a','strategy':'auth0','colour':1} | Additional properties not allowed: colour",
                "{'name':'a','strategy':'auth0','metadata':{'k':1}} | on property metadata",
            })
    void what_breaks_a_rule_is_refused_by_name(String body, String message) throws Exception {
        var answer = server.post(ALL, body).is(400).json();
        assertThat(answer.path("errorCode").asString()).isEqualTo("invalid_body");
        assertThat(answer.path("message").asString()).contains(message);
        assertThat(server.types()).isEmpty();
    }

    @Test
    void a_name_is_used_once() throws Exception {
        create("same", "oidc");
        server.post(ALL, "{'name':'same','strategy':'samlp'}").is(409);
        server.post(ALL, "{'name':'" + BuiltInConnection.NAME + "','strategy':'auth0'}")
                .is(409);
    }
}
