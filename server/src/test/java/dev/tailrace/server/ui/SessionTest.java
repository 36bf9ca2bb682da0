package dev.tailrace.server.ui;

import static dev.tailrace.server.ui.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.RunningServer;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sessions of the dashboard, over the socket: how one begins, what it opens, what it does not, how it ends. */
final class SessionTest {
    private static final TenantId OTHER = new TenantId("other");
    private static final String REFUSED = "{\"client_id\":\"x\",\"client_secret\":\"y\"}";

    @TempDir
    Path data;

    private RunningServer server;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.on(data)
                .flags("--domain", "tailrace.test")
                .routes(
                        Route.get("/api/v2/things/{id}", SessionTest::echo, "read:things"),
                        Route.post("/api/v2/things", SessionTest::echo, "create:things"),
                        Route.delete("/api/v2/others", SessionTest::echo, "delete:others"))
                .start();
        browser = new Browser(server.port(), "tailrace.test");
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    private static Response echo(Request request) {
        return Response.json(
                200,
                "{\"who\":\"" + request.caller().name() + "\",\"tenant\":\"" + request.tenant() + "\",\"body\":"
                        + request.json() + "}");
    }

    @Test
    void an_application_signs_in_and_does_what_it_may() throws Exception {
        var session = signIn("read:things", "create:things");
        assertThat(session.path("signed_in").asBoolean()).isTrue();
        assertThat(session.path("name").asString()).isEqualTo("Test client");
        assertThat(session.path("scopes")).hasSize(2);
        assertThat(session.path("expires_at").asString()).endsWith("Z");

        var read = browser.get("/ui/api/things/7");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(read).path("who").asString()).isEqualTo("Test client");
        var made = browser.post("/ui/api/things", "{\"a\":1}");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(json(made).path("body").path("a").asInt()).isEqualTo(1);
        var refused = browser.send("DELETE", "/ui/api/others", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("insufficient_scope", "delete:others");
    }

    @Test
    void the_cookie_is_out_of_reach_of_scripts_and_other_sites() throws Exception {
        var answer = browser.post("/ui/session", credentials("read:things"));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("tailrace=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=43200")
                .doesNotContain("Secure", "Domain");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String secret = answer.headers().firstValue("Set-Cookie").orElseThrow().split("[=;]")[1];
        assertThat(answer.body()).doesNotContain(secret);
    }

    @Test
    void nobody_reaches_the_api_without_a_session() throws Exception {
        var answer = browser.get("/ui/api/things/7");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("session_required");
        browser.cookie = "tailrace=" + "A".repeat(43);
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
        assertThat(json(browser.get("/ui/session")).path("signed_in").asBoolean(true))
                .isFalse();
    }

