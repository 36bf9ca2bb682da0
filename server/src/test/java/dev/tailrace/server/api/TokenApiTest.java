package dev.tailrace.server.api;

import static dev.tailrace.server.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.engine.directory.SignIn;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem.Forbidden;
import dev.tailrace.engine.problem.Problem.TooMany;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.Config;
import dev.tailrace.server.RunningServer;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class TokenApiTest {
    private static final String PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm";
    private static final AtomicReference<String> SEEN = new AtomicReference<>("");
    private static volatile Origin seenOrigin = Origin.UNKNOWN;

    @TempDir
    static Path data;

    private static RunningServer server;
    private static Config.Preset client;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.on(data)
                .signIn(alice())
                .routes(Route.get("/api/v2/things", _ -> Response.json(200, "[]"), "read:things"))
                .start();
        client = server.application(RunningServer.TENANT, "read:things", "create:things");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Knows one user. */
    private static SignIn alice() {
        return (tenant, connection, login, password, origin) -> {
            SEEN.set(connection + "/" + login);
            seenOrigin = origin;
            if (login.equals("often@x.test")) {
                throw new TooMany("too_many_attempts", "Too often.", 60);
            }
            if (!login.equals("alice@x.test") || !password.reveal().equals("right")) {
                throw new Forbidden("invalid_grant", "Wrong email or password.");
            }
            return new User(
                    new UserId(tenant, "auth0|0123"),
                    "users",
                    Optional.of(login),
                    Optional.empty(),
                    Optional.empty(),
                    "{}",
                    1,
                    Instant.EPOCH);
        };
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> token(String type, String body, String... headers) throws Exception {
        var request = server.post("/oauth/token", body).header("Content-Type", type);
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> withForm(Map<String, String> fields) throws Exception {
        return token("application/x-www-form-urlencoded", form(fields));
    }

    private static Map<String, String> grant(Map<String, String> more) {
        var fields = new HashMap<>(Map.of(
                "grant_type", "client_credentials",
                "client_id", client.clientId(),
                "client_secret", client.secret().reveal()));
        fields.putAll(more);
        return fields;
    }

    private static Map<String, String> password(String login, String password) {
        return grant(Map.of("grant_type", "password", "username", login, "password", password));
    }

    private static String basic(String id, String secret) {
        String pair = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private void works(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var json = json(answer);
        assertThat(json.propertyNames()).containsExactly("access_token", "token_type", "expires_in", "scope");
        assertThat(json.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(json.path("expires_in").asInt()).isEqualTo(86400);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String token = json.path("access_token").asString();
        assertThat(server.get("/api/v2/things", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);
    }

    private static void refused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).propertyNames()).containsExactly("error", "error_description");
        assertThat(json(answer).path("error").asString()).isEqualTo(error);
    }

    @Test
    void the_same_grant_in_a_form_in_json_and_by_basic() throws Exception {
        works(withForm(grant(Map.of())));
        works(token("application/json", new JsonMapper().writeValueAsString(grant(Map.of()))));
        String own = "Authorization";
        String basic = basic(client.clientId(), client.secret().reveal());
        works(token("application/x-www-form-urlencoded", "grant_type=client_credentials", own, basic));
        works(token(
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials&client_id=" + client.clientId(),
                own,
                basic));
    }

    @Test
    void the_audience_may_be_left_out_and_come_with_or_without_slash_and_port() throws Exception {
        for (String audience : new String[] {
            "https://localhost/api/v2/",
            "https://localhost/api/v2",
            "https://localhost:8443/api/v2/",
            "http://127.0.0.1:" + server.port() + "/api/v2/"
        }) {
            works(withForm(grant(Map.of("audience", audience))));
        }
        refused(withForm(grant(Map.of("audience", "https://localhost/other/"))), 403, "access_denied");
        refused(withForm(grant(Map.of("audience", "nonsense"))), 403, "access_denied");
    }

    @Test
    void a_scope_narrows() throws Exception {
        var answer = withForm(grant(Map.of("scope", "read:things  read:unknown")));
        works(answer);
        assertThat(json(answer).path("scope").asString()).isEqualTo("read:things");
        refused(withForm(grant(Map.of("scope", "read:unknown"))), 400, "invalid_scope");
    }

    @Test
    void wrong_credentials_are_the_contracts_401() throws Exception {
        var answer = withForm(grant(Map.of("client_secret", "wrong")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"tailrace\"");
        refused(withForm(grant(Map.of("client_id", "unknown"))), 401, "access_denied");
        refused(withForm(grant(Map.of("client_secret", ""))), 401, "access_denied");
        refused(
                token(
                        "application/x-www-form-urlencoded",
                        "grant_type=client_credentials",
                        "Authorization",
                        basic(client.clientId(), "wrong")),
                401,
                "access_denied");
        refused(
                token(
                        "application/x-www-form-urlencoded",
                        "grant_type=client_credentials",
                        "Authorization",
                        "Basic %%%"),
                401,
                "invalid_client");
        refused(
                withForm(Map.of("grant_type", "client_credentials", "client_id", "x", "client_assertion", "y")),
                401,
                "invalid_client");
    }

    @Test
    void a_request_that_is_none_is_a_400_in_the_oauth_form() throws Exception {
        refused(withForm(Map.of()), 400, "invalid_request");
        refused(withForm(Map.of("grant_type", "client_credentials")), 400, "invalid_request");
        refused(withForm(grant(Map.of("grant_type", "implicit"))), 400, "unsupported_grant_type");
        refused(token("application/json", "{\"grant_type\":"), 400, "invalid_request");
        refused(token("application/json", "{\"grant_type\":5}"), 400, "invalid_request");
        refused(token("application/json", "{\"a\":\"" + "x".repeat(20_000) + "\"}"), 413, "invalid_request");
        refused(
                token(
                        "application/x-www-form-urlencoded",
                        "grant_type=client_credentials&client_id=other",
                        "Authorization",
                        basic(client.clientId(), "x")),
                400,
                "invalid_request");
        refused(server.send(HttpRequest.newBuilder(server.url("/oauth/token")).GET()), 405, "invalid_request");
    }

    @Test
    void an_application_of_another_tenant_is_unknown_here() throws Exception {
        try (var both = RunningServer.on(data.resolve("both"))
                .flags("--domain", "tail.test")
                .start()) {
            var other = both.application(new TenantId("other"), "read:things");
            var request = both.post(
                    "/oauth/token",
                    form(Map.of(
                            "grant_type",
                            "client_credentials",
                            "client_id",
                            other.clientId(),
                            "client_secret",
                            other.secret().reveal(),
                            "audience",
                            "https://tail.test/api/v2/")));
            refused(
                    both.send(request.header("Content-Type", "application/x-www-form-urlencoded")),
                    401,
                    "access_denied");
        }
    }

    @Test
    void a_user_signs_in_and_the_token_is_the_users() throws Exception {
        var answer = withForm(password("alice@x.test", "right"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var claims =
                SignedJWT.parse(json(answer).path("access_token").asString()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("auth0|0123");
        assertThat(claims.getStringClaim("gty")).isEqualTo("password");
        assertThat(claims.getStringClaim("azp")).isEqualTo(client.clientId());
        assertThat(SEEN).hasValue("/alice@x.test");
        var origin = seenOrigin;
        assertThat(origin.client()).contains(new Origin.Client(client.clientId(), "Test client"));
        assertThat(origin.call().orElseThrow().ip()).isEqualTo("127.0.0.1");
        assertThat(origin.call().orElseThrow().hostname()).isEqualTo("127.0.0.1");
        assertThat(origin.call().orElseThrow().method()).isEqualTo("POST");
    }

    @Test
    void a_realm_names_the_connection() throws Exception {
        var fields = password("alice@x.test", "right");
        fields.put("grant_type", PASSWORD_REALM);
        refused(withForm(fields), 400, "invalid_request");
        fields.put("realm", "staff");
        assertThat(withForm(fields).statusCode()).isEqualTo(200);
        assertThat(SEEN).hasValue("staff/alice@x.test");
    }

    @Test
    void a_users_token_opens_nothing_of_the_management_api() throws Exception {
        var fields = password("alice@x.test", "right");
        fields.put("scope", "openid read:things");
        fields.put("audience", "https://localhost/api/v2/");
        var answer = withForm(fields);
        assertThat(json(answer).path("scope").asString()).isEqualTo("openid");
        String token = json(answer).path("access_token").asString();
        assertThat(server.get("/api/v2/things", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void failed_sign_ins_have_the_contracts_answers() throws Exception {
        var wrong = withForm(password("alice@x.test", "wrong"));
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body())
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}");
        var often = withForm(password("often@x.test", "x"));
        refused(often, 429, "too_many_requests");
        assertThat(often.headers().firstValue("Retry-After")).contains("60");
        refused(withForm(grant(Map.of("grant_type", "password"))), 400, "invalid_request");
        var noClient = password("alice@x.test", "right");
        noClient.put("client_secret", "wrong");
        refused(withForm(noClient), 401, "access_denied");
    }

    @Test
    void others_can_check_our_tokens() throws Exception {
        var configuration = json(server.get("/.well-known/openid-configuration"));
        assertThat(configuration.path("issuer").asString()).isEqualTo("https://127.0.0.1:" + server.port() + "/");
        String keys = configuration.path("jwks_uri").asString();
        assertThat(keys).isEqualTo("http://127.0.0.1:" + server.port() + "/.well-known/jwks.json");
        var published = server.get("/.well-known/jwks.json").body();
        assertThat(published).doesNotContain("\"d\"").doesNotContain("\"p\"");
        var token = SignedJWT.parse(
                json(withForm(grant(Map.of()))).path("access_token").asString());
        var key = JWKSet.parse(published).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer())
                .isEqualTo(configuration.path("issuer").asString());
    }
}
