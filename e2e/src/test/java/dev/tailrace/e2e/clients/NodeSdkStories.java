package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people do with npm auth0, in one version of it. Each script tells its calls; what arrived is asked for here. */
abstract class NodeSdkStories {
    private final Lab lab;
    private final Client client;

    NodeSdkStories(Lab lab, Client client) {
        this.lab = lab;
        this.client = client;
    }

    @Test
    void an_action_runs_as_deployed_with_its_secrets() throws Exception {
        tells("actions");
        assertThat(arrived("action"))
                .extracting(c -> c.at("/body/ran").asString())
                .containsExactly("one", "one", "one", "two", "one");
        assertThat(arrived("action"))
                .allMatch(c -> c.at("/headers/x-api-key").asString().equals("key of " + client.id + "-action"));
    }

    @Test
    void streams_of_all_kinds_deliver_fail_and_redeliver() throws Exception {
        tells("streams");
        assertThat(arrived("basic").getFirst().at("/headers/authorization").asString())
                .isEqualTo("Basic dGFpbDpyYWNl");
        assertThat(arrived("bearer-moved")
                        .getFirst()
                        .at("/headers/authorization")
                        .asString())
                .isEqualTo("Bearer t0ken");
        assertThat(ids(arrived("fails")))
                .as("tried four times, then redelivered")
                .hasSize(5)
                .containsOnly(ids(arrived("fails")).getFirst());
        assertThat(ids(arrived("refuses")).subList(3, 6))
                .as("redelivered")
                .containsExactlyInAnyOrderElementsOf(ids(arrived("refuses")).subList(0, 3));
    }

    @Test
    void users_live_and_are_found() throws Exception {
        tells("users");
    }

    @Test
    void the_event_log_is_read_on_from_an_offset() throws Exception {
        tells("events");
    }

    @Test
    void an_organization_lives_with_a_member_a_role_and_a_connection() throws Exception {
        tells("organizations");
    }

    @Test
    void a_second_client_may_do_what_it_was_granted() throws Exception {
        tells("clients");
    }

    @Test
    void a_module_runs_in_an_action_and_its_execution_tells() throws Exception {
        tells("modules");
    }

    @Test
    void a_connection_is_fed_by_scim_and_its_group_has_roles() throws Exception {
        tells("connections");
    }

    @Test
    void a_resource_server_has_permissions_for_roles_and_users() throws Exception {
        tells("permissions");
    }

    private void tells(String story) throws IOException, InterruptedException {
        lab.run(client, "node-sdk/" + story + ".js").is("node-sdk/" + story + ".jsonl");
    }

    private List<JsonNode> arrived(String name) {
        return lab.inbox.calls(client.id + "-" + name);
    }

    private static List<String> ids(List<JsonNode> calls) {
        return calls.stream().map(c -> c.at("/body/id").asString()).toList();
    }
}
