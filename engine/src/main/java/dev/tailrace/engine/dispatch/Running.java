package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.stream.EventStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The attempts under way, oldest first, and how many more there may be. */
final class Running {
    private final Set<Turn> turns = new LinkedHashSet<>();
    private final RecentStarts recent = new RecentStarts();
    private int retries;

    Step.Attempt start(Turn turn, Instant now, EventStream stream) {
        turn.startedAt = now;
        turn.overdueAt = now.plus(stream.policy().attemptTimeout()).plus(LaneBounds.CANCEL_GRACE);
        turn.claimUntil = Rows.claimUntil(now, stream);
        turns.add(turn);
        recent.add(now, stream.policy().pace().perSecond());
        retries += turn.retry ? 1 : 0;
        return new Step.Attempt(turn, turn.delivery, stream);
    }

    /** False when it was not under way. */
    boolean end(Turn turn) {
        boolean was = turns.remove(turn);
        retries -= was && turn.retry ? 1 : 0;
        return was;
    }

    int count() {
        return turns.size();
    }

    boolean none() {
        return turns.isEmpty();
    }

    /** How many more may begin now. */
    int free(Instant now, EventStream stream) {
        return Math.min(
                stream.policy().concurrency() - turns.size(),
                recent.free(now, stream.policy().pace().perSecond()));
    }

    /** Half of all places at a time, so that new events find one meanwhile; half in all while some wait for one. */
    int freeForRetries(Instant now, EventStream stream, boolean newOnesWait) {
        int half = Math.max(1, stream.policy().concurrency() / 2);
        int rate = recent.free(now, stream.policy().pace().perSecond());
        int places = Math.min(free(now, stream), newOnesWait ? half - retries : half);
        return newOnesWait ? Math.min(places, rate - rate / 2) : places;
    }

    /** When one more may begin, if it is the rate that does not let it now. */
    Optional<Instant> paceAllows(Instant now, EventStream stream) {
        boolean places = stream.policy().concurrency() > turns.size();
        return places && recent.free(now, stream.policy().pace().perSecond()) == 0
                ? Optional.of(recent.next())
                : Optional.empty();
    }

    /**
     * Names, once each, the attempts that should have ended long ago.
     *
     * @return when the next one should have
     */
    @Nullable
    Instant overdue(Instant now, Consumer<Turn> late) {
        for (Turn turn : turns) {
            if (turn.overdueAt != null && turn.overdueAt.isAfter(now)) {
                return turn.overdueAt;
            }
            if (turn.overdueAt != null) {
                turn.overdueAt = null;
                late.accept(turn);
            }
        }
        return null;
    }
}
