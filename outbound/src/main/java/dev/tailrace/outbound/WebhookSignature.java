package dev.tailrace.outbound;

import dev.tailrace.engine.destination.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Pure: the headers of Standard Webhooks 1.0.0. A signature is {@code v1,} and the Base64 of HMAC-SHA256 over id,
 * timestamp and body with points between; one for each secret, the newest first.
 */
final class WebhookSignature {
    private WebhookSignature() {}

    /** None where there is no secret. */
    static List<Header> headers(List<SigningSecret> secrets, String id, Instant now, byte[] body) {
        if (secrets.isEmpty()) {
            return List.of();
        }
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] prefix = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
        String signatures = secrets.stream()
                .map(secret -> "v1," + sign(secret, prefix, body))
                .collect(Collectors.joining(" "));
        return List.of(
                new BasicHeader("webhook-id", id),
                new BasicHeader("webhook-timestamp", timestamp),
                new BasicHeader("webhook-signature", signatures));
    }

    private static String sign(SigningSecret secret, byte[] prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            mac.update(prefix);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
