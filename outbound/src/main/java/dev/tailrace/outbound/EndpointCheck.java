package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Destination.Authorization;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pure: what can be said about a webhook's settings without resolving a name. Asked when a stream is saved, and again
 * before each attempt; {@link EgressPolicy} then decides about the address.
 */
public final class EndpointCheck {
    private static final int LENGTH_MAX = 2_048;
    private static final int PORT_MAX = 65_535;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
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
            "expect");
    private final EgressPolicy policy;

    public EndpointCheck(EgressPolicy policy) {
        this.policy = policy;
    }

    /** Why events cannot go to this endpoint, as the end of a sentence that begins with its name; empty when they can. */
    public Optional<String> refuse(URI endpoint) {
        if (endpoint.toString().length() > LENGTH_MAX) {
            return Optional.of("must not be longer than " + LENGTH_MAX + " characters");
        }
        String scheme = Optional.ofNullable(endpoint.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("must be an https URL");
        }
        String host = endpoint.getHost();
        if (host == null || host.isEmpty()) {
            return Optional.of("must have a host name or address in its usual form");
        }
        if (endpoint.getRawUserInfo() != null) {
            return Optional.of("must not hold a user name or password");
        }
        if (endpoint.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        int port = port(endpoint);
        if (port < 1 || port > PORT_MAX) {
            return Optional.of("must have a port from 1 to " + PORT_MAX);
        }
        if (scheme.equals("http") && !policy.opensPlainHttp(host, port)) {
            return Optional.of("must be an https URL");
        }
        return literal(HostPort.bare(host)).flatMap(address -> policy.refuse(host, port, address));
    }

    /** Why a request cannot carry this authorization; never names a secret. */
    public Optional<String> refuse(Authorization authorization) {
        return switch (authorization) {
            case Authorization.Basic(var username, var _) ->
                username.indexOf(':') >= 0 ? Optional.of("username must not hold a colon") : Optional.empty();
            case Authorization.Bearer(var token) -> value("token", token.reveal());
            case Authorization.CustomHeader(var key, var value) -> {
                if (!TOKEN.matcher(key).matches()) {
                    yield Optional.of("header_key must be the name of an HTTP header");
                }
                yield OURS.contains(key.toLowerCase(Locale.ROOT))
                        ? Optional.of("header_key must not be " + key + ", which belongs to the request itself")
                        : value("header_value", value.reveal());
            }
        };
    }

    /** The port that is called, the scheme's own where none is written. */
    static int port(URI endpoint) {
        if (endpoint.getPort() != -1) {
            return endpoint.getPort();
        }
        return "http".equalsIgnoreCase(endpoint.getScheme()) ? 80 : 443;
    }

    private static Optional<String> value(String field, String value) {
        return FIELD_VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(field + " must be visible ASCII characters, with spaces only inside");
    }

    private static Optional<InetAddress> literal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
