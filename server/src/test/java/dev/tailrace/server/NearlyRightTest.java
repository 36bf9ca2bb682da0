package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bodies that are right but for one property: each in turn gets each of the wrong values. What is refused has written
 * nothing, no object and no event; what is wrong is never an error of the server.
 */
final class NearlyRightTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> WRONG = List.of(
            "null",
            "true",
            "-1",
            "99999999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"no such thing\"",
            "[]",
            "[null]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"a\":null}");

    /** A build goes on after the call that asked for it. */
    private static final Pattern BUILDING =
            Pattern.compile(",\"((status|built_at|updated_at)\":\"[^\"]*\"|errors\":\\[[^\\]]*\\])");

    @TempDir
    Path data;

    private final Map<String, String> ids = new LinkedHashMap<>();
    private WholeServer server;
    private ApiClient api;

    @BeforeEach
    void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        api = server.first();
        ids.put("connection", id(api.get("/connections").body().at("/0"), "id"));
        make("user", "/users", "user_id", """
            {"connection": "Username-Password-Authentication", "email": "a@b.test", "password": "long enough 1"}\
            """);
        make("client", "/clients", "client_id", "{\"name\": \"One\"}");
        make("organization", "/organizations", "id", "{\"name\": \"one\"}");
        make("role", "/roles", "id", "{\"name\": \"One\"}");
        make("group", "/groups", "id", "{\"name\": \"One\"}");
        make("action", "/actions/actions", "id", """
            {"name": "one", "code": "", "supported_triggers": [{"id": "event-stream", "version": "v1"}]}\
            """);
        make("stream", "/event-streams", "id", stream("one"));
        make(
                "api",
                "/resource-servers",
                "id",
                "{\"identifier\": \"https://one.test/\", \"scopes\": [{\"value\": \"a\"}]}");
        api.post(
                "/organizations/{organization}/members".replace("{organization}", ids.get("organization")),
                """
                {"members": ["%s"]}\
                """.formatted(ids.get("user")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** @param watched lists that show what this call writes */
    private record Call(String method, String path, String body, String... watched) {}

    private static final List<Call> CALLS = List.of(
            new Call("POST", "/users", """
                {"connection": "Username-Password-Authentication", "email": "x@b.test", "password": "long enough 1",
                 "name": "X", "blocked": false, "user_metadata": {"a": "b"}, "app_metadata": {"c": {"d": 1}}}\
                """, "/users"),
            new Call("PATCH", "/users/{user}", """
                {"name": "Y", "password": "long enough 2", "user_metadata": {"a": "b"}, "app_metadata": {"c": 1}}\
                """, "/users"),
            new Call(
                    "POST",
                    "/users/{user}/roles",
                    "{\"roles\": [\"{role}\", \"rol_1111111111111111\"]}",
                    "/users/{user}/roles"),
            new Call("POST", "/users/{user}/permissions", """
                {"permissions": [{"resource_server_identifier": "https://one.test/", "permission_name": "a"},
                 {"resource_server_identifier": "https://one.test/", "permission_name": "unheard"}]}\
                """, "/users/{user}/permissions"),
            new Call("POST", "/clients", """
                {"name": "Two", "app_type": "non_interactive", "grant_types": ["client_credentials"],
                 "client_metadata": {"a": "b"}, "description": "d"}\
                """, "/clients"),
            new Call(
                    "PATCH",
                    "/clients/{client}",
                    "{\"name\": \"Three\", \"client_metadata\": {\"a\": \"b\"}}",
                    "/clients"),
            new Call("POST", "/client-grants", """
                {"client_id": "{client}", "audience": "https://one.test/", "scope": ["a", "unheard"]}\
                """, "/client-grants"),
            new Call("POST", "/resource-servers", """
                {"identifier": "https://two.test/", "name": "Two", "scopes": [{"value": "a", "description": "b"}]}\
                """, "/resource-servers"),
            new Call("POST", "/organizations", """
                {"name": "two", "display_name": "Two", "branding": {"logo_url": "https://two.test/l.png",
                 "colors": {"primary": "#aabbcc"}}, "metadata": {"a": "b"},
                 "enabled_connections": [{"connection_id": "{connection}", "assign_membership_on_login": true}]}\
                """, "/organizations"),
            new Call("PATCH", "/organizations/{organization}", """
                {"display_name": "Three", "metadata": {"a": "b"}, "branding": {"colors": {"primary": "#aabbcc"}}}\
                """, "/organizations"),
            new Call(
                    "POST",
                    "/organizations/{organization}/members",
                    "{\"members\": [\"{user}\", \"auth0|nobody\"]}",
                    "/organizations/{organization}/members"),
            new Call(
                    "POST",
                    "/organizations/{organization}/members/{user}/roles",
                    "{\"roles\": [\"{role}\", \"rol_1111111111111111\"]}",
                    "/organizations/{organization}/members/{user}/roles"),
            new Call(
                    "POST",
                    "/organizations/{organization}/enabled_connections",
                    "{\"connection_id\": \"{connection}\", \"assign_membership_on_login\": true}",
                    "/organizations/{organization}/enabled_connections"),
            new Call("POST", "/roles", "{\"name\": \"Two\", \"description\": \"d\"}", "/roles"),
            new Call("PATCH", "/roles/{role}", "{\"name\": \"Three\", \"description\": \"d\"}", "/roles"),
            new Call(
                    "POST",
                    "/roles/{role}/users",
                    "{\"users\": [\"{user}\", \"auth0|nobody\"]}",
                    "/roles/{role}/users"),
            new Call("POST", "/groups", "{\"name\": \"Two\", \"external_id\": \"e\"}", "/groups"),
            new Call(
                    "POST",
                    "/groups/{group}/members",
                    "{\"members\": [\"{user}\", \"auth0|nobody\"]}",
                    "/groups/{group}/members"),
            new Call("POST", "/connections", """
                {"name": "two", "strategy": "auth0", "display_name": "Two", "options": {"a": 1},
                 "enabled_clients": ["{client}"], "metadata": {"a": "b"}}\
                """, "/connections"),
            new Call(
                    "PATCH",
                    "/connections/{connection}",
                    "{\"display_name\": \"Three\", \"metadata\": {\"a\": \"b\"}}",
                    "/connections"),
            new Call("POST", "/actions/actions", """
                {"name": "two", "code": "exports.onExecuteEventStream = async () => {}", "runtime": "node22",
                 "supported_triggers": [{"id": "event-stream", "version": "v1"}],
                 "secrets": [{"name": "A", "value": "b"}]}\
                """, "/actions/actions"),
            new Call("PATCH", "/actions/actions/{action}", """
                {"name": "three", "code": "1", "secrets": [{"name": "A", "value": "b"}, {"name": "B", "value": "c"}]}\
                """, "/actions/actions"),
            new Call("POST", "/actions/modules", """
                {"name": "two", "code": "exports.a = 1", "secrets": [{"name": "A", "value": "b"}]}\
                """, "/actions/modules"),
            new Call("POST", "/event-streams", stream("two"), "/event-streams"),
            new Call("PATCH", "/event-streams/{stream}", """
                {"name": "three", "subscriptions": [{"event_type": "user.created"}, {"event_type": "user.deleted"}],
                 "destination": {"type": "webhook", "configuration": {"webhook_endpoint": "https://example.com/b",
                 "webhook_authorization": {"method": "basic", "username": "u", "password": "p"}}}}\
                """, "/event-streams"),
            new Call(
                    "PUT",
                    "/event-types/com.example.two",
                    "{\"description\": \"Two\", \"sample\": {\"a\": 1}, \"schema\": {\"type\": \"object\"}}",
                    "/event-types"),
            new Call("POST", "/events", """
                [{"specversion": "1.0", "id": "1", "source": "urn:a", "type": "user.created", "time": "2026-01-01T00:00:00Z",
                  "data": {"object": {"user_id": "auth0|1"}}},
                 {"specversion": "1.0", "id": "2", "source": "urn:a", "type": "user.created",
                  "data": {"object": {"user_id": "auth0|2"}}}]\
                """, "/log"));

    @Test
    void what_is_refused_has_written_nothing() throws Exception {
        var failures = new ArrayList<String>();
        int refused = 0;
        for (Call call : CALLS) {
            int refusedHere = 0;
            var right = JSON.readTree(filled(call.body()));
            for (JsonNode body : wrongs(right)) {
                var before = seen(call);
                Answer answer = api.call(call.method(), "/api/v2" + filled(call.path()), body.toString(), type(call));
                if (answer.status() >= 500) {
                    failures.add(told(call, body, answer));
                }
                if (answer.status() >= 400) {
                    refusedHere++;
                    List<String> after = seen(call);
                    if (!after.equals(before)) {
                        failures.add("half written: " + told(call, body, answer) + "\nbefore: " + before + "\nafter: "
                                + after);
                    }
                }
            }
            assertThat(refusedHere)
                    .as("refused of %s %s", call.method(), call.path())
                    .isPositive();
            refused += refusedHere;
        }
        assertThat(failures).isEmpty();
        assertThat(refused).isGreaterThan(500);
    }

    private static String told(Call call, JsonNode body, Answer answer) {
        return call.method() + " " + call.path() + " " + body + ": " + answer.status() + " "
                + answer.wire().body();
    }

    private static String[] type(Call call) {
        return new String[] {
            "Content-Type", call.path().equals("/events") ? "application/cloudevents-batch+json" : "application/json"
        };
    }

    /** The lists, and the newest events. */
    private List<String> seen(Call call) throws Exception {
        var seen = new ArrayList<String>();
        for (String list : call.watched()) {
            seen.add(read(filled(list)));
        }
        seen.add(read("/log?take=5"));
        return seen;
    }

    private String read(String path) throws Exception {
        var answer = api.get(path);
        assertThat(answer.status()).as("GET %s", path).isEqualTo(200);
        return BUILDING.matcher(answer.wire().body()).replaceAll("");
    }

    /** The body with each wrong value in the place of each of its values, and one with a property nobody knows. */
    private static List<JsonNode> wrongs(JsonNode right) {
        var wrongs = new ArrayList<JsonNode>();
        for (JsonPointer at : places(right, JsonPointer.empty())) {
            for (String wrong : WRONG) {
                wrongs.add(with(right, at, JSON.readTree(wrong)));
            }
        }
        if (right instanceof ObjectNode object) {
            wrongs.add(object.deepCopy().put("unheard", 1));
        }
        wrongs.add(right);
        return wrongs;
    }

    private static List<JsonPointer> places(JsonNode node, JsonPointer at) {
        var places = new ArrayList<JsonPointer>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(p -> places.addAll(places(p.getValue(), at.appendProperty(p.getKey()))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                places.addAll(places(array.get(i), at.appendIndex(i)));
            }
        }
        if (at.length() > 0) {
            places.add(at);
        }
        return places;
    }

    private static JsonNode with(JsonNode right, JsonPointer at, JsonNode wrong) {
        JsonNode copy = right.deepCopy();
        JsonNode parent = copy.at(at.head());
        if (parent instanceof ObjectNode object) {
            object.set(at.last().getMatchingProperty(), wrong);
        } else if (parent instanceof ArrayNode array) {
            array.set(at.last().getMatchingIndex(), wrong);
        }
        return copy;
    }

    private String filled(String text) {
        String filled = text;
        boolean path = text.startsWith("/");
        for (var known : ids.entrySet()) {
            String value = path ? URLEncoder.encode(known.getValue(), StandardCharsets.UTF_8) : known.getValue();
            filled = filled.replace("{" + known.getKey() + "}", value);
        }
        return filled;
    }

    private void make(String name, String path, String idName, String body) throws Exception {
        var answer = api.post(path, body);
        assertThat(answer.status()).as(answer.wire().body()).isIn(200, 201);
        ids.put(name, id(answer.body(), idName));
    }

    private static String id(JsonNode body, String name) {
        assertThat(body.path(name).isString()).as("%s in %s", name, body).isTrue();
        return body.path(name).asString();
    }

    private static String stream(String name) {
        return """
            {"name": "%s", "status": "disabled", "subscriptions": [{"event_type": "user.created"}],
             "destination": {"type": "webhook", "configuration": {"webhook_endpoint": "https://example.com/",
             "webhook_authorization": {"method": "bearer", "token": "t"}}}}\
            """.formatted(name);
    }
}
