package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Pure: what a call that was not taken means. Throttling, errors of the service and whatever kept the call from arriving
 * may be tried again; what AWS says about the event, the bus or our permission is final.
 */
final class EventBridgeFailure {
    private static final int REASON_CHARACTERS_MAX = 300;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;

    /** Codes, beside those of throttling, that another attempt may not meet. */
    private static final Set<String> PASSING = Set.of(
            "InternalFailure",
            "InternalException",
            "InternalError",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "RequestTimeout",
            "RequestTimeoutException",
            "ConcurrentModificationException",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "ThrottledException",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "LimitExceededException");

    /** Codes whose message repeats the signed request, and with it a session token. */
    private static final Set<String> TELLING_SECRETS =
            Set.of("InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature");

    private EventBridgeFailure() {}

    /** The call itself failed. */
    static Outcome of(SdkException failure, Duration time) {
        return switch (failure) {
            case ApiCallTimeoutException _ -> timeout(time);
            case ApiCallAttemptTimeoutException _ -> timeout(time);
            case AwsServiceException answer -> answered(answer);
            default -> Outcome.Failed.retryable(message(notSent(failure)));
        };
    }

    /** The call was answered, and its entry was refused. */
    static Outcome refused(String code, String text) {
        return failed(said(code, text), PASSING.contains(code));
    }

    static Outcome timeout(Duration after) {
        String seconds = String.format(Locale.ROOT, "%.1f", after.toMillis() / 1000.0);
        return Outcome.Failed.retryable(message("no complete answer within " + seconds + " s"));
    }

    static String message(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
        return "PutEvents: "
                + (line.length() <= REASON_CHARACTERS_MAX ? line : line.substring(0, REASON_CHARACTERS_MAX));
    }

    private static Outcome answered(AwsServiceException answer) {
        var details = Optional.ofNullable(answer.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String text = details.map(AwsErrorDetails::errorMessage).orElse("");
        int status = answer.statusCode();
        boolean passing = status >= SERVER_ERROR
                || status == TOO_MANY
                || status == REQUEST_TIMEOUT
                || answer.isThrottlingException()
                || PASSING.contains(code);
        return failed(status + " - " + said(code, text), passing);
    }

    private static Outcome failed(String reason, boolean retryable) {
        return retryable ? Outcome.Failed.retryable(message(reason)) : Outcome.Failed.last(message(reason));
    }

    private static String said(String code, String text) {
        String shown = TELLING_SECRETS.contains(code) ? "the signature was refused" : text;
        return shown.isEmpty() ? code : code.isEmpty() ? shown : code + ": " + shown;
    }

    private static String notSent(SdkException failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElse("");
        if (text.contains("Unable to load credentials")) {
            return "not sent: the server has no AWS credentials";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "no answer: "
                + (root instanceof SdkException ? text : root.getClass().getSimpleName());
    }
}
