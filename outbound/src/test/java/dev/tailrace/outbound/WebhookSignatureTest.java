package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.SigningSecret;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Signed calls, verified by the library of those who wrote the specification. */
final class WebhookSignatureTest {
    private static final SigningSecret NEW = secret("sgs_2", 2);
    private static final SigningSecret OLD = secret("sgs_1", 1);
    private static final SigningSecret FOREIGN = secret("sgs_3", 3);

    @Test
    void receivers_verify_a_call_with_either_secret_while_both_are_valid() throws Exception {
        var request = delivered(List.of(NEW, OLD));
        assertThat(request.header("webhook-id"))
                .isEqualTo(Examples.userCreated().id());
        for (SigningSecret secret : List.of(NEW, OLD)) {
            new Webhook(secret.secret().reveal()).verify(request.body(), headers(request));
        }
        assertThat(request.header("webhook-signature")).matches("v1,\\S{44} v1,\\S{44}");
    }

    @Test
    void neither_another_secret_nor_a_changed_body_or_id_verifies() throws Exception {
        var request = delivered(List.of(NEW));
        new Webhook(NEW.secret().reveal()).verify(request.body(), headers(request));
        assertThatThrownBy(() -> new Webhook(FOREIGN.secret().reveal()).verify(request.body(), headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEW.secret().reveal()).verify(request.body() + " ", headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
        request.headers().put("webhook-id", "evt_2222222222222222222222");
        assertThatThrownBy(() -> new Webhook(NEW.secret().reveal()).verify(request.body(), headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void the_example_of_the_specification_comes_out() {
        var secret = new SigningSecret(
                "sgs_0",
                new dev.tailrace.engine.tenant.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                Instant.EPOCH);
        var headers = WebhookSignature.headers(
                List.of(secret),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.getLast().getValue()).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_stream_without_secrets_is_not_signed() throws Exception {
        assertThat(delivered(List.of()).headers())
                .doesNotContainKeys("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    private static SignedRequest delivered(List<SigningSecret> secrets) throws Exception {
        var policy = new EgressPolicy(LocalAllowance.ALL);
        try (var endpoint = new ScriptedEndpoint(ScriptedEndpoint.status(204, "", ""));
                var deliverer = new WebhookDeliverer(WebhookSettings.DEFAULT, policy, Clock.systemUTC())) {
            var plain = Examples.webhook(endpoint.uri("/in"));
            var outcome = deliverer.deliver(
                    Examples.userCreated(), plain.signedWith(secrets), Deadline.in(Duration.ofSeconds(10)));
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            return SignedRequest.of(endpoint.requests().getFirst());
        }
    }

    private static HttpHeaders headers(SignedRequest request) {
        Map<String, List<String>> all = request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        return HttpHeaders.of(all, (_, _) -> true);
    }

    private static SigningSecret secret(String id, int fill) {
        var key = new byte[SigningSecret.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return SigningSecret.of(id, key, Instant.EPOCH);
    }
}
