package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.tailrace.server.ApiClient;
import dev.tailrace.server.WholeServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From the API to the receiver, which verifies with a library that is not ours. */
@Timeout(120)
final class SigningSecretsApiTest {
    @TempDir
    Path data;

    @Test
    void calls_are_signed_once_asked_for_and_with_both_secrets_while_they_change() throws Exception {
        try (var server = WholeServer.on(data, "--allow-local");
                var receiver = new HeardCalls()) {
            ApiClient api = server.first();
            String path = "/event-streams/"
                    + api.post("/event-streams", receiver.stream("signed", "enabled", "user.created"))
                            .text("id");
            test(api, path);
            assertThat(next(receiver, 1).headers().firstValue("webhook-signature"))
                    .isEmpty();

            var first = api.post(path + "/signing-secrets", "");
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.text("secret")).startsWith("whsec_");
            test(api, path);
            var call = next(receiver, 2);
            new Webhook(first.text("secret")).verify(call.body(), call.headers());

            var second = api.post(path + "/signing-secrets", "{}");
            assertThat(api.post(path + "/signing-secrets", "").status()).isEqualTo(409);
            assertThat(api.patch(path, "{\"destination\":" + receiver.destination("moved") + "}")
                            .status())
                    .isEqualTo(200);
            test(api, path);
            call = next(receiver, 3);
            new Webhook(first.text("secret")).verify(call.body(), call.headers());
            new Webhook(second.text("secret")).verify(call.body(), call.headers());

            JsonNode listed = api.get(path + "/signing-secrets").body().path("signing_secrets");
            assertThat(listed).hasSize(2);
            assertThat(listed.path(0).path("id").asString()).isEqualTo(second.text("id"));
            assertThat(listed.toString()).doesNotContain("whsec_");
            assertThat(api.get(path).body().toString()).doesNotContain("whsec_");

            for (int i = 0; i < 2; i++) {
                assertThat(api.delete(path + "/signing-secrets/" + first.text("id"))
                                .status())
                        .isEqualTo(204);
            }
            assertThat(api.get(path + "/signing-secrets").body().path("signing_secrets"))
                    .hasSize(1);
            test(api, path);
            call = next(receiver, 4);
            assertThat(call.headers().firstValue("webhook-signature").orElseThrow())
                    .doesNotContain(" ");
            new Webhook(second.text("secret")).verify(call.body(), call.headers());
        }
    }

    @Test
    void only_webhooks_are_signed_and_nobody_makes_secrets_up() throws Exception {
        try (var server = WholeServer.on(data);
                var receiver = new HeardCalls()) {
            ApiClient api = server.first();
            String bridge = api.post("/event-streams", Bodies.stream("to-aws", Bodies.EVENT_BRIDGE))
                    .text("id");
            var refused = api.post("/event-streams/" + bridge + "/signing-secrets", "");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("message")).contains("Only the deliveries of a webhook stream are signed");
            String unknown = "/event-streams/est_0123456789abcdefghijAB/signing-secrets";
            assertThat(api.get(unknown).status()).isEqualTo(404);
            assertThat(api.post(unknown, "").status()).isEqualTo(404);
            assertThat(api.post(unknown, "{\"secret\":\"whsec_AAAA\"}").status())
                    .isEqualTo(400);
            assertThat(server.at("localhost").get(unknown).status()).isEqualTo(401);
            assertThat(receiver.calls()).isEmpty();
        }
    }

    private static void test(ApiClient api, String path) throws Exception {
        assertThat(api.post(path + "/test", "{\"event_type\":\"user.created\"}").status())
                .isEqualTo(202);
    }

    private static HeardCalls.Call next(HeardCalls receiver, int number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.calls().size() >= number);
        return receiver.calls().get(number - 1);
    }
}
