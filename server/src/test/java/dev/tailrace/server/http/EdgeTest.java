package dev.tailrace.server.http;

import static dev.tailrace.server.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** One server for all: what a client meets at the edge, with a good token. */
final class EdgeTest {
    @TempDir
    static Path data;

    private static RunningServer server;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.on(data)
                .routes(
                        Route.get("/api/v2/things/{id}", EdgeTest::thing, "read:things", "read:things_summary"),
                        Route.get("/api/v2/things/{id}/parts/{part}", EdgeTest::part, "read:things"),
                        Route.get("/api/v2/things/special", _ -> Response.json(200, "\"special\""), "read:things"),
                        Route.post("/api/v2/things", EdgeTest::echo, "create:things"),
                        Route.delete("/api/v2/things/{id}", _ -> Response.empty(204), "read:things"),
                        Route.get("/api/v2/broken/{how}", EdgeTest::broken, "read:things"),
                        new Route(
                                "POST",
                                "/api/v2/small",
                                List.of("create:things"),
                                Admission.TOKEN,
                                100,
                                EdgeTest::echo))
                .start();
        token = server.token("read:things", "create:things");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Response thing(Request request) {
        return Response.json(
                200, '"' + request.path("id") + '|' + request.query("q").orElse("-") + '"');
    }

    private static Response part(Request request) {
        return Response.json(200, '"' + request.path("id") + " and " + request.path("part") + '"');
    }

    private static Response echo(Request request) {
        return Response.json(200, request.json().toString());
    }

    private static Response broken(Request request) {
        throw switch (request.path("how")) {
            case "storage" -> new StorageException("disk full at /secret/place", new IOException("no space"));
            case "bug" -> new IllegalStateException("position of est_1 went from 9 to 7");
            case "conflict" -> new Problem.Conflict("", "An event stream with this name already exists.");
            case "gone" -> new Problem.Gone("", "The cursor is too old.");
            case "inuse" -> new Problem.InUse("", "It is used.");
            case "toomany" -> new Problem.TooMany("too_many_requests", "Slow down.", 7);
            case "unavailable" -> new Problem.Unavailable("", "Busy.");
            default -> new Problem.NotFound("inexistent_user", "The user does not exist.");
        };
    }

    private HttpResponse<String> get(String path) throws Exception {
        return server.get(path, "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(server.url(path))
                .POST(BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + token);
        return server.send(type.isEmpty() ? request : request.header("Content-Type", type));
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return post("/api/v2/things", type, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "auth0%7C0123,auth0|0123",
        "a%2Fb,a/b",
        "a%252Fb,a%2Fb",
        "%E2%82%AC,€",
        "with%20space,with space",
        "plus+stays,plus+stays",
        "semi;colon,semi;colon",
        "special%2F,special/",
    })
    void decodes_a_path_parameter_once_and_never_splits_it(String raw, String seen) throws Exception {
        assertThat(get("/api/v2/things/" + raw).body()).isEqualTo("\"" + seen + "|-\"");
        assertThat(get("/api/v2/things/x/parts/" + raw).body()).isEqualTo("\"x and " + seen + "\"");
    }

    @Test
    void takes_a_bar_that_nobody_encoded() throws Exception {
        String answer = RawClient.exchange(server.port(), """
            GET /api/v2/things/auth0|1 HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Connection: close\r
            \r
            """.formatted(token));
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\"auth0|1|-\"");
    }

    @Test
    void prefers_a_word_to_a_parameter() throws Exception {
        assertThat(get("/api/v2/things/special").body()).isEqualTo("\"special\"");
    }

