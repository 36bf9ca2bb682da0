package dev.tailrace.server.api;

import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class EventTypesApiTest {
    private static final String ALL = "/api/v2/event-types";
    private static final String ONE = "/api/v2/event-types/{type}";
    private final BundledEventCatalog catalog = new BundledEventCatalog(new EventTypesInMemory());
    private final EventTypesApi api = new EventTypesApi(catalog);

    @Test
    void registers_replaces_and_shows_an_own_type() throws Exception {
        String body = """
            {"description":"Paid.","schema":{"type":"object","required":["total"],"$defs":{"a":{}},\
            "properties":{"total":{"$ref":"#/$defs/a"}}},"sample":{"total":12}}\
            """;
        Response created = put("shop.order.paid", body);
        assertThat(created.status()).isEqualTo(201);
        assertThat(EventCall.json(created).toString())
                .isEqualTo("{\"type\":\"shop.order.paid\",\"description\":\"Paid.\",\"kind\":\"own\","
                        + body.substring(body.indexOf("\"schema\"")));
        assertThat(EventCall.json(get("shop.order.paid"))).isEqualTo(EventCall.json(created));
        assertThat(catalog.knows(TENANT, EventType.of("shop.order.paid"))).isTrue();

        assertThat(put("shop.order.paid", "{}").status()).isEqualTo(200);
        assertThat(EventCall.json(get("shop.order.paid")).toString())
                .isEqualTo("{\"type\":\"shop.order.paid\",\"description\":\"\",\"kind\":\"own\",\"sample\":{}}");
        assertThatThrownBy(() -> new EventCall()
                        .of(OTHER_TENANT)
                        .parameter("type", "shop.order.paid")
                        .send(api.routes(), "GET", ONE))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void lists_all_types_shortly() throws Exception {
        put("shop.order.paid", "{\"sample\":{}}");
        JsonNode types =
                EventCall.json(new EventCall().send(api.routes(), "GET", ALL)).path("event_types");
        assertThat(types).hasSize(29);
        assertThat(types.get(0).toString())
                .isEqualTo("{\"type\":\"connection.created\",\"description\":\"A connection was created.\","
                        + "\"kind\":\"catalogue\"}");
        assertThat(types.get(25).path("kind").asString()).isEqualTo("extension");
        assertThat(types.get(28).path("type").asString()).isEqualTo("shop.order.paid");
    }

    @Test
    void shows_schema_and_sample_of_a_catalogue_type() throws Exception {
        JsonNode type = EventCall.json(get("user.deleted"));
        assertThat(type.at("/sample/object/deleted_at").isString()).isTrue();
        assertThat(type.at("/schema/$defs/deletedUser/required/0").asString()).isEqualTo("deleted_at");
        assertThat(type.at("/schema/$defs/user").isObject()).isTrue();
        assertThat(type.at("/schema/$defs/group").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.created", "connection.deleted", "user.login.succeeded"})
    void a_type_of_the_server_cannot_be_registered_over(String type) {
        assertThatThrownBy(() -> put(type, "{}")).isInstanceOf(Problem.Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.melted", "organization.member.left", "group", "connection.x.y"})
    void a_name_of_the_server_s_families_cannot_be_registered(String type) {
        assertThatThrownBy(() -> put(type, "{}"))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("are the server's own");
        assertThat(catalog.knows(TENANT, EventType.of(type))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"description":7}|on property description
        {"schema":true}|on property schema
        {"sample":[]}|on property sample
        {"simple":{}}|Additional properties not allowed: simple
        {"schema":{"type":"objekt"}}|not a JSON Schema: /type
        {"schema":{"properties":{"a":{"minLength":"3"}}}}|not a JSON Schema: /properties/a/minLength
        {"schema":{"$schema":"https://example.com/mine"}}|$schema must name a JSON Schema draft
        {"schema":{"properties":{"a":{"$ref":"http://127.0.0.1:1/x"}}}}|$ref must refer to the schema itself
        """)
    void refuses_a_body_that_breaks_a_rule(String body, String message) {
        assertThatThrownBy(() -> put("a.b", body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(message);
        assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/draft-04/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void takes_schemas_of_older_drafts(String draft) throws Exception {
        assertThat(put("a.b", "{\"schema\":{\"$schema\":\"" + draft + "\",\"type\":\"object\"}}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void bounds_what_is_given() {
        String long64 = "x".repeat(64 * 1024);
        assertThatThrownBy(() -> put("a.b", "{\"sample\":{\"x\":\"" + long64 + "\"}}"))
                .hasMessageContaining("Object is too long")
                .hasMessageContaining("on property sample");
        assertThatThrownBy(() -> put("a.b", "{\"description\":\"" + "x".repeat(1_001) + "\"}"))
                .hasMessageContaining("on property description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop.Paid", "a b", "a/b", "a."})
    void refuses_other_names(String name) {
        assertThatThrownBy(() -> put(name, "{}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("format event-type: " + name);
    }

    @Test
    void tells_an_unknown_type() {
        assertThatThrownBy(() -> get("a.b")).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void wants_scopes() {
        assertThat(api.routes())
                .extracting(Route::scopes)
                .extracting(s -> s.getFirst())
                .containsExactly("read:event_types", "read:event_types", "read:event_types", "update:event_types");
    }

    private Response put(String type, String body) throws InterruptedException {
        return new EventCall().parameter("type", type).body(body).send(api.routes(), "PUT", ONE);
    }

    private Response get(String type) throws InterruptedException {
        return new EventCall().parameter("type", type).send(api.routes(), "GET", ONE);
    }
}
