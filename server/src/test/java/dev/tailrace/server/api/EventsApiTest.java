package dev.tailrace.server.api;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.CloudEvents;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventsApiTest {
    private final MemoryEventLog log = new MemoryEventLog(() -> NOW);
    private final BundledEventCatalog catalog = new BundledEventCatalog(new EventTypesInMemory());
    private final EventsApi api = new EventsApi(new CloudEvents(catalog, () -> NOW), log);

    @Test
    void answers_202_once_the_event_is_in_the_log() throws Exception {
        Response response = publish(new EventCall()
                .header("Content-Type", "application/cloudevents+json")
                .body(event("1")));
        assertThat(response.status()).isEqualTo(202);
        assertThat(EventCall.json(response).toString()).isEqualTo("{\"accepted\":1}");
        assertThat(logged()).extracting(Event::id).containsExactly("1");
        assertThat(logged().getFirst().json()).endsWith("\"a0tenant\":\"example-tenant\"}");
    }

    @Test
    void takes_a_batch_whole_or_not_at_all() throws Exception {
        var call = new EventCall().header("Content-Type", "application/cloudevents-batch+json");
        assertThatThrownBy(() -> publish(call.body("[" + event("1") + "," + event("") + "]")))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("Payload validation error: 'must not be empty' on property [1].id.");
        assertThat(logged()).isEmpty();
        Response response = publish(call.body("[" + event("1") + "," + event("2") + "]"));
        assertThat(EventCall.json(response).path("accepted").asInt()).isEqualTo(2);
        assertThat(logged()).extracting(Event::id).containsExactly("1", "2");
    }

    @Test
    void an_empty_batch_is_accepted_and_appends_nothing() throws Exception {
        Response response = publish(new EventCall()
                .header("Content-Type", "application/cloudevents-batch+json")
                .body("[]"));
        assertThat(response.status()).isEqualTo(202);
        assertThat(logged()).isEmpty();
    }

    @Test
    void takes_binary_mode_with_extension_attributes() throws Exception {
        publish(binary().header("ce-traceparent", "00-1"));
        assertThat(logged().getFirst().json())
                .contains("\"traceparent\":\"00-1\"", "\"data\":{\"object\":{\"user_id\":\"u\"}}")
                .doesNotContain("content-type", "accept");
    }

    @Test
    void refuses_a_header_given_twice() {
        assertThatThrownBy(() -> publish(binary().header("ce-id", "2")))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("'is given twice' on property ce-id");
        assertThat(logged()).isEmpty();
    }

    @Test
    void wants_its_scope_and_bounds_the_body() {
        Route route = api.routes().getFirst();
        assertThat(route.scopes()).containsExactly("create:events");
        assertThat(route.bodyBytesMax()).isEqualTo(CloudEvents.REQUEST_BYTES_MAX);
    }

    private Response publish(EventCall call) throws InterruptedException {
        return call.send(api.routes(), "POST", "/api/v2/events");
    }

    private List<Event> logged() {
        return log.read(TENANT, Offset.START, 100).stream().map(LogEntry::event).toList();
    }

    private static EventCall binary() {
        return new EventCall()
                .header("Content-Type", "application/json")
                .header("Accept", "*/*")
                .header("CE-SpecVersion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "/test")
                .header("ce-type", "user.created")
                .body("{\"object\":{\"user_id\":\"u\"}}");
    }

    private static String event(String id) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/test\",\"type\":\"user.created\","
                + "\"data\":{\"object\":{\"user_id\":\"u\"}}}";
    }
}
