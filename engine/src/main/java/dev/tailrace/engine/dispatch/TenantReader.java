package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads each entry of a tenant's log once, for all lanes that follow; reads apart for those that are behind. */
final class TenantReader {
    /** Polling is the truth; being woken only makes it early. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final TenantId tenant;
    private final EventLog log;
    private final Patience patience;
    private final Tail tail = new Tail();
    private final ReadSize size = new ReadSize();
    private final Semaphore woken = new Semaphore(0);

    TenantReader(TenantId tenant, EventLog log, Patience patience) {
        this.tenant = tenant;
        this.log = log;
        this.patience = patience;
    }

    Tail tail() {
        return tail;
    }

    /** Follows the log until it is interrupted or closed. */
    void run() throws InterruptedException {
        while (!patience.closed()) {
            if (!tail.anyFollowers()) {
                woken.acquire();
            } else if (!readOnce()) {
                woken.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
            woken.drainPermits();
        }
    }

    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /** Reads what comes after, for one lane; it follows afterwards when it has met the tail. */
    void readFor(Tail.Follower lane, Offset after) throws InterruptedException {
        tail.leave(lane.id());
        Offset seen = tail.at();
        int max = size.entries();
        Optional<List<LogEntry>> answer =
                patience.untilAnswered("reading", lane.id(), () -> log.read(tenant, after, max));
        if (answer.isEmpty()) {
            return;
        }
        List<LogEntry> all = answer.get();
        size.learn(all);
        Offset upTo = !all.isEmpty() ? all.getLast().offset() : seen.isAfter(after) ? seen : after;
        List<EventType> types = lane.wanted();
        List<LogEntry> wanted =
                all.stream().filter(e -> types.contains(e.event().type())).toList();
        tail.join(lane, after, wanted, upTo, all.size() < max);
        wake();
    }

    private boolean readOnce() throws InterruptedException {
        Offset after = tail.at();
        int max = size.entries();
        List<LogEntry> entries = patience.untilAnswered("reading", tenant, () -> log.read(tenant, after, max))
                .orElse(List.of());
        size.learn(entries);
        tail.hand(entries);
        return !entries.isEmpty();
    }
}
