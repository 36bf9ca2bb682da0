package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our answers have the properties, the types and the order of the contract's examples, which may lie beside the checkout
 * in {@code shared/contract/examples}; without them this is skipped.
 */
final class ContractShapesTest {
    private static final Path EXAMPLES = Path.of("../../shared/contract/examples");
    private static final JsonMapper MAPPER = new JsonMapper();
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        assumeTrue(Files.isDirectory(EXAMPLES), "the contract's examples are not here: " + EXAMPLES);
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void streams_of_every_destination() throws Exception {
        for (String kind : List.of("webhook-basic", "webhook-bearer", "webhook-custom-header", "eventbridge")) {
            var answer = routes.post("/event-streams", request("post-event-streams." + kind));
            var read = (ObjectNode) routes.get("/event-streams/" + id(answer)).json();
            read.remove("delivery"); // ours
            assertThat(answer.json()).isEqualTo(read);
        }
        assertShape("post-event-streams.eventbridge.response-201", read("to-aws"));
        assertShape("post-event-streams.webhook-bearer.response-201", read("crm-sync"));
        assertShape("get-event-streams-by-id.webhook-basic.response-200", read("crm-sync-basic"));
        assertShape("get-event-streams-by-id.webhook-custom-header.response-200", read("crm-sync-header"));
        String body = request("post-event-streams.action")
                .replace("5b0e6d0c-2f3a-4c8e-9a41-7d1f0c9be812", api.deployedAction());
        assertShape(
                "post-event-streams.action.response-201",
                routes.post("/event-streams", body).text());
    }

    @Test
    void changes_of_a_stream() throws Exception {
        String id = id(routes.post("/event-streams", request("post-event-streams.webhook-bearer")));
        String path = "/event-streams/" + id;
        assertShape(
                "patch-event-streams-by-id.response-200",
                routes.patch(path, request("patch-event-streams-by-id")).text());
        assertThat(routes.patch(path, request("patch-event-streams-by-id.webhook"))
                        .status())
                .isEqualTo(200);
        assertShape("get-event-streams.response-200", listOfTwo());
    }

    @Test
    void deliveries() throws Exception {
        String id = id(routes.post("/event-streams", request("post-event-streams.webhook-bearer")));
        String path = "/event-streams/" + id;
        assertShape(
                "get-event-deliveries.empty.response-200",
                routes.get(path + "/deliveries").text());
        put(id, Examples.userCreated(), List.of(failed(), failed(), failed(), failed()));
        put(id, Examples.userDeleted(), List.of(failed()));
        assertShape(
                "get-event-deliveries.response-200",
                routes.get(path + "/deliveries?take=1").text());
        put(id, Examples.userCreated(), List.of(failed()));
        assertThat(routes.post(path + "/redeliver", request("post-redeliver")).json())
                .isEqualTo(example("post-redeliver.response-202"));
        assertThat(routes.post(path + "/redeliver", request("post-redeliver.empty"))
                        .json())
                .isEqualTo(example("post-redeliver.empty.response-202"));
        assertShape(
                "post-test-event.response-202",
                routes.post(path + "/test", request("post-test-event")).text());
        assertShape(
                "post-test-event.response-202",
                routes.post(path + "/test", request("post-test-event.with-data"))
                        .text());
    }

    @Test
    void actions() throws Exception {
        var created = routes.post("/actions/actions", request("post-action"));
        assertShape("post-action.response-201", created.text());
        api.build();
        String path = "/actions/actions/" + id(created);
        assertShape("get-action.built-draft.response-200", routes.get(path).text());
        assertShape(
                "post-deploy-action.response-200",
                routes.post(path + "/deploy", "").text());
        assertShape("get-action.deployed.response-200", routes.get(path).text());
        assertShape("get-actions.response-200", routes.get("/actions/actions").text());
        var versions = routes.get(path + "/versions");
        assertShape("get-action-versions.response-200", versions.text());
        String version = versions.json().at("/versions/0/id").asString();
        assertShape(
                "get-action-version.response-200",
                routes.get(path + "/versions/" + version).text());
        assertShape(
                "patch-action.response-200",
                routes.patch(path, request("patch-action")).text());
        api.build();
        assertShape(
                "post-deploy-draft-version.response-200",
                routes.post(path + "/versions/" + version + "/deploy", request("post-deploy-draft-version"))
                        .text());
        assertThat(routes.get("/actions/triggers").json()).isEqualTo(example("get-triggers.response-200"));
    }

    private String listOfTwo() throws IOException {
        String other = request("post-event-streams.webhook-bearer").replace("crm-sync", "another");
        routes.post("/event-streams", other);
        return routes.get("/event-streams").text();
    }

    private String read(String name) {
        return api.streams.all().stream()
                .filter(stream -> stream.name().equals(name))
                .map(stream -> routes.get("/event-streams/" + stream.id()).text())
                .findFirst()
                .orElseThrow();
    }

    private void put(String stream, ExampleEvent event, List<Attempt> attempts) {
        api.deliveries.add(new Delivery(
                new StreamId(Examples.TENANT, stream),
                Examples.entry(1, event),
                new Delivery.State.Failed(Examples.NOW),
                attempts));
    }

    private static Attempt failed() {
        return new Attempt.Tried(Examples.NOW, Duration.ofMillis(41), Outcome.Failed.retryable("503 - down"));
    }

    /** Every property of the example is there with its type, in its order; more may be there. */
    private static void assertShape(String example, String answer) throws IOException {
        compare("", example(example), MAPPER.readTree(answer));
    }

    private static void compare(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as("type of %s", path).isEqualTo(expected.getNodeType());
        if (expected.isObject() && !path.endsWith("/event")) {
            var shared = new ArrayList<>(actual.propertyNames());
            shared.retainAll(expected.propertyNames());
            assertThat(shared).as("properties of %s", path).containsExactlyElementsOf(expected.propertyNames());
            expected.properties().forEach(p -> compare(path + "/" + p.getKey(), p.getValue(), actual.path(p.getKey())));
        } else if (expected.isObject()) {
            Set<String> names = new TreeSet<>(expected.propertyNames());
            assertThat(new TreeSet<>(actual.propertyNames()))
                    .as("attributes of %s", path)
                    .isEqualTo(names);
        } else if (expected.isArray() && !expected.isEmpty()) {
            assertThat(actual.size()).as("items of %s", path).isPositive();
            compare(path + "/0", expected.get(0), actual.get(0));
        }
    }

    private static JsonNode example(String name) throws IOException {
        return MAPPER.readTree(Files.readString(EXAMPLES.resolve(name + ".json")));
    }

    private static String request(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name + ".request.json"));
    }

    private static String id(Routes.Answer answer) {
        return answer.json().path("id").asString();
    }
}
