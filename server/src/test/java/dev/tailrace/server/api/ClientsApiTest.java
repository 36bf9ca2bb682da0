package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.RunningServer;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients and their grants over HTTP, as the first application and as others. */
final class ClientsApiTest {
    private static final String BACKOFFICE =
            "{\"name\":\"Backoffice\",\"app_type\":\"non_interactive\",\"grant_types\":[\"client_credentials\"]}";
    private static final String AUDIENCE = "https://localhost/api/v2/";

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningServer server;
    private ApiClient anybody;
    private ApiClient first;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.on(data)
                .routes(
                        Route.get("/api/v2/things", _ -> Response.json(200, "[]"), "read:things"),
                        Route.post("/api/v2/things", _ -> Response.json(201, "{}"), "create:things"))
                .start();
        var file = new JsonMapper().readTree(Files.readString(data.resolve("first-application.json")));
        anybody = ApiClient.at(http, server.port(), "localhost");
        first = anybody.as(
                file.path("client_id").asString(), file.path("client_secret").asString());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Answer made() throws Exception {
        return first.post("/clients", BACKOFFICE);
    }

    private Answer grant(String client, String... scopes) throws Exception {
        var body = new JsonMapper().createObjectNode().put("client_id", client).put("audience", AUDIENCE);
        var list = body.putArray("scope");
        for (String scope : scopes) {
            list.add(scope);
        }
        return first.post("/client-grants", body.toString());
    }

    private ApiClient second(String... scopes) throws Exception {
        var made = made();
        assertThat(grant(made.text("client_id"), scopes).status()).isEqualTo(201);
        return anybody.as(made.text("client_id"), made.text("client_secret"));
    }

    @Test
    void a_second_application_may_do_what_it_was_granted_and_nothing_else() throws Exception {
        var second = second("read:things");
        assertThat(second.get("/things").status()).isEqualTo(200);
        var refused = second.post("/things", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.wire().body())
                .isEqualTo("{\"statusCode\":403,\"error\":\"Forbidden\",\"message\":\"Insufficient scope, expected any"
                        + " of: create:things\",\"errorCode\":\"insufficient_scope\"}");
        assertThat(second.get("/clients").status()).isEqualTo(403);
        assertThat(first.post("/things", "{}").status()).isEqualTo(201);
    }

