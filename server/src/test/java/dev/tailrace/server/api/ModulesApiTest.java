package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.action.Modules;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.testkit.Examples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModulesApiTest {
    private static final String MODULES = "/actions/modules";
    private static final String MAILER = """
        {"name":"mailer","code":"module.exports = { send: async () => {} };","secrets":[{"name":"SMTP_URL","value":"smtp://x"}],
         "dependencies":[{"name":"nodemailer","version":"6.9.14"}],"api_version":"v1","publish":true}
        """;
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void a_new_module_shows_its_first_version_and_no_secret() {
        var answer = routes.post(MODULES, MAILER);
        assertThat(answer.status()).isEqualTo(201);
        Golden.assertMatches("action-module.published.json", answer.text());
        assertThat(routes.get(MODULES + "/" + id(answer)).text()).isEqualTo(answer.text());
    }

    @Test
    void lists_show_modules_and_versions_with_their_zeros() {
        String id = id(routes.post(MODULES, MAILER));
        Golden.assertMatches(
                "action-modules.json",
                routes.get(MODULES + "?page=0&per_page=100").text());
        Golden.assertMatches(
                "action-module-versions.json",
                routes.get(MODULES + "/" + id + "/versions").text());
        assertThat(routes.get(MODULES + "?page=3").text())
                .isEqualTo("{\"modules\":[],\"total\":1,\"page\":3,\"per_page\":20}");
    }

    @Test
    void publishing_and_rolling_back_move_the_draft_and_the_versions() {
        String module = MODULES + "/" + id(routes.post(MODULES, MAILER));
        String first = routes.get(module).json().at("/latest_version/id").asString();
        var changed = routes.patch(module, "{\"code\":\"exports.two = 2\",\"secrets\":[{\"name\":\"SMTP_URL\"}]}");
        assertThat(changed.json().path("all_changes_published").asBoolean()).isFalse();
        assertThat(changed.json().at("/latest_version/version_number").asInt()).isEqualTo(1);
        var second = routes.post(module + "/versions", "");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("version_number").asInt()).isEqualTo(2);
        assertThat(routes.get(module + "/versions/" + second.json().path("id").asString())
                        .json())
                .isEqualTo(second.json());
        assertThat(routes.get(module).json().path("all_changes_published").asBoolean())
                .isTrue();
        var back = routes.post(module + "/rollback", "{\"module_version_id\":\"" + first + "\"}");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().path("code").asString()).startsWith("module.exports");
        assertThat(back.json().path("all_changes_published").asBoolean()).isFalse();
        assertThat(back.json().path("latest_version_number").asInt()).isEqualTo(2);
    }

    @Test
    void an_action_carries_the_version_it_names_until_it_names_another() throws Exception {
        String module = MODULES + "/" + id(routes.post(MODULES, MAILER));
        var action = routes.post("/actions/actions", using("{\"module_name\":\"mailer\"}"));
        assertThat(action.status()).isEqualTo(201);
        String path = "/actions/actions/" + id(action);
        assertThat(number(path)).isEqualTo(1);
        routes.patch(module, "{\"code\":\"exports.two = 2\"}");
        routes.post(module + "/versions", "");
        api.build();
        assertThat(number(path)).as("publishing changes no action").isEqualTo(1);
        routes.post(path + "/deploy", "");
        assertThat(routes.get(path)
                        .json()
                        .at("/deployed_version/modules/0/module_version_number")
                        .asInt())
                .isEqualTo(1);
        routes.patch(path, "{\"modules\":[{\"module_name\":\"mailer\",\"module_version_number\":2}]}");
        assertThat(number(path)).isEqualTo(2);
        api.build();
        var uses = routes.get(module + "/actions").json();
        assertThat(uses.path("total").asInt()).isEqualTo(1);
        assertThat(uses.at("/actions/0/module_version_number").asInt()).isEqualTo(2);
        assertThat(uses.at("/actions/0/action_name").asString()).isEqualTo("uses");
        assertThat(routes.get(module).json().path("actions_using_module_total").asInt())
                .isEqualTo(1);
        assertThatThrownBy(() -> routes.delete(module)).isInstanceOf(Problem.InUse.class);
        routes.patch(path, "{\"modules\":[]}");
        api.build();
        assertThat(routes.get(path).json().has("modules")).isFalse();
        assertThatThrownBy(() -> routes.delete(module)).as("still deployed").isInstanceOf(Problem.InUse.class);
        routes.post(path + "/deploy", "");
        assertThat(routes.delete(module).status()).isEqualTo(204);
        assertThatThrownBy(() -> routes.get(module)).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void an_old_version_of_an_action_runs_again_with_a_module_that_is_gone() throws Exception {
        String module = MODULES + "/" + id(routes.post(MODULES, MAILER));
        String path = "/actions/actions/" + id(routes.post("/actions/actions", using("{\"module_name\":\"mailer\"}")));
        api.build();
        String first = routes.post(path + "/deploy", "").json().path("id").asString();
        routes.patch(path, "{\"modules\":[]}");
        api.build();
        routes.post(path + "/deploy", "");
        routes.delete(module);
        var again = routes.post(path + "/versions/" + first + "/deploy", "{\"update_draft\":true}");
        assertThat(again.json().at("/modules/0/module_name").asString()).isEqualTo("mailer");
        assertThat(routes.patch(path, routes.get(path).text()).status())
                .as("what was read may be sent back")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"module_name":"other"}                              | There is no action module of this id and name
        {"module_id":"ID","module_name":"other"}             | There is no action module of this id and name
        {"module_id":"ID","module_version_number":2}         | There is no such version of this action module
        {"module_id":"ID","module_version_id":"x"}           | There is no such version of this action module
        {"module_name":"drafted"}                            | This action module has no published version
        {"module_id":"ID"},{"module_name":"mailer"}          | This module is listed twice' on property modules[1]
        {"module_id":"ID","color":"red"}                     | Additional properties not allowed: color
        """)
    void an_action_cannot_name(String modules, String reason) {
        String id = id(routes.post(MODULES, MAILER));
        routes.post(MODULES, "{\"name\":\"drafted\",\"code\":\"\"}");
        assertThatThrownBy(() -> routes.post("/actions/actions", using(modules.replace("ID", id))))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(api.actionStore.unbuilt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"code":""}                                          | Missing required property: name
        {"name":"m"}                                         | Missing required property: code
        {"name":"","code":""}                                | String is too short (0 chars), minimum 1' on property name
        {"name":"m\\u0000","code":""}                        | does not match pattern
        {"name":"m","code":"","secrets":[{"name":"K"}]}      | Missing required property: value' on property secrets[0]
        {"name":"m","code":"","dependencies":[{"name":"d"}]} | Missing required property: version' on property dependencies[0]
        {"name":"m","code":"","modules":[]}                  | Additional properties not allowed: modules
        {"name":"m","code":"","publish":1}                   | Expected type boolean but found type number' on property publish
        """)
    void refuses(String body, String reason) {
        assertThatThrownBy(() -> routes.post(MODULES, body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(routes.get(MODULES).json().path("total").asInt()).isZero();
    }

    @Test
    void refuses_what_is_too_large() {
        assertThatThrownBy(() -> routes.post(MODULES, "{\"name\":\"m\",\"code\":\"" + "c".repeat(65_537) + "\"}"))
                .hasMessageContaining("String is too long (65537 chars), maximum 65536' on property code");
        IntStream.range(0, Modules.MODULES_MAX)
                .forEach(i -> routes.post(MODULES, "{\"name\":\"m" + i + "\",\"code\":\"\"}"));
        assertThatThrownBy(() -> routes.post(MODULES, MAILER))
                .isInstanceOf(Problem.Forbidden.class)
                .hasMessageContaining("100 action modules");
    }

    @Test
    void a_name_is_taken_and_stays() {
        String id = id(routes.post(MODULES, MAILER));
        assertThatThrownBy(() -> routes.post(MODULES, MAILER)).isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> routes.patch(MODULES + "/" + id, "{\"name\":\"other\"}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("on property name");
        String read = routes.get(MODULES + "/" + id).text();
        assertThat(routes.patch(MODULES + "/" + id, read).status()).isEqualTo(200);
    }

    @Test
    void a_module_of_another_tenant_is_not_there() {
        String id = id(routes.post(MODULES, MAILER));
        for (var call : List.of("GET ", "PATCH ", "DELETE ", "GET /actions", "GET /versions", "POST /versions")) {
            String[] parts = call.split(" ", -1);
            assertThatThrownBy(() -> routes.call(parts[0], MODULES + "/" + id + parts[1], "", Examples.OTHER_TENANT))
                    .isInstanceOf(Problem.NotFound.class)
                    .hasMessage("That action module does not exist.");
        }
        assertThatThrownBy(() -> routes.call(
                        "POST", "/actions/actions", using("{\"module_id\":\"" + id + "\"}"), Examples.OTHER_TENANT))
                .isInstanceOf(Problem.Invalid.class);
    }

    private int number(String path) {
        return routes.get(path).json().at("/modules/0/module_version_number").asInt();
    }

    private static String using(String modules) {
        return "{\"name\":\"uses\",\"supported_triggers\":[{\"id\":\"event-stream\",\"version\":\"v1\"}],"
                + "\"modules\":[" + modules + "]}";
    }

    private static String id(Routes.Answer answer) {
        return answer.json().path("id").asString();
    }
}