    @Test
    void decodes_queries() throws Exception {
        assertThat(get("/api/v2/things/1?x=1&q=a+b%26c%20d").body()).isEqualTo("\"1|a b&c d\"");
        var broken = get("/api/v2/things/1?q=%FF");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(json(broken).path("errorCode").asString()).isEqualTo("invalid_query_string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x",
                "/nowhere",
                "/api/v2/things/",
                "/api/v2/things/1/parts",
                "/api/v2/things/1/parts/2/3",
                "/API/v2/things/1"
            })
    void answers_404_in_the_contracts_form_for_a_path_that_is_not_there(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.body()).isEqualTo("""
            {"statusCode":404,"error":"Not Found","message":"Not Found"}\
            """);
    }

    @Test
    void a_dot_segment_never_reaches_a_handler() throws Exception {
        for (String path :
                List.of("/api/v2/things/..", "/api/v2/things/.", "/api/v2/things/%2e%2e", "/api/v2/x/../things/1")) {
            String answer = RawClient.exchange(server.port(), """
                GET %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Connection: close\r
                \r
                """.formatted(path, token));
            assertThat(answer).as(path).containsPattern("^HTTP/1.1 (400|404) ").contains("\"statusCode\":");
        }
    }

    @Test
    void answers_405_with_what_is_allowed() throws Exception {
        var answer = server.send(
                HttpRequest.newBuilder(server.url("/api/v2/things/1")).PUT(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
        assertThat(json(answer).path("error").asString()).isEqualTo("Method Not Allowed");
    }

    @Test
    void head_is_get_without_the_body_and_options_names_the_methods() throws Exception {
        var head = server.send(HttpRequest.newBuilder(server.url("/api/v2/things/1"))
                .HEAD()
                .header("Authorization", "Bearer " + token));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("5");
        assertThat(head.body()).isEmpty();
        var options = server.send(HttpRequest.newBuilder(server.url("/api/v2/things"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://elsewhere.test")
                .header("Access-Control-Request-Method", "POST"));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains("OPTIONS, POST");
        assertThat(options.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void a_204_has_neither_body_nor_length() throws Exception {
        var answer = server.send(HttpRequest.newBuilder(server.url("/api/v2/things/1"))
                .DELETE()
                .header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "storage,503,Service Unavailable",
        "bug,500,Internal Server Error",
        "conflict,409,Conflict",
        "gone,410,Gone",
        "inuse,412,Precondition Failed",
        "toomany,429,Too Many Requests",
        "unavailable,503,Service Unavailable",
        "missing,404,Not Found"
    })
    void turns_what_goes_wrong_into_status_and_body(String how, int status, String error) throws Exception {
        var answer = get("/api/v2/broken/" + how);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("statusCode").asInt()).isEqualTo(status);
        assertThat(json(answer).path("error").asString()).isEqualTo(error);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("est_1");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void logs_a_surprise_once_with_the_request_id_and_what_the_client_was_told_says_where_to_look() throws Exception {
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        var log = (Logger) LoggerFactory.getLogger(Problems.class);
        log.addAppender(seen);
        try {
            var answer = get("/api/v2/broken/bug");
            String id = answer.headers().firstValue("x-request-id").orElseThrow();
            assertThat(seen.list).hasSize(1);
            assertThat(seen.list.getFirst().getFormattedMessage())
                    .isEqualTo(id + " GET /api/v2/broken/bug: answered 500");
            assertThat(seen.list.getFirst().getThrowableProxy().getMessage())
                    .isEqualTo("position of est_1 went from 9 to 7");
        } finally {
            log.detachAppender(seen);
        }
    }

    @Test
    void says_when_to_come_back_after_429() throws Exception {
        var answer = get("/api/v2/broken/toomany");
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(json(answer).path("errorCode").asString()).isEqualTo("too_many_requests");
    }

    @Test
    void every_management_answer_has_rate_headers() throws Exception {
        for (var answer : List.of(
                get("/api/v2/things/1"),
                get("/api/v2/broken/bug"),
                server.get("/api/v2/things/1"),
                get("/api/v2/nowhere"))) {
            assertThat(answer.headers().firstValue("x-ratelimit-limit")).contains("100000");
            assertThat(answer.headers()
                            .firstValueAsLong("x-ratelimit-remaining")
                            .orElseThrow())
                    .isBetween(99_000L, 100_000L);
            assertThat(answer.headers().firstValueAsLong("x-ratelimit-reset").orElseThrow())
                    .isEqualTo(server.clock.instant().getEpochSecond() + 1);
        }
    }

    @Test
    void keeps_the_clients_request_id_when_it_is_a_sane_one() throws Exception {
        var kept = server.get("/nowhere", "x-request-id", "their-id_1.2");
        assertThat(kept.headers().firstValue("x-request-id")).contains("their-id_1.2");
        var replaced = server.get("/nowhere", "x-request-id", "a b<script>");
        assertThat(replaced.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "  ", " {} \n"})
    void nothing_null_and_the_empty_object_are_the_same_body(String body) throws Exception {
        assertThat(post("application/json", body).body()).isEqualTo("{}");
    }

    @Test
    void a_form_is_an_object_of_strings() throws Exception {
        assertThat(post("application/x-www-form-urlencoded", "a=1&b=x+y%C3%A9&c")
                        .body())
                .isEqualTo("{\"a\":\"1\",\"b\":\"x yé\",\"c\":\"\"}");
        assertThat(post("application/x-www-form-urlencoded", "a=%4").statusCode())
                .isEqualTo(400);
    }

    @Test
    void json_is_taken_without_a_header_and_as_curl_sends_it() throws Exception {
        assertThat(post("", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
        assertThat(post("application/x-www-form-urlencoded", "{\"a\":1}").body())
                .isEqualTo("{\"a\":1}");
        assertThat(post("application/merge-patch+json; charset=utf-8", "{\"a\":1}")
                        .body())
                .isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "application/json~{\"a\":1,\\n  \"b\" 2}~line 2, column",
                "application/json~{\"a\":1} x~line 1, column",
                "application/json~{\"a\":~line 1, column",
                "application/json~[1]~Expected type object but found type array",
                "application/json~\"text\"~Expected type object but found type string",
                "text/xml~<a/>~Content-Type 'text/xml' is not supported",
                "multipart/form-data; boundary=x~--x~Content-Type 'multipart/form-data' is not supported",
            })
    void refuses_what_is_not_a_json_object_and_says_where(String type, String body, String reason) throws Exception {
        var answer = post(type, body.replace("\\n", "\n"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errorCode").asString()).isEqualTo("invalid_body");
        assertThat(json(answer).path("message").asString()).contains(reason).startsWith("Payload validation error: '");
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() throws Exception {
        for (byte[] bad : List.of(
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xFF, '"', '}'},
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'})) {
            var answer = post("/api/v2/things", "application/json", bad);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).path("message").asString()).contains("not valid UTF-8");
        }
    }

    @Test
    void bounds_how_deep_json_nests() throws Exception {
        assertThat(post("application/json", "{\"a\":" + "[".repeat(90) + "]".repeat(90) + "}")
                        .statusCode())
                .isEqualTo(200);
        var answer = post("application/json", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errorCode").asString()).isEqualTo("invalid_body");
    }

    @Test
    void a_body_of_the_bound_is_taken_and_one_byte_more_is_413() throws Exception {
        String fits = "{\"a\":\"" + "x".repeat(92) + "\"}";
        assertThat(post("/api/v2/small", "application/json", fits.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
        var answer = post("/api/v2/small", "application/json", (fits + " ").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("""
            {"statusCode":413,"error":"Payload Too Large","message":"The body is larger than 100 bytes."}\
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer ", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30."})
    void a_missing_or_broken_token_is_401_before_the_body_is_looked_at(String authorization) throws Exception {
        var request = server.post("/api/v2/things", "{not json").header("Content-Type", "application/json");
        var answer = server.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).path("statusCode").asInt()).isEqualTo(401);
        assertThat(json(answer).path("error").asString()).isEqualTo("Unauthorized");
        assertThat(json(answer).path("errorCode").asString()).isEqualTo("invalid_token");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void a_scope_of_the_list_is_enough_and_none_is_403() throws Exception {
        String other = server.token("read:things_summary");
        assertThat(server.get("/api/v2/things/1", "Authorization", "bearer " + other)
                        .statusCode())
                .isEqualTo(200);
        String none = server.token("read:other");
        var answer = server.get("/api/v2/things/1", "Authorization", "Bearer " + none);
        server.token("read:things", "create:things");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("""
            {"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: \
            read:things,read:things_summary","errorCode":"insufficient_scope"}\
            """);
    }
}
