package dev.tailrace.server.api;

import static dev.tailrace.server.api.OrganizationServer.DATABASE;
import static dev.tailrace.server.api.OrganizationServer.ENTERPRISE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connections of organizations, in both families of paths. */
@Timeout(120)
final class OrganizationConnectionsApiTest {
    @TempDir
    Path folder;

    private OrganizationServer server;
    private ApiClient api;
    private String enabled;
    private String all;

    @BeforeEach
    void start() throws Exception {
        server = OrganizationServer.on(folder);
        api = server.api();
        String path = "/organizations/" + server.organization("acme");
        enabled = path + "/enabled_connections";
        all = path + "/connections";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_connection_is_enabled_changed_and_removed() throws Exception {
        var added = api.post(enabled, """
            {"connection_id":"%s","assign_membership_on_login":true,"show_as_button":true}
            """.formatted(DATABASE));
        assertThat(added.status()).isEqualTo(201);
        Golden.assertMatches("organization-connection.json", added.wire().body());
        assertThat(api.get(enabled + "/" + DATABASE).body()).isEqualTo(added.body());

        var changed = api.patch(enabled + "/" + DATABASE, "{\"is_signup_enabled\":true}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("is_signup_enabled").asBoolean()).isTrue();
        assertThat(changed.body().path("assign_membership_on_login").asBoolean())
                .isTrue();
        assertThat(server.lastData().at("/previous_object/is_signup_enabled").asBoolean(true))
                .isFalse();
        assertThat(server.lastData().at("/object/is_signup_enabled").asBoolean())
                .isTrue();
        api.patch(enabled + "/" + DATABASE, "{\"is_signup_enabled\":true}");

        assertThat(api.delete(enabled + "/" + DATABASE).status()).isEqualTo(204);
        assertThat(api.delete(enabled + "/" + DATABASE).status()).isEqualTo(204);
        assertThat(api.get(enabled + "/" + DATABASE).status()).isEqualTo(404);
        assertThat(api.get(enabled).body()).isEmpty();
        assertThat(server.types())
                .containsExactly(
                        "organization.created",
                        "organization.connection.added",
                        "organization.connection.updated",
                        "organization.connection.removed");
    }

    @Test
    void enabling_it_again_is_no_event_and_enabling_it_otherwise_is_a_change() throws Exception {
        String body = "{\"connection_id\":\"" + DATABASE + "\"";
        assertThat(api.post(enabled, body + "}").status()).isEqualTo(201);
        assertThat(api.post(enabled, body + "}").status()).isEqualTo(201);
        assertThat(server.types()).hasSize(2);
        assertThat(api.post(enabled, body + ",\"show_as_button\":false}").status())
                .isEqualTo(201);
        assertThat(server.types()).hasSize(3).last().isEqualTo("organization.connection.updated");
        assertThat(api.post(all, body + "}").status()).isEqualTo(409);
        assertThat(server.types()).hasSize(3);
    }

    @Test
    void the_newer_paths_know_what_is_disabled_and_three_settings_more() throws Exception {
        var added = api.post(all, """
            {"connection_id":"%s","is_enabled":false,"organization_access_level":"limited",
             "organization_connection_name":"Work account"}
            """.formatted(ENTERPRISE));
        assertThat(added.status()).isEqualTo(201);
        Golden.assertMatches("organization-connection.all.json", added.wire().body());
        assertThat(server.lastData().at("/object/organization_access_level").asString())
                .isEqualTo("limited");
        api.post(enabled, "{\"connection_id\":\"" + DATABASE + "\"}");

        assertThat(api.get(all).body()).hasSize(2);
        assertThat(api.get(all + "?is_enabled=false").body()).hasSize(1);
        assertThat(api.get(enabled + "?include_totals=true")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get(enabled + "/" + ENTERPRISE).status()).isEqualTo(404);
        assertThat(api.patch(enabled + "/" + ENTERPRISE, "{}").status()).isEqualTo(404);

        var cleared = api.patch(all + "/" + ENTERPRISE, """
            {"is_enabled":true,"organization_access_level":null,"organization_connection_name":null}
            """);
        assertThat(cleared.body().has("organization_access_level")).isFalse();
        assertThat(cleared.body().has("organization_connection_name")).isFalse();
        assertThat(api.get(all + "/" + ENTERPRISE).body()).isEqualTo(cleared.body());
        assertThat(api.get(enabled + "/" + ENTERPRISE).status()).isEqualTo(200);
        assertThat(server.types().getLast()).isEqualTo("organization.connection.updated");
        assertThat(api.delete(all + "/" + ENTERPRISE).status()).isEqualTo(204);
        assertThat(api.get(all).body()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'connection_id':'con_9ZrTk3WmQc6HsNbF','is_signup_enabled':true,'assign_membership_on_login':true}"
                        + " | 400 | is_signup_enabled can be true for database connections only; this one is samlp.",
                "{'connection_id':'con_4nBqYw8TzKp2VdLx','is_signup_enabled':true} | 400 | Payload validation error:"
                        + " 'Needs assign_membership_on_login to be true' on property is_signup_enabled.",
                "{'connection_id':'con_0000000000000000'} | 404 | The connection does not exist.",
                "{'connection_id':'ldap'} | 400 | Payload validation error: 'Object didn't pass validation for format"
                        + " connection-id' on property connection_id.",
                "{'connection_id':'con_4nBqYw8TzKp2VdLx','is_enabled':true} | 400 | Payload validation error:"
                        + " 'Additional properties not allowed: is_enabled'.",
                "{} | 400 | Payload validation error: 'Missing required property: connection_id'."
            })
    void what_cannot_be_enabled_is_refused_with_its_reason(String body, int status, String message) throws Exception {
        // The messages hold apostrophes of their own.
        var refused = api.post(enabled, body.replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.text("message")).isEqualTo(message);
        assertThat(server.types()).containsExactly("organization.created");
    }

    @Test
    void a_connection_that_is_being_removed_is_not_there() throws Exception {
        api.post(enabled, "{\"connection_id\":\"" + ENTERPRISE + "\"}");
        server.ending(ENTERPRISE);
        assertThat(api.get(enabled).body()).isEmpty();
        assertThat(api.get(enabled + "/" + ENTERPRISE).status()).isEqualTo(404);
        assertThat(api.post(all, "{\"connection_id\":\"" + ENTERPRISE + "\"}").status())
                .isEqualTo(404);
    }
}
