package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.auth0.client.mgmt.ManagementApi;
import com.auth0.client.mgmt.core.ManagementApiException;
import com.auth0.client.mgmt.core.ManagementException;
import com.auth0.client.mgmt.types.ActionSecretRequest;
import com.auth0.client.mgmt.types.ActionTrigger;
import com.auth0.client.mgmt.types.CreateActionRequestContent;
import com.auth0.client.mgmt.types.CreateEventStreamActionRequestContent;
import com.auth0.client.mgmt.types.CreateEventStreamEventBridgeRequestContent;
import com.auth0.client.mgmt.types.CreateEventStreamTestEventRequestContent;
import com.auth0.client.mgmt.types.CreateEventStreamWebHookRequestContent;
import com.auth0.client.mgmt.types.CreateUserRequestContent;
import com.auth0.client.mgmt.types.EventStreamActionConfiguration;
import com.auth0.client.mgmt.types.EventStreamActionDestination;
import com.auth0.client.mgmt.types.EventStreamActionDestinationTypeEnum;
import com.auth0.client.mgmt.types.EventStreamEventBridgeAwsRegionEnum;
import com.auth0.client.mgmt.types.EventStreamEventBridgeConfiguration;
import com.auth0.client.mgmt.types.EventStreamEventBridgeDestination;
import com.auth0.client.mgmt.types.EventStreamEventBridgeDestinationTypeEnum;
import com.auth0.client.mgmt.types.EventStreamSubscription;
import com.auth0.client.mgmt.types.EventStreamTestEventTypeEnum;
import com.auth0.client.mgmt.types.EventStreamWebhookAuthorizationResponse;
import com.auth0.client.mgmt.types.EventStreamWebhookBasicAuth;
import com.auth0.client.mgmt.types.EventStreamWebhookBasicAuthMethodEnum;
import com.auth0.client.mgmt.types.EventStreamWebhookConfiguration;
import com.auth0.client.mgmt.types.EventStreamWebhookDestination;
import com.auth0.client.mgmt.types.EventStreamWebhookDestinationTypeEnum;
import com.auth0.client.mgmt.types.EventStreamWebhookResponseContent;
import com.auth0.client.mgmt.types.EventStreamsCreateRequest;
import com.auth0.client.mgmt.types.ListEventStreamsRequestParameters;
import com.auth0.client.mgmt.types.ListUsersByEmailRequestParameters;
import com.auth0.client.mgmt.types.TestActionRequestContent;
import com.auth0.client.mgmt.types.UpdateActionRequestContent;
import com.auth0.client.mgmt.types.UpdateEventStreamRequestContent;
import com.auth0.client.mgmt.types.UpdateUserRequestContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What com.auth0:auth0 can do in the version that Maven Central has, and where it fails by itself. */
abstract class JavaSdkStories {
    private static final String TRUST = "javax.net.ssl.trustStore";

    @TempDir
    private Path folder;

    private final Lab lab;

    JavaSdkStories(Lab lab) {
        this.lab = lab;
    }

    /** The client for tokens is not to be reached: it trusts what the JVM trusts, as a user would set it. */
    @BeforeEach
    void trust() throws Exception {
        Path store = folder.resolve("trust.p12");
        Trusted.write(lab.ca(), store, "changeit");
        System.setProperty(TRUST, store.toString());
        System.setProperty(TRUST + "Password", "changeit");
    }

