package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route that the running server knows meets bodies, ids, queries and headers that no decent client sends. A new
 * route is among them without a line here. {@code -Dfuzz.seed} and {@code -Dfuzz.rounds} choose other ones.
 */
final class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20260301L);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 14);
    private static final int ANSWER_MILLIS = 10_000;
    private static final Pattern LEAKS = Pattern.compile(
            "Exception|\\n\\s*at [a-z]|dev\\.tailrace\\.|java\\.|jackson|org\\.eclipse|sqlite",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FOUND_IDS = Pattern.compile("\"(?:id|user_id|client_id)\":\"([^\"]{3,60})\"");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    @TempDir
    Path data;

    private final FuzzInput input = new FuzzInput(SEED);
    private WholeServer server;
    private ApiClient first;

    @BeforeEach
    void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        first = server.first();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What came back, and what had been asked. */
    private record Answer(String asked, int status, String body) {}

    @Test
    @Timeout(110)
    void nothing_breaks_and_nothing_is_half_written() throws Exception {
        populate();
        var all = new ArrayList<Answer>();
        for (Route route : server.routes()) {
            all.addAll(attack(route));
        }
        all.addAll(headerGames());
        assertThat(all.stream().map(Answer::status).distinct()).contains(400, 401, 404, 413);
        assertThat(first.get("/clients").status()).as("the server still works").isEqualTo(200);
    }

    private void populate() throws Exception {
        first.post(
                "/users",
                "{\"connection\":\"Username-Password-Authentication\",\"email\":\"a@b.test\",\"password\":\"correct"
                        + " horse\"}");
        first.post("/clients", "{\"name\":\"Victim\"}");
        first.post(
                "/actions/actions",
                "{\"name\":\"a\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],\"code\":\"\"}");
        first.post(
                "/event-streams",
                "{\"name\":\"s\",\"status\":\"disabled\",\"subscriptions\":[{\"event_type\":\"user.created\"}],\"destination\":{"
                    + "\"type\":\"webhook\",\"configuration\":{\"webhook_endpoint\":\"https://example.com/\","
                    + "\"webhook_authorization\":{\"method\":\"bearer\",\"token\":\"t\"}}}}");
    }

    /** As long as everything is refused, no list of the server may change. */
    private List<Answer> attack(Route route) throws Exception {
        var before = lists();
        List<String> known = ids(before);
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < ROUNDS; i++) {
            boolean hasBody = (!route.method().equals("GET") && !route.method().equals("DELETE")) || input.sometimes(4);
            answers.add(call(
                    route.method(),
                    path(route, known) + input.query(),
                    hasBody ? "Content-Type: " + input.contentType() + "\r\n" : "",
                    hasBody ? input.body() : new byte[0]));
        }
        answers.forEach(FuzzTest::check);
        boolean refused = answers.stream().allMatch(answer -> answer.status() >= 400);
        if (refused && !route.method().equals("GET")) {
            assertThat(lists())
                    .as("after %s %s, seed %d: %s", route.method(), route.path(), SEED, answers)
                    .isEqualTo(before);
        }
        return answers;
    }

    private String path(Route route, List<String> known) {
        Matcher parameters = PARAMETER.matcher(route.path());
        return parameters.replaceAll(_ -> Matcher.quoteReplacement(
                !route.method().equals("DELETE") && !known.isEmpty() && input.sometimes(2)
                        ? input.one(known).replace("|", "%7C")
                        : input.id()));
    }

    /** What each list of the server answers: the routes that are read without a parameter. */
    private Map<String, String> lists() throws Exception {
        var lists = new TreeMap<String, String>();
        for (Route route : server.routes()) {
            boolean list = route.method().equals("GET")
                    && route.path().startsWith("/api/v2/")
                    && !route.path().contains("{")
                    && !route.path().equals("/api/v2/events")
                    // A refused token is noted there on purpose.
                    && !route.path().equals("/api/v2/logs")
                    // It tells the time.
                    && !route.path().equals("/api/v2/overview");
            if (list) {
                lists.put(
                        route.path(), first.call("GET", route.path(), "").wire().body());
            }
        }
        return lists;
    }

    private static List<String> ids(Map<String, String> lists) {
        return lists.values().stream()
                .flatMap(body -> FOUND_IDS.matcher(body).results())
                .map(found -> found.group(1))
                .distinct()
                .limit(200)
                .toList();
    }

    private List<Answer> headerGames() throws IOException {
        var answers = new ArrayList<Answer>();
        for (Route route : server.routes()) {
            String path = PARAMETER.matcher(route.path()).replaceAll("x");
            for (String header : List.of(
                    "Authorization: Bearer \r\n",
                    "Authorization: Bearer a.b.c\r\n",
                    "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n",
                    "Authorization: Basic %%%%\r\n",
                    "Content-Length: -1\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Content-Encoding: gzip\r\n",
                    "X-Long: " + "h".repeat(20_000) + "\r\n")) {
                if (!header.startsWith("Transfer") || !route.method().equals("GET")) {
                    var answer = raw(
                            route.method() + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + header + "\r\n",
                            header.startsWith("Transfer") ? "zz\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
                    check(answer);
                    answers.add(answer);
                }
            }
        }
        return answers;
    }

    private static void check(Answer answer) {
        assertThat(answer.status())
                .as("%s, seed %d: %s", answer.asked(), SEED, answer.body())
                .isBetween(200, 499);
        assertThat(LEAKS.matcher(answer.body().replace("x.test", "")).find())
                .as("%s, seed %d: %s", answer.asked(), SEED, answer.body())
                .isFalse();
    }

    private Answer call(String method, String target, String headers, byte[] body) throws IOException {
        return raw(
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + first.token() + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n",
                body);
    }

    /** A stream is left as soon as it begins; an answer that does not come within ten seconds fails the test. */
    private Answer raw(String head, byte[] body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            String text = exchange(socket, head, body);
            String asked = head.lines().findFirst().orElse("") + " ["
                    + new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1) + "]";
            int end = text.indexOf("\r\n\r\n");
            assertThat(text).as(asked).startsWith("HTTP/1.1 ");
            return new Answer(asked, Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
        }
    }

    private static String exchange(Socket socket, String head, byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
        } catch (IOException _) {
            // Refused before all of it was sent: the answer is there.
        }
        byte[] some = new byte[8192];
        InputStream in = socket.getInputStream();
        try {
            for (int n = in.read(some); n > 0; n = in.read(some)) {
                all.write(some, 0, n);
                if (all.toString(StandardCharsets.ISO_8859_1).contains("text/event-stream")) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to " + head.lines().findFirst().orElse(""), e);
        } catch (IOException _) {
            // Reset after the answer, with the rest of a body on its way.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
