package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import dev.tailrace.server.RunningServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorsTest {
    private static final String APP = "https://app.example.com";

    @TempDir
    Path data;

    private static String headers(RunningServer server, String method, String... headers) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return ApiClient.at(http, server.port(), "localhost")
                    .call(method, "/api/v2/things", "", headers)
                    .wire()
                    .headers()
                    .map()
                    .toString()
                    .toLowerCase(Locale.ROOT);
        }
    }

    private RunningServer.Options options() {
        return RunningServer.on(data).routes(Route.get("/api/v2/things", _ -> Response.json(200, "[]"), "read:things"));
    }

    @Test
    void no_page_of_another_origin_may_read_anything_unless_it_is_named() throws Exception {
        try (var server = options().start()) {
            assertThat(headers(server, "GET", "Origin", APP))
                    .doesNotContain("access-control")
                    .doesNotContain("vary");
            assertThat(headers(server, "OPTIONS", "Origin", APP, "Access-Control-Request-Method", "GET"))
                    .doesNotContain("access-control");
        }
    }

    @Test
    void a_named_origin_may_and_another_one_may_not() throws Exception {
        try (var server = options().flags("--cors-origins", APP).start()) {
            assertThat(headers(server, "GET", "Origin", APP))
                    .contains("access-control-allow-origin=[" + APP + "]", "vary=[origin]")
                    .doesNotContain("allow-credentials");
            assertThat(headers(
                            server,
                            "OPTIONS",
                            "Origin",
                            APP,
                            "Access-Control-Request-Method",
                            "GET",
                            "Access-Control-Request-Headers",
                            "authorization, content-type"))
                    .contains(
                            "access-control-allow-methods=[get, head, options]",
                            "access-control-allow-headers=[authorization, content-type]");
            assertThat(headers(server, "GET", "Origin", APP + ".evil.test")).doesNotContain("access-control");
            assertThat(headers(server, "GET")).doesNotContain("access-control").contains("vary=[origin]");
        }
    }
}