    @AfterEach
    void trustNoMore() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST + "Password");
    }

    @Test
    void an_action_runs_as_deployed_with_its_secrets() throws Exception {
        ManagementApi api = api();
        String id = call("actions.create", () -> api.actions().create(newAction()))
                .getId()
                .orElseThrow();
        call(
                "actions.get",
                () -> await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> api.actions()
                                        .get(id)
                                        .getStatus()
                                        .orElseThrow()
                                        .toString(),
                                "built"::equals));
        Map<String, Object> message =
                Map.of("type", "user.created", "data", Map.of("object", Map.of("email", "draft")));
        call(
                "actions.test",
                () -> api.actions()
                        .test(
                                id,
                                TestActionRequestContent.builder()
                                        .payload(Map.of("event", Map.of("message", message)))
                                        .build()));
        call("actions.deploy", () -> api.actions().deploy(id));
        assertThat(call("actions.versions.list", () -> api.actions().versions().list(id))
                        .streamItems()
                        .map(v -> v.getNumber().orElseThrow().intValue()))
                .containsExactly(1);
        assertThat(call("actions.list", () -> api.actions().list())
                        .streamItems()
                        .map(a -> a.getId().orElseThrow()))
                .contains(id);

        String stream =
                id(call("eventStreams.create (action)", () -> api.eventStreams().create(actionStream(id)))
                        .get());
        String user = newUser(api, "action");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> lab.inbox.calls("java-action").size() == 2);
        JsonNode run = lab.inbox.calls("java-action").getLast();
        assertThat(run.at("/body/email").asString()).isEqualTo("java-action@example.com");
        assertThat(run.at("/headers/x-api-key").asString()).isEqualTo("k3y");

        UpdateActionRequestContent renamed =
                UpdateActionRequestContent.builder().name("java-renamed").build();
        assertThat(call("actions.update", () -> api.actions().update(id, renamed))
                        .getName())
                .contains("java-renamed");
        does("eventStreams.delete", () -> api.eventStreams().delete(stream));
        refused(
                "actions.get (deleted with its stream)",
                404,
                () -> api.actions().get(id));
        String other = api.actions().create(newAction()).getId().orElseThrow();
        does("actions.delete", () -> api.actions().delete(other));
        refused("actions.get (deleted)", 404, () -> api.actions().get(other));
        api.users().delete(user);
    }

    @Test
    void streams_as_far_as_it_knows_them() throws Exception {
        ManagementApi api = api();
        refused(
                "eventStreams.create (webhook; it has no field for the secret)",
                400,
                () -> api.eventStreams().create(webhookStream()));
        Object made = call(
                        "eventStreams.create (eventbridge)",
                        () -> api.eventStreams().create(bridgeStream()))
                .get();
        String id = id(made);
        assertThat(made).as("whatever the stream is").isInstanceOf(EventStreamWebhookResponseContent.class);
        lab.observed.call(
                Client.JAVA,
                "eventStreams.*, the destination of an answer",
                "is decoded as a webhook's whatever it is, also with the public service");

        call("eventStreams.get", () -> api.eventStreams().get(id));
        UpdateEventStreamRequestContent renamed =
                UpdateEventStreamRequestContent.builder().name("java-renamed").build();
        Object changed = call("eventStreams.update", () -> api.eventStreams().update(id, renamed))
                .get();
        assertThat(((EventStreamWebhookResponseContent) changed).getName()).contains("java-renamed");
        ListEventStreamsRequestParameters byOne =
                ListEventStreamsRequestParameters.builder().take(1).build();
        assertThat(call("eventStreams.list", () -> api.eventStreams().list(byOne))
                        .streamItems()
                        .map(s -> id(s.get())))
                .contains(id);

        CreateEventStreamTestEventRequestContent test = CreateEventStreamTestEventRequestContent.builder()
                .eventType(EventStreamTestEventTypeEnum.USER_CREATED)
                .build();
        undecoded("eventStreams.test", () -> api.eventStreams().test(id, test));
        await().atMost(Duration.ofSeconds(40)).until(() -> !deliveries(id).isEmpty());
        undecoded(
                "eventStreams.deliveries.list",
                () -> api.eventStreams().deliveries().list(id));
        String event = deliveries(id).path(0).path("id").asString();
        undecoded(
                "eventStreams.deliveries.getHistory",
                () -> api.eventStreams().deliveries().getHistory(id, event));
        call(
                "eventStreams.redeliveries.create",
                () -> api.eventStreams().redeliveries().create(id));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> deliveries(id)
                        .at("/0/attempts")
                        .valueStream()
                        .anyMatch(a -> a.path("status").asString().equals("retrying")));
        api.eventStreams().delete(id);
        refused("eventStreams.get (deleted)", 404, () -> api.eventStreams().get(id));
    }

    @Test
    void users_live_and_are_found() throws Exception {
        ManagementApi api = api();
        String id = newUser(api, "user");
        UpdateUserRequestContent change = UpdateUserRequestContent.builder()
                .nickname("jay")
                .userMetadata(Map.of("plan", "gold"))
                .build();
        call("users.update", () -> api.users().update(id, change));
        var got = call("users.get", () -> api.users().get(id));
        assertThat(got.getNickname()).contains("jay");
        assertThat(got.getUserMetadata().orElseThrow().get("plan")).isEqualTo("gold");
        assertThat(call("users.list", () -> api.users().list())
                        .streamItems()
                        .map(u -> u.getUserId().orElseThrow()))
                .contains(id);
        ListUsersByEmailRequestParameters email = ListUsersByEmailRequestParameters.builder()
                .email("java-user@example.com")
                .build();
        assertThat(call("users.listUsersByEmail", () -> api.users().listUsersByEmail(email)))
                .hasSize(1);
        refused("users.create (taken)", 409, () -> newUser(api, "user"));
        does("users.delete", () -> api.users().delete(id));
        refused("users.get (deleted)", 404, () -> api.users().get(id));
    }

    private ManagementApi api() throws IOException {
        lab.observed.request(Client.JAVA, new Observed.Sent("POST", "/oauth/token", 200));
        return ManagementApi.builder()
                .domain(lab.domain())
                .clientCredentials(
                        lab.application().path("client_id").asString(),
                        lab.application().path("client_secret").asString())
                .httpClient(
                        new OkHttpClient.Builder().addInterceptor(this::noted).build())
                .build();
    }

    private Response noted(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        lab.observed.request(
                Client.JAVA,
                new Observed.Sent(
                        chain.request().method(), chain.request().url().encodedPath(), response.code()));
        return response;
    }

    private <T> T call(String name, Supplier<T> run) {
        T answer = run.get();
        lab.observed.call(Client.JAVA, name, "works");
        return answer;
    }

    private void does(String name, Runnable run) {
        run.run();
        lab.observed.call(Client.JAVA, name, "works");
    }

    private void refused(String name, int status, Runnable run) {
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        ManagementApiException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(status));
        lab.observed.call(Client.JAVA, name, "refused with " + status);
    }

    /** The server did it; the SDK cannot read the answer. */
    private void undecoded(String name, Supplier<?> run) {
        assertThatThrownBy(run::get)
                .isInstanceOf(ManagementException.class)
                .isNotInstanceOf(ManagementApiException.class);
        lab.observed.call(
                Client.JAVA, name, "fails in the client: it cannot decode the answer, also with the public service");
    }

    private String newUser(ManagementApi api, String name) {
        CreateUserRequestContent user = CreateUserRequestContent.builder()
                .connection("Username-Password-Authentication")
                .email("java-" + name + "@example.com")
                .password("correct horse battery")
                .build();
        return call("users.create", () -> api.users().create(user)).getUserId().orElseThrow();
    }

    private CreateActionRequestContent newAction() {
        String code = """
            exports.onExecuteEventStream = async (event) => {
              await fetch(event.secrets.INBOX, {
                method: 'POST',
                headers: { 'x-api-key': event.secrets.API_KEY },
                body: JSON.stringify({ email: event.message.data.object.email }),
              });
            };
            """;
        return CreateActionRequestContent.builder()
                .name("java-action")
                .addSupportedTriggers(
                        ActionTrigger.builder().id("event-stream").version("v1").build())
                .code(code)
                .secrets(List.of(secret("INBOX", lab.inbox.url() + "/in/java-action"), secret("API_KEY", "k3y")))
                .build();
    }

    private static ActionSecretRequest secret(String name, String value) {
        return ActionSecretRequest.builder().name(name).value(value).build();
    }

    private static EventStreamsCreateRequest actionStream(String action) {
        return EventStreamsCreateRequest.of(CreateEventStreamActionRequestContent.builder()
                .destination(EventStreamActionDestination.builder()
                        .type(EventStreamActionDestinationTypeEnum.ACTION)
                        .configuration(EventStreamActionConfiguration.builder()
                                .actionId(action)
                                .build())
                        .build())
                .name("java-action")
                .subscriptions(created())
                .build());
    }

    private static EventStreamsCreateRequest bridgeStream() {
        return EventStreamsCreateRequest.of(CreateEventStreamEventBridgeRequestContent.builder()
                .destination(EventStreamEventBridgeDestination.builder()
                        .type(EventStreamEventBridgeDestinationTypeEnum.EVENTBRIDGE)
                        .configuration(EventStreamEventBridgeConfiguration.builder()
                                .awsAccountId("123456789012")
                                .awsRegion(EventStreamEventBridgeAwsRegionEnum.EU_CENTRAL1)
                                .build())
                        .build())
                .name("java-bridge")
                .subscriptions(created())
                .build());
    }

    private EventStreamsCreateRequest webhookStream() {
        return EventStreamsCreateRequest.of(CreateEventStreamWebHookRequestContent.builder()
                .destination(EventStreamWebhookDestination.builder()
                        .type(EventStreamWebhookDestinationTypeEnum.WEBHOOK)
                        .configuration(EventStreamWebhookConfiguration.builder()
                                .webhookEndpoint(lab.inbox.url() + "/in/java")
                                .webhookAuthorization(
                                        EventStreamWebhookAuthorizationResponse.of(EventStreamWebhookBasicAuth.builder()
                                                .method(EventStreamWebhookBasicAuthMethodEnum.BASIC)
                                                .username("tail")
                                                .build()))
                                .build())
                        .build())
                .name("java-webhook")
                .subscriptions(created())
                .build());
    }

    private static List<EventStreamSubscription> created() {
        return List.of(
                EventStreamSubscription.builder().eventType("user.created").build());
    }

    private static String id(Object stream) {
        return ((EventStreamWebhookResponseContent) stream).getId().orElseThrow();
    }

    /** What the server has, asked for besides the SDK. */
    private JsonNode deliveries(String stream) throws IOException, InterruptedException {
        return lab.ours().get("/api/v2/event-streams/" + stream + "/deliveries").path("deliveries");
    }
}
