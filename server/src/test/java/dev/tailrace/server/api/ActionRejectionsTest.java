package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.testkit.Examples;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything an action is refused for: each refusal names the property and the reason, and writes nothing. */
final class ActionRejectionsTest {
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"supported_triggers":T}                       | Missing required property: name
        {"name":"","supported_triggers":T}             | String is too short (0 chars), minimum 1' on property name
        {"name":"a"}                                   | Missing required property: supported_triggers
        {"name":"a","supported_triggers":[]}           | Array is too short (0), minimum 1' on property supported_triggers
        {"name":"a","supported_triggers":[{"id":"post-login","version":"v3"}]} | No enum match, expected one of: event-stream' on property supported_triggers[0].id
        {"name":"a","supported_triggers":[{"id":"event-stream","version":"v9"}]} | No enum match, expected one of: v1' on property supported_triggers[0].version
        {"name":"a","supported_triggers":T,"color":"red"} | Additional properties not allowed: color
        {"name":"a","supported_triggers":T,"code":5}   | Expected type string but found type number' on property code
        {"name":"a","supported_triggers":T,"runtime":"deno2"} | Unknown runtime, expected one of: node22, node24, node18' on property runtime
        {"name":"a","supported_triggers":T,"deploy":"yes"} | Expected type boolean but found type string' on property deploy
        {"name":"a","supported_triggers":T,"modules":[{"module_name":"m"}]} | There is no action module of this id and name' on property modules[0]
        {"name":"a","supported_triggers":T,"modules":[{}]} | Missing required property: module_id or module_name' on property modules[0]
        {"name":"a","supported_triggers":T,"modules":[{"module_name":"m","module_version_number":0}]} | Value 0 is less than minimum 1' on property modules[0].module_version_number
        {"name":"a","supported_triggers":T,"modules":[{},{},{},{}]} | Array is too long (4), maximum 3' on property modules
        {"name":"a","supported_triggers":T,"dependencies":[{"version":"1"}]} | Missing required property: name' on property dependencies[0]
        {"name":"a","supported_triggers":T,"secrets":[{"name":"K"}]} | Missing required property: value' on property secrets[0]
        {"name":"a","supported_triggers":T,"secrets":[{"value":"v"}]} | Missing required property: name' on property secrets[0]
        {"name":"a","supported_triggers":T,"secrets":[{"name":"K","value":"v"},{"name":"K","value":"w"}]} | There are two secrets of this name' on property secrets[1].name
        """)
    void refuses(String body, String reason) {
        assertRefused(body.replace(":T", ":[{\"id\":\"event-stream\",\"version\":\"v1\"}]"), reason);
    }

    @Test
    void refuses_what_is_too_large() {
        assertRefused(
                with("name", "\"" + "n".repeat(256) + "\""),
                "String is too long (256 chars), maximum 255' on property name");
        assertRefused(
                with("code", "\"" + "ü".repeat(51_201) + "\""),
                "Code is too long (102402 bytes), maximum 102400' on property code");
        assertRefused(with("secrets", secrets(31, "v")), "Array is too long (31), maximum 30' on property secrets");
        assertRefused(
                with("secrets", secrets(1, "v".repeat(4_097))),
                "String is too long (4097 chars), maximum 4096' on property secrets[0].value");
        assertRefused(
                with("secrets", "[{\"name\":\"" + "k".repeat(129) + "\",\"value\":\"\"}]"),
                "String is too long (129 chars), maximum 128' on property secrets[0].name");
        String dependencies = IntStream.range(0, 11)
                .mapToObj(i -> "{\"name\":\"d" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertRefused(
                with("dependencies", dependencies), "Array is too long (11), maximum 10' on property dependencies");
    }

    @Test
    void takes_what_is_just_within_the_bounds() {
        assertThat(routes.post("/actions/actions", with("secrets", secrets(30, "v".repeat(4_096))))
                        .status())
                .isEqualTo(201);
        assertThat(routes.post("/actions/actions", with("code", "\"" + "c".repeat(102_400) + "\""))
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node22", "node24", "node18", "node18-actions", "node16", "node12"})
    void echoes_the_runtime_unchanged(String runtime) {
        var answer = routes.post("/actions/actions", with("runtime", "\"" + runtime + "\""));
        assertThat(answer.json().path("runtime").asString()).isEqualTo(runtime);
    }

    @Test
    void has_defaults_for_what_is_not_said() {
        var answer = routes.post("/actions/actions", """
            {"name":"a","supported_triggers":[{"id":"event-stream"}]}\
            """).json();
        assertThat(answer.path("runtime").asString()).isEqualTo("node22");
        assertThat(answer.path("code").asString("?")).isEmpty();
        assertThat(answer.path("dependencies").isEmpty()).isTrue();
        assertThat(answer.path("secrets").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"name":""}                             | String is too short (0 chars), minimum 1' on property name
        {"deploy":true}                         | Additional properties not allowed: deploy
        {"supported_triggers":[{"id":"post-login"}]} | supported_triggers[0].id
        {"secrets":[{"name":"NEW"}]}            | secrets[0].value
        {"runtime":"node99"}                    | Unknown runtime
        """)
    void refuses_a_change(String body, String reason) {
        String id = routes.post("/actions/actions", Bodies.action())
                .json()
                .path("id")
                .asString();
        Action before = api.actionStore
                .find(new dev.tailrace.engine.destination.Destination.ActionId(Examples.TENANT, id))
                .orElseThrow();
        assertThatThrownBy(() -> routes.patch("/actions/actions/" + id, body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(api.actionStore.find(before.id())).contains(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=-1", "page=1000001", "per_page=0", "per_page=101", "deployed=yes", "triggerId=lunch"})
    void refuses_a_list_that_cannot_be(String query) {
        assertThatThrownBy(() -> routes.get("/actions/actions?" + query))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("on property " + query.substring(0, query.indexOf('=')));
    }

    private void assertRefused(String body, String reason) {
        assertThatThrownBy(() -> routes.post("/actions/actions", body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(api.actionStore.unbuilt()).isEmpty();
    }

    private static String with(String property, String json) {
        String name = property.equals("name") ? "" : "\"name\":\"a\",";
        return "{" + name + "\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],\"" + property
                + "\":" + json + "}";
    }

    private static String secrets(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"name\":\"K" + i + "\",\"value\":\"" + value + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
