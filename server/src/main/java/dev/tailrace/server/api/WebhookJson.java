package dev.tailrace.server.api;

import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.destination.Destination.Authorization.Basic;
import dev.tailrace.engine.destination.Destination.Authorization.Bearer;
import dev.tailrace.engine.destination.Destination.Authorization.CustomHeader;
import dev.tailrace.engine.destination.Destination.Webhook;
import dev.tailrace.engine.tenant.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The configuration of a webhook, read and written; its secrets are read only. */
final class WebhookJson {
    private static final int URL_CHARACTERS = 2_048;
    private static final int USERNAME_CHARACTERS = 128;
    private static final int HEADER_KEY_CHARACTERS = 256;
    private static final int SECRET_CHARACTERS = 4_096;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** What can stand in a header: no control characters, so that nothing can be smuggled in. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    /** Headers that make up the request itself. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    private final EndpointRule endpoints;

    WebhookJson(EndpointRule endpoints) {
        this.endpoints = endpoints;
    }

    Webhook fromJson(Fields json) {
        return read(json, Optional.empty());
    }

    /** The secret of the stored one is kept where the method is the same and none is given; what it is signed with, always. */
    Webhook changed(Webhook stored, Fields json) {
        return read(json, Optional.of(stored.authorization())).signedWith(stored.signing());
    }

    static void write(Webhook webhook, ObjectNode json) {
        json.put("webhook_endpoint", webhook.endpoint().toString());
        ObjectNode authorization = json.putObject("webhook_authorization");
        switch (webhook.authorization()) {
            case Basic basic -> authorization.put("method", "basic").put("username", basic.username());
            case Bearer _ -> authorization.put("method", "bearer");
            case CustomHeader header ->
                authorization.put("method", "custom_header").put("header_key", header.key());
        }
    }

    private Webhook read(Fields json, Optional<Authorization> stored) {
        json.only("webhook_endpoint", "webhook_authorization");
        return new Webhook(endpoint(json), authorization(json.object("webhook_authorization"), stored));
    }

    private URI endpoint(Fields json) {
        String name = "webhook_endpoint";
        URI endpoint = uri(json, name, json.text(name, 1, URL_CHARACTERS));
        endpoints.refuse(endpoint).ifPresent(reason -> {
            throw json.wrong(name, reason);
        });
        return endpoint;
    }

    private static URI uri(Fields json, String name, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw json.wrong(name, "Not a URL: " + e.getReason() + " at character " + e.getIndex());
        }
    }

    private static Authorization authorization(Fields json, Optional<Authorization> stored) {
        return switch (json.oneOf("method", List.of("basic", "bearer", "custom_header"))) {
            case "basic" -> {
                json.only("method", "username", "password");
                yield new Basic(username(json), secret(json, "password", stored));
            }
            case "bearer" -> {
                json.only("method", "token");
                yield new Bearer(headerValue(json, "token", stored));
            }
            default -> {
                json.only("method", "header_key", "header_value");
                yield new CustomHeader(headerKey(json), headerValue(json, "header_value", stored));
            }
        };
    }

    private static String username(Fields json) {
        String username = json.text("username", 0, USERNAME_CHARACTERS);
        if (username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl)) {
            throw json.wrong("username", "A user name has neither a colon nor control characters");
        }
        return username;
    }

    private static String headerKey(Fields json) {
        String key = json.text("header_key", 1, HEADER_KEY_CHARACTERS);
        if (!TOKEN.matcher(key).matches()) {
            throw json.wrong("header_key", "Not a header name: only letters, digits and !#$%&'*+-.^_`|~");
        }
        if (OURS.contains(key.toLowerCase(Locale.ROOT))) {
            throw json.wrong("header_key", "This header is set by the server itself");
        }
        return key;
    }

    private static Secret headerValue(Fields json, String name, Optional<Authorization> stored) {
        Secret value = secret(json, name, stored);
        if (!HEADER_VALUE.matcher(value.reveal()).matches()) {
            throw json.wrong(name, "A header value has visible ASCII characters only, with spaces only inside");
        }
        return value;
    }

    private static Secret secret(Fields json, String name, Optional<Authorization> stored) {
        Optional<Secret> kept = json.has(name) ? Optional.empty() : stored.flatMap(old -> secretOf(old, name));
        return kept.orElseGet(() -> new Secret(json.text(name, 1, SECRET_CHARACTERS)));
    }

    /** The secret of that authorization, if that is what the property of this name holds. */
    private static Optional<Secret> secretOf(Authorization authorization, String name) {
        return switch (authorization) {
            case Basic basic when name.equals("password") -> Optional.of(basic.password());
            case Bearer bearer when name.equals("token") -> Optional.of(bearer.token());
            case CustomHeader header when name.equals("header_value") -> Optional.of(header.value());
            case Basic _, Bearer _, CustomHeader _ -> Optional.empty();
        };
    }
}
