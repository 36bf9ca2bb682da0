package dev.tailrace.server.api;

import static dev.tailrace.server.api.OrganizationServer.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.Event;
import dev.tailrace.server.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every event of organizations, made by a real change, read from the log and held against its schema. */
@Timeout(120)
final class OrganizationEventsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path CONTRACT = Path.of("../../shared/contract/events-schema.json");
    private static final List<String> TYPES = List.of(
            "organization.created",
            "organization.connection.added",
            "organization.updated",
            "organization.connection.updated",
            "organization.member.added",
            "organization.member.role.assigned",
            "organization.member.role.deleted",
            "organization.member.deleted",
            "organization.connection.removed",
            "organization.deleted");

    @TempDir
    Path folder;

    /** One change of each kind. */
    private static List<Event> life(OrganizationServer server) throws Exception {
        ApiClient api = server.api();
        String mira = server.user("mira");
        String role = server.role("editor");
        String path = "/organizations/" + OrganizationServer.made(api.post("/organizations", """
            {"name":"acme-north","display_name":"Acme North","metadata":{"region":"north"},
             "branding":{"logo_url":null,"colors":{"primary":"#0A66C2","page_background":"#FFFFFF"}},
             "token_quota":{"client_credentials":{"enforce":true}},
             "enabled_connections":[{"connection_id":"%s"}]}
            """.formatted(DATABASE)));
        api.patch(path, "{\"display_name\":\"Acme\",\"branding\":{\"logo_url\":\"https://img.example.test/n.png\"}}");
        api.patch(path + "/connections/" + DATABASE, "{\"organization_access_level\":\"full\"}");
        String members = "{\"members\":[\"" + mira + "\"]}";
        String roles = "{\"roles\":[\"" + role + "\"]}";
        api.post(path + "/members", members);
        api.post(path + "/members/auth0%7Cmira/roles", roles);
        api.call("DELETE", "/api/v2" + path + "/members/auth0%7Cmira/roles", roles);
        api.call("DELETE", "/api/v2" + path + "/members", members);
        api.delete(path + "/enabled_connections/" + DATABASE);
        api.delete(path);
        return server.events();
    }

    @Test
    void each_change_is_one_event_as_in_the_golden_file() throws Exception {
        try (var server = OrganizationServer.on(folder)) {
            List<Event> events = life(server);
            assertThat(events).extracting(event -> event.type().value()).containsExactlyElementsOf(TYPES);
            var told = JSON.createArrayNode();
            events.forEach(
                    event -> told.add(JSON.readTree(event.json().replaceAll("Java-http-client/[0-9.]+", "a-client"))));
            Golden.assertMatches("organization-events.json", told.toString());
            assertThat(events).allSatisfy(event -> assertThat(event.subject()).isPresent());
        }
    }

    @Test
    void each_event_fits_the_schema_this_engine_ships() throws Exception {
        try (var server = OrganizationServer.on(folder)) {
            var catalog = new BundledEventCatalog(server.store.eventTypes());
            for (Event event : life(server)) {
                String schema = catalog.find(OrganizationServer.TENANT, event.type())
                        .orElseThrow()
                        .schema()
                        .orElseThrow();
                assertThat(problems(
                                JSON.readTree(schema),
                                JSON.readTree(event.json()).path("data")))
                        .as(event.json())
                        .isEmpty();
            }
        }
    }

    @Test
    void each_event_as_a_stream_sees_it_fits_the_contracts_schema() throws Exception {
        assumeTrue(Files.isReadable(CONTRACT), "the contract does not lie beside the checkout");
        JsonNode schemas = JSON.readTree(Files.readString(CONTRACT)).at("/components/schemas");
        try (var server = OrganizationServer.on(folder)) {
            for (Event event : life(server)) {
                ObjectNode schema =
                        (ObjectNode) schemas.path(event.type().value()).deepCopy();
                schema.remove("$id");
                Event seen = event.seenBy("est_7Kq2mVtZ4RbX9nHcYw3LfD");
                assertThat(problems(schema, JSON.readTree(seen.json())))
                        .as(seen.json())
                        .isEmpty();
            }
        }
    }

    @Test
    void what_was_before_is_told_only_where_that_is_wanted() throws Exception {
        try (var server = OrganizationServer.withoutPreviousObject(folder)) {
            assertThat(life(server))
                    .hasSize(TYPES.size())
                    .allSatisfy(event -> assertThat(
                                    JSON.readTree(event.json()).path("data").has("previous_object"))
                            .isFalse());
        }
    }

    private static List<Error> problems(JsonNode schema, JsonNode json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(json, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
