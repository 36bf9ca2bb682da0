package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.testkit.Examples;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ActionsApiTest {
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
    void a_new_action_is_pending_and_does_not_tell_its_secret() {
        var answer = routes.post("/actions/actions", Bodies.action());
        assertThat(answer.status()).isEqualTo(201);
        Golden.assertMatches("action.pending.json", answer.text());
    }

    @Test
    void the_deploy_call_answers_the_version_that_is_about_to_run() throws Exception {
        String id = api.builtAction();
        var answer = routes.post("/actions/actions/" + id + "/deploy", "");
        assertThat(answer.status()).isEqualTo(200);
        Golden.assertMatches("action-version.deploying.json", answer.text());
    }

    @Test
    void a_deployed_action_shows_its_version() throws Exception {
        String id = api.deployedAction();
        Golden.assertMatches(
                "action.deployed.json", routes.get("/actions/actions/" + id).text());
    }

    @Test
    void a_version_is_read_alone_and_in_the_list() throws Exception {
        String id = api.deployedAction();
        var list = routes.get("/actions/actions/" + id + "/versions");
        Golden.assertMatches("action-versions.json", list.text());
        String version = list.json().at("/versions/0/id").asString();
        var one = routes.get("/actions/actions/" + id + "/versions/" + version);
        assertThat(one.json()).isEqualTo(list.json().at("/versions/0"));
    }

    @Test
    void deploying_too_early_is_refused_in_the_words_clients_wait_for() {
        String id = id(routes.post("/actions/actions", Bodies.action()));
        assertThatThrownBy(() -> routes.post("/actions/actions/" + id + "/deploy", ""))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("A draft must be in the 'built' state before it can be deployed.");
    }

    @Test
    void a_changed_draft_is_pending_while_the_deployed_version_stays_live() throws Exception {
        String id = api.deployedAction();
        var changed = routes.patch("/actions/actions/" + id, """
            {"code":"exports.other = 1","secrets":[{"name":"API_KEY","updated_at":"2026-09-14T08:30:15Z"}]}\
            """);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("status").asString()).isEqualTo("pending");
        assertThat(changed.json().path("all_changes_deployed").asBoolean()).isFalse();
        assertThat(changed.json().at("/deployed_version/code").asString()).isEqualTo(Bodies.CODE);
        assertThat(changed.json().at("/deployed_version/deployed").asBoolean()).isTrue();
        assertThat(changed.text()).doesNotContain("s3cr3t");
    }

    @Test
    void a_client_may_send_back_what_it_has_read() throws Exception {
        String id = api.deployedAction();
        String read = routes.get("/actions/actions/" + id).text();
        assertThat(routes.patch("/actions/actions/" + id, read).status()).isEqualTo(200);
    }

    @Test
    void rolls_back_by_deploying_an_old_version_again() throws Exception {
        String id = api.deployedAction();
        String first = routes.get("/actions/actions/" + id)
                .json()
                .at("/deployed_version/id")
                .asString();
        routes.patch("/actions/actions/" + id, "{\"code\":\"exports.other = 1\"}");
        api.build();
        routes.post("/actions/actions/" + id + "/deploy", "{}");

        var answer =
                routes.post("/actions/actions/" + id + "/versions/" + first + "/deploy", "{\"update_draft\":true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("number").asInt()).isEqualTo(3);
        assertThat(answer.json().path("deployed").asBoolean()).isFalse();
        var action = routes.get("/actions/actions/" + id).json();
        assertThat(action.path("code").asString()).isEqualTo(Bodies.CODE);
        assertThat(action.at("/deployed_version/number").asInt()).isEqualTo(3);
    }

    @Test
    void lists_leave_zeros_out() {
        assertThat(routes.get("/actions/actions?page=0&per_page=100").text())
                .isEqualTo("{\"actions\":[],\"per_page\":100}");
        IntStream.range(0, 3).forEach(_ -> routes.post("/actions/actions", Bodies.action()));
        var first = routes.get("/actions/actions?per_page=2").json();
        assertThat(first.path("actions").size()).isEqualTo(2);
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.has("page")).isFalse();
        var second = routes.get("/actions/actions?per_page=2&page=1").json();
        assertThat(second.path("actions").size()).isEqualTo(1);
        assertThat(second.path("page").asInt()).isEqualTo(1);
        assertThat(routes.get("/actions/actions?page=9").json().path("actions").isEmpty())
                .isTrue();
    }

    @Test
    void lists_narrow_by_name_trigger_and_deployment() throws Exception {
        String deployed = api.deployedAction();
        routes.post("/actions/actions", Bodies.action().replace("welcome-mail", "other"));
        assertThat(total("deployed=true")).isEqualTo(1);
        assertThat(total("deployed=false")).isEqualTo(1);
        assertThat(total("actionName=other")).isEqualTo(1);
        assertThat(total("triggerId=event-stream")).isEqualTo(2);
        assertThat(total("triggerId=post-login")).isZero();
        assertThat(total("installed=true")).isZero();
        assertThat(routes.get("/actions/actions?deployed=true")
                        .json()
                        .at("/actions/0/id")
                        .asString())
                .isEqualTo(deployed);
    }

    @Test
    void an_action_that_is_not_there_is_404_without_a_code() {
        String unknown = "/actions/actions/5b0e6d0c-2f3a-4c8e-9a41-7d1f0c9be812";
        for (var call : java.util.List.of("GET ", "PATCH ", "DELETE ", "POST /deploy", "GET /versions")) {
            String[] parts = call.split(" ", -1);
            assertThatThrownBy(() -> routes.call(parts[0], unknown + parts[1], ""))
                    .isInstanceOf(Problem.NotFound.class)
                    .hasMessage("That action does not exist.")
                    .extracting(problem -> ((Problem) problem).code())
                    .isEqualTo("");
        }
    }

    @Test
    void a_tenant_sees_only_its_own_actions() {
        String id = id(routes.post("/actions/actions", Bodies.action()));
        assertThatThrownBy(() -> routes.call("GET", "/actions/actions/" + id, "", Examples.OTHER_TENANT))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(routes.call("GET", "/actions/actions", "", Examples.OTHER_TENANT)
                        .json()
                        .has("total"))
                .isFalse();
    }

    @Test
    void an_action_in_use_is_deleted_by_force_only() throws Exception {
        String id = api.deployedAction();
        routes.post("/event-streams", Bodies.stream("one", Bodies.action(id)));
        assertThatThrownBy(() -> routes.delete("/actions/actions/" + id))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("force=true");
        assertThat(routes.delete("/actions/actions/" + id + "?force=true").status())
                .isEqualTo(204);
    }

    @Test
    void tells_its_only_trigger_and_that_it_has_no_bindings() {
        Golden.assertMatches("triggers.json", routes.get("/actions/triggers").text());
        assertThat(routes.get("/actions/triggers/event-stream/bindings?per_page=50")
                        .text())
                .isEqualTo("{\"bindings\":[],\"per_page\":50}");
        assertThatThrownBy(() -> routes.patch("/actions/triggers/event-stream/bindings", "{\"bindings\":[]}"))
                .isInstanceOf(Problem.Invalid.class);
    }

    private int total(String query) {
        return routes.get("/actions/actions?" + query).json().path("total").asInt(0);
    }

    private static String id(Routes.Answer answer) {
        return answer.json().path("id").asString();
    }
}