    @Test
    void a_client_without_a_grant_gets_no_token() throws Exception {
        var made = made();
        var refused = anybody.token(made.text("client_id"), made.text("client_secret"), AUDIENCE);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("access_denied");
        var grant = grant(made.text("client_id"), "read:things");
        assertThat(anybody.token(made.text("client_id"), made.text("client_secret"), AUDIENCE)
                        .status())
                .isEqualTo(200);
        assertThat(first.delete("/client-grants/" + grant.text("id")).status()).isEqualTo(204);
        assertThat(anybody.token(made.text("client_id"), made.text("client_secret"), AUDIENCE)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_secret_is_told_once_and_rotating_it_ends_the_old_one() throws Exception {
        var made = made();
        String id = made.text("client_id");
        assertThat(made.status()).isEqualTo(201);
        assertThat(id).matches("[A-Za-z0-9]{32}");
        assertThat(made.text("client_secret")).matches("[A-Za-z0-9]{64}");
        grant(id, "read:things");
        var before = anybody.as(id, made.text("client_secret"));
        assertThat(first.get("/clients/" + id).body().has("client_secret")).isFalse();
        assertThat(first.get("/clients").wire().body()).doesNotContain(made.text("client_secret"));

        var rotated = first.post("/clients/" + id + "/rotate-secret", "");
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.text("client_secret")).matches("[A-Za-z0-9]{64}").isNotEqualTo(made.text("client_secret"));
        assertThat(anybody.token(id, made.text("client_secret"), AUDIENCE).status())
                .isEqualTo(401);
        assertThat(anybody.token(id, rotated.text("client_secret"), AUDIENCE).status())
                .isEqualTo(200);
        assertThat(before.get("/things").status()).as("a token issued before").isEqualTo(200);
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(made.text("client_secret"))
                        .doesNotContain(rotated.text("client_secret"));
            }
        }
    }

    @Test
    void deleting_a_client_ends_its_tokens_at_once() throws Exception {
        var second = second("read:things");
        assertThat(second.get("/things").status()).isEqualTo(200);
        JsonNode one = first.get("/clients?app_type=non_interactive").body().get(1);
        String id = one.path("client_id").asString();
        assertThat(first.delete("/clients/" + id).status()).isEqualTo(204);
        assertThat(second.get("/things").status()).isEqualTo(401);
        assertThat(first.get("/clients/" + id).status()).isEqualTo(404);
        assertThat(first.get("/clients/" + id).text("errorCode")).isEqualTo("inexistent_client");
        assertThat(first.delete("/clients/" + id).status()).isEqualTo(204);
        assertThat(first.get("/client-grants?client_id=" + id).body()).isEmpty();
    }

    @Test
    void a_narrowed_grant_counts_for_the_next_token() throws Exception {
        var made = made();
        var grant = grant(made.text("client_id"), "read:things", "create:things");
        var changed = first.patch("/client-grants/" + grant.text("id"), "{\"scope\":[\"read:things\"]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("scope").toString()).isEqualTo("[\"read:things\"]");
        var now = anybody.as(made.text("client_id"), made.text("client_secret"));
        assertThat(now.get("/things").status()).isEqualTo(200);
        assertThat(now.post("/things", "{}").status()).isEqualTo(403);
    }

    @Test
    void a_grant_has_the_shape_of_the_contract() throws Exception {
        String client = made().text("client_id");
        var grant = grant(client, "read:event_streams", "create:event_streams");
        assertThat(grant.text("id")).matches("cgr_[A-Za-z0-9]{16}");
        assertThat(grant.wire().body())
                .isEqualTo("{\"id\":\"" + grant.text("id") + "\",\"client_id\":\"" + client + "\",\"audience\":\""
                        + AUDIENCE + "\",\"scope\":[\"read:event_streams\",\"create:event_streams\"]}");
        assertThat(first.get("/client-grants/" + grant.text("id")).body()).isEqualTo(grant.body());
        var again = first.post(
                "/client-grants",
                "{\"client_id\":\"" + client + "\",\"audience\":\"https://localhost:" + server.port()
                        + "/api/v2\",\"scope\":[]}");
        assertThat(again.status()).as("the same API by another URL").isEqualTo(409);
        assertThat(first.get("/client-grants?audience=https://127.0.0.1/api/v2/&client_id=" + client)
                        .body())
                .hasSize(1);
        assertThat(grant("nobody", "read:things").text("errorCode")).isEqualTo("inexistent_client");
    }

    @Test
    void the_first_application_holds_every_scope() throws Exception {
        var grant = first.get("/client-grants").body().get(0);
        assertThat(grant.path("allow_all_scopes").asBoolean()).isTrue();
        assertThat(grant.path("scope").valueStream().map(JsonNode::asString))
                .contains("read:things", "create:things", "create:client_grants", "delete:tailrace_tenants");
        assertThat(grant.path("audience").asString()).isEqualTo(AUDIENCE);
    }

    @Test
    void lists_are_read_both_ways() throws Exception {
        for (int i = 0; i < 4; i++) {
            made();
        }
        assertThat(first.get("/clients").body()).hasSize(5);
        var totals = first.get("/clients?page=1&per_page=2&include_totals=true").body();
        assertThat(totals.path("clients")).hasSize(2);
        assertThat(totals.toString()).startsWith("{\"start\":2,\"limit\":2,\"total\":5,");
        assertThat(first.get("/clients?page=9&per_page=2").body()).isEmpty();
        var part = first.get("/clients?take=2&include_totals=true").body();
        assertThat(part.propertyNames()).containsExactly("clients", "next");
        var rest = first.get("/clients?take=3&from=" + part.path("next").asString())
                .body();
        assertThat(rest.path("clients")).hasSize(3);
        assertThat(rest.has("next")).isFalse();
        assertThat(first.get("/clients?app_type=spa,native").body()).isEmpty();
        assertThat(first.get("/clients?is_global=true").body()).isEmpty();
        assertThat(first.get("/clients?fields=client_id").body().get(0).propertyNames())
                .containsExactly("client_id");
    }

    @Test
    void what_the_contract_does_not_name_is_stored_and_echoed() throws Exception {
        var made = first.post(
                "/clients",
                "{\"name\":\"Web\",\"app_type\":\"spa\",\"callbacks\":[\"https://a.test\"],\"client_metadata\":{\"a\":\"1\",\"b\":\"2\"}}");
        assertThat(made.body().path("callbacks").toString()).isEqualTo("[\"https://a.test\"]");
        assertThat(made.text("token_endpoint_auth_method")).isEqualTo("none");
        assertThat(made.body().has("client_secret"))
                .as("a public client has none")
                .isFalse();
        var changed = first.patch(
                "/clients/" + made.text("client_id"),
                "{\"name\":\"Shop\",\"callbacks\":null,\"client_metadata\":{\"a\":null,\"c\":\"3\"}}");
        assertThat(changed.text("name")).isEqualTo("Shop");
        assertThat(changed.body().has("callbacks")).isFalse();
        assertThat(changed.body().path("client_metadata").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
        assertThat(first.get("/clients/" + made.text("client_id")).body()).isEqualTo(changed.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{}~'Missing required property: name'.",
                "{\"name\":\"\"}~'String is too short (0 chars), minimum 1' on property name.",
                "{\"name\":\"a<b\"}~'String must not hold '<' or '>'' on property name.",
                "{\"name\":7}~'Expected type string but found type number' on property name.",
                "{\"name\":\"a\",\"grant_types\":\"x\"}~'Expected type array but found type string' on property"
                        + " grant_types.",
                "{\"name\":\"a\",\"client_id\":\"b\"}~'Additional properties not allowed: client_id'.",
                "{\"name\":\"a\",\"client_secret\":\"b\"}~'Additional properties not allowed: client_secret'.",
                "{\"name\":\"a\",\"client_metadata\":{\"k\":1}}~'Expected type string but found type number' on"
                        + " property client_metadata.k.",
                "{\"name\":\"a\",\"token_endpoint_auth_method\":\"x\"}~'No enum match, expected one of: none,"
                        + " client_secret_post, client_secret_basic' on property token_endpoint_auth_method.",
            })
    void a_client_that_breaks_a_rule_is_refused_by_name(String body, String reason) throws Exception {
        var refused = first.post("/clients", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message")).isEqualTo("Payload validation error: " + reason);
        assertThat(first.get("/clients").body()).hasSize(1);
    }

    @Test
    void smaller_scopes_see_and_change_less() throws Exception {
        String other = made().text("client_id");
        var reader = second("read:client_summary", "update:client_keys");
        assertThat(reader.get("/clients/" + other).body().propertyNames())
                .containsExactly("client_id", "name", "app_type", "is_first_party");
        assertThat(reader.patch("/clients/" + other, "{\"name\":\"Mine\"}").status())
                .isEqualTo(403);
        assertThat(reader.patch("/clients/" + other, "{\"client_secret\":\"a secret of my own choice\"}")
                        .status())
                .isEqualTo(200);
        assertThat(anybody.token(other, "a secret of my own choice", AUDIENCE).text("error"))
                .as("known, but without a grant")
                .isEqualTo("access_denied");
    }

    @Test
    void a_grant_type_that_the_client_does_not_have_is_refused() throws Exception {
        var made = first.post("/clients", "{\"name\":\"Web\",\"grant_types\":[\"password\"]}");
        grant(made.text("client_id"), "read:things");
        var refused = anybody.token(made.text("client_id"), made.text("client_secret"), AUDIENCE);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("unauthorized_client");
    }

    @Test
    void an_api_of_the_tenants_own_gets_tokens_that_do_not_open_ours() throws Exception {
        var api = first.post(
                "/resource-servers",
                "{\"identifier\":\"https://shop.test/\",\"name\":\"Shop\",\"scopes\":[{\"value\":\"buy\"}],\"token_lifetime\":60}");
        assertThat(api.status()).isEqualTo(201);
        assertThat(api.text("id")).matches("[0-9a-f]{24}");
        var made = made();
        var granted = first.post(
                "/client-grants",
                "{\"client_id\":\"" + made.text("client_id")
                        + "\",\"audience\":\"https://shop.test/\",\"scope\":[\"buy\"]}");
        assertThat(granted.status()).isEqualTo(201);
        var token = anybody.token(made.text("client_id"), made.text("client_secret"), "https://shop.test/");
        assertThat(token.text("scope")).isEqualTo("buy");
        assertThat(token.body().path("expires_in").asInt()).isEqualTo(60);
        assertThat(first.withToken(token.text("access_token")).get("/things").status())
                .isEqualTo(401);
        var all = first.get("/resource-servers").body();
        assertThat(all).hasSize(2);
        assertThat(all.get(0).path("is_system").asBoolean()).isTrue();
        assertThat(first.get("/resource-servers?per_page=1&page=1")
                        .body()
                        .get(0)
                        .path("id"))
                .isEqualTo(api.body().path("id"));
        assertThat(first.get("/resource-servers?identifiers=https://shop.test/&include_totals=true")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(first.delete("/resource-servers/" + api.text("id")).status()).isEqualTo(204);
        assertThat(first.get("/client-grants/" + granted.text("id")).status()).isEqualTo(404);
    }
}
