package dev.tailrace.engine.dispatch;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the lane wants to be told the time: the earliest wish, and only if none as early was made before. */
final class Alarm {
    private @Nullable Instant set;
    private @Nullable Instant earliest;

    void now(Instant time) {
        earliest = null;
        if (set != null && !time.isBefore(set)) {
            set = null;
        }
    }

    void by(Instant time) {
        if (earliest == null || time.isBefore(earliest)) {
            earliest = time;
        }
    }

    Optional<Step> step() {
        if (earliest == null || (set != null && !earliest.isBefore(set))) {
            return Optional.empty();
        }
        set = earliest;
        return Optional.of(new Step.WakeAt(earliest));
    }
}
