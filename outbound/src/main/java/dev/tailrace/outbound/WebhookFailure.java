package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Pure: puts into words why there was no answer. Shows of the endpoint only scheme, host and port. */
final class WebhookFailure {
    private static final int REASON_CHARACTERS_MAX = 300;

    private WebhookFailure() {}

    static Outcome of(URI endpoint, IOException failure) {
        if (failure instanceof EgressRefused refused) {
            return Outcome.Failed.last(message(endpoint, refused.reason()));
        }
        return Outcome.Failed.retryable(message(endpoint, reason(failure)));
    }

    static Outcome timeout(URI endpoint, Duration after) {
        String seconds = String.format(Locale.ROOT, "%.1f", after.toMillis() / 1000.0);
        return Outcome.Failed.retryable(message(endpoint, "no complete answer within " + seconds + " s"));
    }

    static String message(URI endpoint, String reason) {
        String cut = reason.length() <= REASON_CHARACTERS_MAX ? reason : reason.substring(0, REASON_CHARACTERS_MAX);
        return "Post \"" + shown(endpoint) + "\": " + cut.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Paths and queries of endpoints often are secrets themselves. */
    private static String shown(URI endpoint) {
        String host = Optional.ofNullable(endpoint.getHost()).orElse("?");
        String port = endpoint.getPort() == -1 ? "" : ":" + endpoint.getPort();
        String path = Optional.ofNullable(endpoint.getRawPath()).orElse("");
        return endpoint.getScheme() + "://" + host + port + (path.length() > 1 ? "/…" : path);
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case UnknownHostException e -> text(e);
            case SocketTimeoutException _ -> "connection timed out";
            case NoRouteToHostException _ -> "no route to host";
            case ConnectException _ -> "connection refused";
            case NoHttpResponseException _ -> "connection closed without an answer";
            case ConnectionClosedException _ -> "connection closed before the end of the answer";
            case MalformedChunkCodingException _, MessageConstraintException _, ClientProtocolException _ ->
                "the answer is not HTTP";
            case SSLException e -> "TLS: " + text(e);
            case SocketException e -> text(e).toLowerCase(Locale.ROOT);
            default -> failure.getClass().getSimpleName();
        };
    }

    private static String text(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }
}
