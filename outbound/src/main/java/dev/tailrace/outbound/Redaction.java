package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Destination.Authorization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Pure: takes out of an answer the secret that we sent, which some endpoints send back. */
final class Redaction {
    private Redaction() {}

    static String of(Authorization authorization, String text) {
        String clean = text;
        for (String secret : secrets(authorization)) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, "***");
        }
        return clean;
    }

    private static List<String> secrets(Authorization authorization) {
        return switch (authorization) {
            case Authorization.Basic(var username, var password) -> {
                byte[] pair = (username + ':' + password.reveal()).getBytes(StandardCharsets.UTF_8);
                yield List.of(Base64.getEncoder().encodeToString(pair), password.reveal());
            }
            case Authorization.Bearer(var token) -> List.of(token.reveal());
            case Authorization.CustomHeader(var _, var value) -> List.of(value.reveal());
        };
    }
}