    @Test
    void a_token_opens_no_session_path_and_a_session_no_token_path() throws Exception {
        String token = server.token("read:things");
        assertThat(browser.get("/ui/api/things/7", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
        signIn("read:things");
        assertThat(browser.get("/api/v2/things/7").statusCode()).isEqualTo(401);
    }

    @Test
    void changes_want_the_csrf_token() throws Exception {
        signIn("create:things");
        String right = browser.csrf;
        for (String wrong : List.of("", "x", right.substring(1), right + "0")) {
            browser.csrf = wrong;
            var answer = browser.post("/ui/api/things", "{}");
            assertThat(answer.statusCode()).as(wrong).isEqualTo(403);
            assertThat(answer.body()).contains("invalid_csrf_token");
            assertThat(browser.send("DELETE", "/ui/session", "").statusCode()).isEqualTo(403);
        }
        browser.csrf = right;
        assertThat(browser.post("/ui/api/things", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void the_csrf_token_of_another_session_is_none() throws Exception {
        signIn("create:things");
        String first = browser.csrf;
        browser.cookie = "";
        signIn("create:things");
        browser.csrf = first;
        assertThat(browser.post("/ui/api/things", "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void a_session_of_one_tenant_is_none_at_another() throws Exception {
        server.tenants.tenants().ensure(OTHER);
        server.clock.advance(Duration.ofMinutes(1));
        signIn("read:things");
        try (var elsewhere = new Browser(server.port(), "other.tailrace.test")) {
            elsewhere.cookie = browser.cookie;
            elsewhere.csrf = browser.csrf;
            assertThat(elsewhere.get("/ui/api/things/7").statusCode()).isEqualTo(401);
            var preset = server.application(OTHER, "read:things");
            elsewhere.cookie = "";
            elsewhere.signIn(body(preset.clientId(), preset.secret().reveal()));
            assertThat(json(elsewhere.get("/ui/api/things/7")).path("tenant").asString())
                    .isEqualTo("other");
        }
        String link = server.server().dashboardLink().orElseThrow().replaceFirst(".*#", "");
        try (var elsewhere = new Browser(server.port(), "other.tailrace.test")) {
            assertThat(elsewhere
                            .post("/ui/session", "{\"token\":\"" + link + "\"}")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(browser.signIn("{\"token\":\"" + link + "\"}").path("tenant").asString())
                .isEqualTo("default");
    }

    @Test
    void a_session_ends_by_itself_after_half_a_day() throws Exception {
        signIn("read:things");
        server.clock.advance(Duration.ofHours(12).minusSeconds(1));
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(200);
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
    }

    @Test
    void signing_out_ends_it_also_for_who_kept_the_cookie() throws Exception {
        signIn("read:things");
        var answer = browser.send("DELETE", "/ui/session", "");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
    }

    @Test
    void it_ends_with_its_application() throws Exception {
        var preset = server.application(RunningServer.TENANT, "read:things");
        browser.signIn(body(preset.clientId(), preset.secret().reveal()));
        var applications = server.tenants.applications();
        var application =
                applications.find(RunningServer.TENANT, preset.clientId()).orElseThrow();
        applications.update(application.withSecretHash("0".repeat(64)));
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
        applications.update(application);
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(200);
        applications.delete(RunningServer.TENANT, preset.clientId());
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
    }

    @Test
    void the_servers_link_works_once_and_opens_everything() throws Exception {
        String path = server.server().dashboardLink().orElseThrow();
        assertThat(path).startsWith("/ui/login#");
        String body = "{\"token\":\"" + path.replaceFirst(".*#", "") + "\"}";
        var session = browser.signIn(body);
        assertThat(session.path("client_id").isNull()).isTrue();
        assertThat(session.path("scopes").valueStream().map(scope -> scope.asString()))
                .contains("read:things", "delete:others", "read:clients");
        assertThat(browser.send("DELETE", "/ui/api/others", "").statusCode()).isEqualTo(200);
        var again = browser.post("/ui/session", body);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("./tailrace ui");
    }

    @Test
    void a_link_expires_after_ten_minutes() throws Exception {
        String token = server.server().dashboardLink().orElseThrow().replaceFirst(".*#", "");
        server.clock.advance(Duration.ofMinutes(10));
        assertThat(browser.post("/ui/session", "{\"token\":\"" + token + "\"}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_link_that_an_application_asks_for_opens_no_more_than_its_token() throws Exception {
        String token = server.token("read:things");
        var made = browser.post("/api/v2/dashboard-links", "{}", "Authorization", "Bearer " + token);
        assertThat(made.statusCode()).isEqualTo(201);
        browser.signIn("{\"token\":\"" + json(made).path("token").asString() + "\"}");
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(200);
        assertThat(browser.post("/ui/api/things", "{}").statusCode()).isEqualTo(403);
        assertThat(browser.post("/ui/api/dashboard-links", "{}").statusCode())
                .as("a session prolongs itself")
                .isEqualTo(404);
        server.tenants.applications().delete(RunningServer.TENANT, "client-of-default");
        assertThat(browser.get("/ui/api/things/7").statusCode()).isEqualTo(401);
    }

    @Test
    void an_address_that_keeps_failing_has_to_wait() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(browser.post("/ui/session", REFUSED).statusCode()).isEqualTo(401);
        }
        var answer = browser.post("/ui/session", REFUSED);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        server.clock.advance(Duration.ofMinutes(10));
        assertThat(browser.post("/ui/session", REFUSED).statusCode()).isEqualTo(401);
    }

    @Test
    void right_sign_ins_are_not_counted() throws Exception {
        for (int i = 0; i < 25; i++) {
            browser.signIn(credentials("read:things"));
        }
    }

    @Test
    void pages_of_others_sign_nobody_in() throws Exception {
        String body = credentials("read:things");
        assertThat(browser.post("/ui/session", body, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/ui/session", body, "Origin", "http://evil.test")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/ui/session", body, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.post("/ui/session", body, "Origin", "http://tailrace.test")
                        .statusCode())
                .isEqualTo(201);
        assertThat(browser.post("/ui/session", body, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":7}", "{\"client_id\":\"a\"}", "[]", "{"})
    void a_body_that_says_nothing_is_refused(String body) throws Exception {
        assertThat(browser.post("/ui/session", body).statusCode()).isEqualTo(400);
    }

    private JsonNode signIn(String... scopes) throws Exception {
        return browser.signIn(credentials(scopes));
    }

    private String credentials(String... scopes) {
        var preset = server.application(RunningServer.TENANT, scopes);
        return body(preset.clientId(), preset.secret().reveal());
    }

    private static String body(String id, String secret) {
        return "{\"client_id\":\"" + id + "\",\"client_secret\":\"" + secret + "\"}";
    }
}
