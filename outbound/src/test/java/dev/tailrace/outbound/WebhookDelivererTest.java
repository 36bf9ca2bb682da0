package dev.tailrace.outbound;

import static dev.tailrace.outbound.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.tenant.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookDelivererTest {
    private final WebhookDeliverer deliverer = new WebhookDeliverer(
            WebhookSettings.DEFAULT, new EgressPolicy(LocalAllowance.ALL), InstantSource.fixed(Examples.NOW));

    @AfterEach
    void close() {
        deliverer.close();
    }

    @Test
    void posts_the_events_json_and_nothing_more_than_it_must() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", "thanks"))) {
            assertThat(deliver(endpoint.uri("/hook?x=1"))).isInstanceOf(Outcome.Delivered.class);

            assertThat(endpoint.requests()).singleElement().satisfies(request -> {
                assertThat(request.head()).startsWith("POST /hook?x=1 HTTP/1.1\r\n");
                assertThat(request.has("Content-Type: application/json")).isTrue();
                assertThat(request.has("Authorization: Bearer open-sesame")).isTrue();
                assertThat(request.has("Host: 127.0.0.1:" + endpoint.port())).isTrue();
                assertThat(request.head())
                        .doesNotContainIgnoringCase("accept-encoding")
                        .doesNotContainIgnoringCase("upgrade")
                        .doesNotContainIgnoringCase("cookie");
                assertThat(request.body()).isEqualTo(Examples.JSON);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("authorizations")
    void proves_itself_in_the_way_the_stream_says(Authorization authorization, String line) throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(204, "", ""))) {
            var webhook = new Destination.Webhook(endpoint.uri("/"), authorization);

            deliverer.deliver(Examples.userCreated(), webhook, Deadline.in(Duration.ofSeconds(10)));

            assertThat(endpoint.requests().getFirst().has(line)).isTrue();
        }
    }

    @Test
    void says_of_the_body_what_the_stream_says() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(204, "", ""))) {
            var webhook = new Destination.Webhook(endpoint.uri("/"), new Authorization.Bearer(new Secret("t")));

            deliverer.deliver(
                    Examples.userCreated(),
                    webhook.saying("application/cloudevents+json"),
                    Deadline.in(Duration.ofSeconds(10)));

            assertThat(endpoint.requests().getFirst().has("Content-Type: application/cloudevents+json"))
                    .isTrue();
        }
    }

    static Stream<Arguments> authorizations() {
        return Stream.of(
                Arguments.of(
                        new Authorization.Basic("jane", new Secret("pässword")),
                        "Authorization: Basic amFuZTpww6Rzc3dvcmQ="),
                Arguments.of(new Authorization.Bearer(new Secret("t0k.en")), "Authorization: Bearer t0k.en"),
                Arguments.of(new Authorization.CustomHeader("X-Api-Key", new Secret("k 1")), "X-Api-Key: k 1"));
    }

    @Test
    void reports_status_body_and_the_wait_asked_for() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(503, "Retry-After: 7\r\n", "busy"))) {
            assertThat(deliver(endpoint.uri("/"))).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.message()).isEqualTo("503 - busy");
                assertThat(failed.retryable()).isTrue();
                assertThat(failed.retryAfter()).hasValue(Duration.ofSeconds(7));
            });
        }
    }

    @Test
    void does_not_show_a_secret_that_the_endpoint_sends_back() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(401, "", "wrong token: open-sesame"))) {
            assertThat(message(endpoint.uri("/"))).isEqualTo("401 - wrong token: ***");
        }
    }

    @Test
    void uses_a_connection_again() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", "ok"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(deliver(endpoint.uri("/"))).isInstanceOf(Outcome.Delivered.class);
            }

            assertThat(endpoint.requests()).hasSize(5);
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    @Test
    void takes_a_fresh_connection_when_the_kept_one_was_closed_under_it() throws Exception {
        try (var endpoint = new ScriptedEndpoint((request, out) -> {
            if (request.number() > 1) {
                throw new IOException("closes a connection at its second request");
            }
            status(200, "", "ok").answer(request, out);
        })) {
            assertThat(deliver(endpoint.uri("/"))).isInstanceOf(Outcome.Delivered.class);
            assertThat(deliver(endpoint.uri("/"))).isInstanceOf(Outcome.Delivered.class);

            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }

    @Test
    void fails_the_attempt_when_a_new_connection_is_closed_without_an_answer() throws Exception {
        try (var endpoint = new ScriptedEndpoint((_, _) -> {
            throw new IOException("closes every connection");
        })) {
            assertThat(message(endpoint.uri("/")))
                    .isEqualTo(
                            "Post \"http://127.0.0.1:" + endpoint.port() + "/\": connection closed without an answer");
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void does_not_follow_a_redirect() throws Exception {
        try (var elsewhere = new ScriptedEndpoint(status(200, "", ""));
                var endpoint =
                        new ScriptedEndpoint(status(307, "Location: " + elsewhere.uri("/stolen") + "\r\n", "moved"))) {
            assertThat(deliver(endpoint.uri("/"))).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.message()).isEqualTo("307 - moved");
                assertThat(failed.retryable()).isTrue();
            });
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void does_not_follow_a_redirect_within_the_endpoint(int status) throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(status, "Location: /other\r\n", ""))) {
            assertThat(deliver(endpoint.uri("/"))).isInstanceOf(Outcome.Failed.class);

            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void keeps_no_cookie() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "Set-Cookie: a=b\r\n", ""))) {
            deliver(endpoint.uri("/"));
            deliver(endpoint.uri("/"));

            assertThat(endpoint.requests()).noneMatch(r -> r.head().contains("a=b"));
        }
    }

    @Test
    void says_that_the_connection_was_refused_without_path_and_query() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        assertThat(deliver(URI.create("http://127.0.0.1:" + port + "/services/T0K3N?key=hidden")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.message())
                            .isEqualTo("Post \"http://127.0.0.1:" + port + "/…\": connection refused");
                    assertThat(failed.retryable()).isTrue();
                });
    }

    @Test
    void refuses_an_authorization_that_would_smuggle_a_header() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", ""))) {
            var webhook =
                    new Destination.Webhook(endpoint.uri("/"), new Authorization.Bearer(new Secret("a\r\nX-Evil: 1")));

            Outcome outcome = deliverer.deliver(Examples.userCreated(), webhook, Deadline.in(Duration.ofSeconds(10)));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.retryable()).isFalse());
            assertThat(endpoint.connections()).isZero();
        }
    }

    private Outcome deliver(URI endpoint) throws InterruptedException {
        return deliverer.deliver(
                Examples.userCreated(), Examples.webhook(endpoint), Deadline.in(Duration.ofSeconds(10)));
    }

    private String message(URI endpoint) throws InterruptedException {
        return ((Outcome.Failed) deliver(endpoint)).message();
    }
}
