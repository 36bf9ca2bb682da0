package dev.tailrace.engine.destination;

import java.time.Duration;
import java.util.Optional;

/** What one attempt came to. A failed delivery is a value, not an exception. */
public sealed interface Outcome {
    Detail detail();

    record Delivered(Detail detail) implements Outcome {}

    /**
     * @param message what happened, in words; bounded by whoever makes it
     * @param retryable whether trying again may help
     * @param retryAfter the wait the destination asked for
     */
    record Failed(String message, boolean retryable, Optional<Duration> retryAfter, Detail detail) implements Outcome {
        public static Failed retryable(String message) {
            return new Failed(message, true, Optional.empty(), Detail.NONE);
        }

        public static Failed last(String message) {
            return new Failed(message, false, Optional.empty(), Detail.NONE);
        }
    }

    /**
     * What helps to understand an attempt.
     *
     * @param actionVersion number of the action version that ran
     * @param execution id of the run
     * @param answered HTTP status of the destination's answer
     * @param output console and raw output of the run, bounded; empty where there was none
     * @param isolation of the run: {@code L1} to {@code L4}; empty where there was none
     */
    record Detail(
            Optional<Integer> actionVersion,
            Optional<String> execution,
            Optional<Integer> answered,
            String output,
            String isolation) {
        public static final Detail NONE = new Detail(Optional.empty(), Optional.empty(), "");

        /** Of something that answers without a status. */
        public Detail(Optional<Integer> actionVersion, Optional<String> execution, String output) {
            this(actionVersion, execution, Optional.empty(), output, "");
        }

        public static Detail answered(int status) {
            return new Detail(Optional.empty(), Optional.empty(), Optional.of(status), "", "");
        }

        public Detail withoutOutput() {
            return output.isEmpty() ? this : new Detail(actionVersion, execution, answered, "", isolation);
        }
    }
}
