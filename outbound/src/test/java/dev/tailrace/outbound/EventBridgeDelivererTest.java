package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.TenantId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real SDK against a stand-in that reads what it signs and answers as EventBridge does. */
final class EventBridgeDelivererTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN = "a-session-token-that-nobody-sees";
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, TOKEN));
    private static final Destination.EventBridge BRIDGE = new Destination.EventBridge(
            new TenantId("acme"), "123456789012", "eu-west-1", "aws.partner/auth0.com/acme/auth0.events");
    private static final CountDownLatch HANG = new CountDownLatch(1);
    private static final String JSON_TYPE = "Content-Type: application/x-amz-json-1.1\r\n";
    private static final ScriptedEndpoint.Script TAKEN = ScriptedEndpoint.status(
            200,
            JSON_TYPE,
            "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"11710aed-b79e-4468-a20b-bb3c0c3b4860\"}]}");

    @Test
    void puts_one_signed_entry_on_the_bus_of_the_account() throws Exception {
        try (var aws = new ScriptedEndpoint(TAKEN)) {
            assertThat(deliver(aws, Examples.userCreated())).isInstanceOf(Outcome.Delivered.class);

            var request = SignedRequest.of(aws.requests().getFirst());
            assertThat(aws.requests()).hasSize(1);
            assertThat(request.line()).isEqualTo("POST / HTTP/1.1");
            assertThat(request.header("x-amz-target")).isEqualTo("AWSEvents.PutEvents");
            assertThat(request.scope()).containsExactly("AKIDEXAMPLE", "eu-west-1", "events");
            assertThat(request.signedWith(SECRET)).isTrue();
            assertThat(request.signedWith("another")).isFalse();
            JsonNode entries = JsonMapper.shared().readTree(request.body()).path("Entries");
            assertThat(entries).hasSize(1);
            JsonNode entry = entries.path(0);
            assertThat(entry.path("EventBusName").asString())
                    .isEqualTo("arn:aws:events:eu-west-1:123456789012:event-bus/tailrace-events");
            assertThat(entry.path("Source").asString()).isEqualTo("tailrace.acme");
            assertThat(entry.path("DetailType").asString()).isEqualTo("user.created");
            assertThat(entry.path("Detail").asString()).isEqualTo(Examples.JSON);
            assertThat(entry.path("Time").asLong()).isEqualTo(Examples.NOW.getEpochSecond());
        }
    }

    @Test
    void an_account_of_another_partition_has_its_own_form_of_name() {
        var bridge = new Destination.EventBridge(new TenantId("acme"), "123456789012", "us-gov-west-1", "");
        assertThat(new EventBridgeEntry(Examples.userCreated(), bridge, "default").busArn())
                .isEqualTo("arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/default");
    }

    @ParameterizedTest
    @CsvSource({
        "InternalFailure, Try again, true",
        "ThrottlingException, Rate exceeded, true",
        "NotAuthorizedForSourceException, Not authorized for the source., false",
        "MalformedDetail, Detail is malformed., false",
        "InvalidArgument, Parameter EventBusName is not valid., false"
    })
    void an_entry_that_was_not_taken_fails_with_what_is_said_about_it(String code, String text, boolean retryable)
            throws Exception {
        String body = "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"" + code + "\",\"ErrorMessage\":\"" + text
                + "\"}]}";
        var failed = failed(ScriptedEndpoint.status(200, JSON_TYPE, body));
        assertThat(failed.message()).isEqualTo("PutEvents: " + code + ": " + text);
        assertThat(failed.retryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, true",
        "500, InternalException, true",
        "503, ServiceUnavailable, true",
        "400, ExpiredTokenException, true",
        "400, ValidationException, false",
        "400, AccessDeniedException, false",
        "400, ResourceNotFoundException, false",
        "403, UnrecognizedClientException, false"
    })
    void a_refused_call_is_tried_again_where_that_may_help_and_never_by_the_sdk(
            int status, String code, boolean retryable) throws Exception {
        try (var aws = new ScriptedEndpoint(ScriptedEndpoint.status(
                status, JSON_TYPE + "x-amzn-ErrorType: " + code + "\r\n", "{\"message\":\"It says why.\"}"))) {
            var failed = (Outcome.Failed) deliver(aws, Examples.userCreated());
            assertThat(failed.message()).isEqualTo("PutEvents: " + status + " - " + code + ": It says why.");
            assertThat(failed.retryable()).isEqualTo(retryable);
            assertThat(aws.requests()).hasSize(1);
        }
    }

    @Test
    void an_error_of_a_server_before_it_may_be_tried_again() throws Exception {
        var failed = failed(ScriptedEndpoint.status(502, "Content-Type: text/html\r\n", "<h1>Bad Gateway</h1>"));
        assertThat(failed.message()).startsWith("PutEvents: 502");
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void a_refused_signature_does_not_show_the_request_that_was_signed() throws Exception {
        String said = "The Canonical String should have been 'POST x-amz-security-token:" + TOKEN + "'";
        var failed = failed(ScriptedEndpoint.status(
                403, JSON_TYPE + "x-amzn-ErrorType: InvalidSignatureException\r\n", "{\"message\":\"" + said + "\"}"));
        assertThat(failed.message()).isEqualTo("PutEvents: 403 - InvalidSignatureException: the signature was refused");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void an_entry_that_is_too_large_is_not_sent() throws Exception {
        try (var aws = new ScriptedEndpoint(TAKEN)) {
            int beside = new EventBridgeEntry(of("\"\""), BRIDGE, "b").bytes();
            String most = "\"" + "é".repeat((EventBridgeEntry.BYTES_MAX - beside) / 2) + "\"";
            assertThat(deliver(aws, of(most))).isInstanceOf(Outcome.Delivered.class);

            var failed = (Outcome.Failed) deliver(aws, of("\"x" + most.substring(1) + " "));
            assertThat(failed.message())
                    .isEqualTo("PutEvents: not sent: the entry has "
                            + new EventBridgeEntry(of("\"x" + most.substring(1) + " "), BRIDGE, "b").bytes()
                            + " bytes, and an event bus takes at most 262144");
            assertThat(failed.retryable()).isFalse();
            assertThat(aws.requests()).hasSize(1);
        }
    }

    @Test
    void a_stand_in_that_never_answers_is_left_at_the_deadline() throws Exception {
        try (var aws = new ScriptedEndpoint((_, _) -> HANG.await())) {
            long begun = System.nanoTime();
            try (var deliverer = deliverer(aws.uri("/"))) {
                var failed = (Outcome.Failed)
                        deliverer.deliver(Examples.userCreated(), BRIDGE, Deadline.in(Duration.ofMillis(700)));
                assertThat(failed.message()).matches("PutEvents: no complete answer within 0\\.[67] s");
                assertThat(failed.retryable()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void an_endpoint_that_is_not_there_may_be_tried_again() throws Exception {
        var gone = new ScriptedEndpoint(TAKEN);
        gone.close();
        try (var deliverer = deliverer(gone.uri("/"))) {
            var failed = (Outcome.Failed) deliverer.deliver(Examples.userCreated(), BRIDGE, soon());
            assertThat(failed.message()).isEqualTo("PutEvents: no answer: ConnectException");
            assertThat(failed.retryable()).isTrue();
        }
    }

    @Test
    void an_attempt_that_is_ended_from_outside_is_no_failure() throws Exception {
        try (var aws = new ScriptedEndpoint(TAKEN);
                var deliverer = deliverer(aws.uri("/"))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> deliverer.deliver(Examples.userCreated(), BRIDGE, soon()))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    private static Outcome.Failed failed(ScriptedEndpoint.Script script) throws IOException, InterruptedException {
        try (var aws = new ScriptedEndpoint(script)) {
            return (Outcome.Failed) deliver(aws, Examples.userCreated());
        }
    }

    private static Outcome deliver(ScriptedEndpoint aws, Event event) throws InterruptedException {
        try (var deliverer = deliverer(aws.uri("/"))) {
            return deliverer.deliver(event, BRIDGE, soon());
        }
    }

    private static EventBridgeDeliverer deliverer(URI endpoint) {
        return new EventBridgeDeliverer(
                new EventBridgeSettings("tailrace-events", Optional.of(endpoint), Duration.ofSeconds(10)), CREDENTIALS);
    }

    private static Event of(String json) {
        return new Event("e-1", "urn:test", EventType.of("user.created"), Examples.NOW, Optional.empty(), json);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
