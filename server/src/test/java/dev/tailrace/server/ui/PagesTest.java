package dev.tailrace.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.RunningServer;
import dev.tailrace.server.api.FakeRequest;
import dev.tailrace.server.http.Response;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files as a browser gets them. Those on the class path of the tests are few and small. */
final class PagesTest {
    @TempDir
    static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.on(data).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui", "/ui/", "/ui/login", "/ui/streams/est_1/x", "/ui/index.html"})
    void every_page_is_the_same_file_with_a_nonce_of_its_own(String path) throws Exception {
        var first = server.get(path);
        var second = server.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("The page of the test").doesNotContain("__CSP_NONCE__");
        String nonce = nonce(first);
        assertThat(first.body()).contains("nonce=\"" + nonce + "\"");
        assertThat(nonce(second)).isNotEqualTo(nonce).hasSize(24);
        assertThat(header(first, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void nothing_may_run_that_is_not_ours() throws Exception {
        var answer = server.get("/ui/");
        assertThat(header(answer, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("script-src 'unsafe", "http:", "https:", "*");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void hashed_files_stay_for_ever_and_come_compressed_to_who_takes_that() throws Exception {
        var plain = server.get("/ui/assets/app-1a2b3c4d.js");
        assertThat(plain.body()).isEqualTo("export const plain = true;\n");
        assertThat(header(plain, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(plain, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(plain, "vary")).isEqualTo("Accept-Encoding");
        assertThat(header(plain, "content-encoding")).isEmpty();

        var brotli = server.get("/ui/assets/app-1a2b3c4d.js", "Accept-Encoding", "gzip, deflate, br;q=0.9");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        assertThat(brotli.body()).isEqualTo("not really br\n");
        var gzip = server.get("/ui/assets/app-1a2b3c4d.js", "Accept-Encoding", "br;q=0, gzip");
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");

        assertThat(header(server.get("/ui/mark.svg"), "content-type")).isEqualTo("image/svg+xml");
        assertThat(header(server.get("/ui/mark.svg"), "cache-control")).doesNotContain("immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/assets/gone-1a2b3c4d.js",
                "/ui/gone.svg",
                "/ui/..%2findex.html",
                "/ui/assets/app-1a2b3c4d.js.br",
                "/ui/api/nothing",
                "/ui/live/nothing",
                "/ui/session/nothing",
                "/uix"
            })
    void what_is_not_there_is_not_the_page(String path) throws Exception {
        var answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("The page of the test");
    }

    @Test
    void an_id_with_a_dot_is_a_page_to_a_browser_that_goes_there() throws Exception {
        assertThat(server.get("/ui/users/auth0%7Ca.b").statusCode()).isEqualTo(404);
        assertThat(server.get("/ui/users/auth0%7Ca.b", "Accept", "text/html,*/*")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/ui/assets/gone.js", "Accept", "text/html").statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_root_leads_to_the_dashboard() throws Exception {
        var answer = server.get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "location")).isEqualTo("/ui/");
    }

    @Test
    void nothing_is_posted_to_a_page() throws Exception {
        assertThat(server.send(server.post("/ui/streams", "{}")).statusCode()).isEqualTo(404);
    }

    @Test
    void a_server_built_without_it_says_so() throws Exception {
        var empty = new DashboardFiles(new ClassLoader(null) {});
        assertThat(empty.present()).isFalse();
        var routes = new PagesApi(empty, new SecureRandom()).routes();
        assertThat(routes).extracting(route -> route.path()).containsExactly("/ui/**");
        var answer = (Response.Whole) routes.getFirst().handler().handle(FakeRequest.of("GET", "/ui/streams", ""));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("built without its dashboard");
    }

    private static String nonce(HttpResponse<String> answer) {
        return header(answer, "content-security-policy").replaceFirst(".*'nonce-([^']+)'.*", "$1");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
