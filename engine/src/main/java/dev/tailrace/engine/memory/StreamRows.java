package dev.tailrace.engine.memory;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.delivery.Tally;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.Position;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one stream keeps: its position and one row per event, under a key that sorts by event time. Not shared. */
final class StreamRows {
    private static final Comparator<Row> BY_OFFSET =
            Comparator.comparing(r -> r.delivery().entry().offset());
    Position position;
    boolean enabled = true;
    private int consecutive;
    private Tally tally = new Tally();
    private final TreeMap<Instant, HourCount> hours = new TreeMap<>();
    private final TreeMap<Instant, MinuteCount> minutes = new TreeMap<>();
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<EventId, String> keys = new HashMap<>();
    /** Delivered at once, the newest last. */
    private final LinkedHashMap<EventId, Delivery> successes = new LinkedHashMap<>();

    private record Row(Delivery delivery, Optional<Claim> claim) {
        Optional<Subject> subject() {
            return delivery.entry().event().subject();
        }

        boolean free(Instant now) {
            return claim.isEmpty() || claim.get().until().isBefore(now);
        }

        Instant due() {
            return delivery.state() instanceof Delivery.State.Pending(var due) ? due : Instant.MAX;
        }
    }

    StreamRows(Position position) {
        this.position = position;
    }

    void settle(Settled settled) {
        for (int i = 0; i < settled.rows().size(); i++) {
            if (i == settled.rowsBefore()) {
                tally.delivered(settled.delivered());
            }
            write(settled.rows().get(i));
        }
        if (settled.rowsBefore() >= settled.rows().size()) {
            tally.delivered(settled.delivered());
        }
    }

    void keep(List<Delivery> delivered, int newest) {
        delivered.forEach(d -> successes.putLast(d.entry().event().listedAs(), d));
        while (successes.size() > newest) {
            successes.pollFirstEntry();
        }
    }

    void write(Parked parked) {
        Delivery fresh = parked.delivery();
        Optional<Delivery> there = row(fresh.entry().event().listedAs()).map(Row::delivery);
        if (there.isPresent() && Status.of(there.get().state()) == Status.PENDING) {
            return;
        }
        put(new Row(there.map(fresh::onTopOf).orElse(fresh), parked.claim()));
        tally.settled(fresh.state());
    }

    /** Counts what was settled since the last time; whether a stream that was enabled is disabled by it. */
    boolean count(Instant at, FailureLimits limits) {
        Tally settled = tally;
        tally = new Tally();
        if (settled.isEmpty()) {
            return false;
        }
        consecutive = settled.consecutive(consecutive);
        Instant hour = HourCount.of(at);
        HourCount before = hours.getOrDefault(hour, new HourCount(hour, 0, 0));
        hours.put(
                hour,
                new HourCount(hour, before.delivered() + settled.delivered(), before.failed() + settled.failed()));
        Instant minute = MinuteCount.of(at);
        MinuteCount last = minutes.getOrDefault(minute, new MinuteCount(minute, 0, 0));
        minutes.put(
                minute,
                new MinuteCount(minute, last.delivered() + settled.delivered(), last.failed() + settled.failed()));
        boolean disabled = enabled && settled.failed() > 0 && limits.reachedBy(standing());
        enabled = enabled && !disabled;
        return disabled;
    }

    void enable(boolean on) {
        consecutive = on && !enabled ? 0 : consecutive;
        enabled = on;
    }

    List<HourCount> counts(Instant from, Instant to) {
        return List.copyOf(hours.subMap(from, to).values());
    }

    List<MinuteCount> minutes(Instant from, Instant to) {
        return List.copyOf(minutes.subMap(from, to).values());
    }

    Standing standing() {
        int asked = (int) pending().filter(r -> r.delivery().askedFor()).count();
        return new Standing(count(Status.PENDING), count(Status.FAILED), asked, consecutive, Optional.empty());
    }

    List<Claimed> claimDue(Instant now, Claim claim, int max, boolean askedForOnly) {
        List<Row> due = firsts(askedForOnly).stream()
                .filter(r -> r.free(now) && !r.due().isAfter(now))
                .limit(max)
                .toList();
        due.forEach(r -> put(new Row(r.delivery(), Optional.of(claim))));
        return due.stream().map(r -> new Claimed(r.delivery(), claim)).toList();
    }

    Optional<Instant> nextDue(boolean askedForOnly) {
        return firsts(askedForOnly).stream()
                .filter(r -> r.claim().isEmpty())
                .map(Row::due)
                .min(Comparator.naturalOrder());
    }

    boolean save(Claimed claimed, Delivery next) {
        boolean stands = row(claimed.delivery().entry().event().listedAs())
                .flatMap(Row::claim)
                .filter(claimed.claim()::equals)
                .isPresent();
        if (stands) {
            put(new Row(next, Optional.empty()));
            tally.settled(next.state());
        }
        return stands;
    }

    void dropClaimsNotOf(String owner) {
        rows.replaceAll((_, row) ->
                new Row(row.delivery(), row.claim().filter(c -> c.owner().equals(owner))));
    }

    Map<Subject, Integer> pendingSubjects() {
        var counts = new LinkedHashMap<Subject, Integer>();
        pending().forEach(r -> r.subject().ifPresent(s -> counts.merge(s, 1, Integer::sum)));
        return counts;
    }

    private int count(Status status) {
        return (int) rows.values().stream()
                .filter(r -> Status.of(r.delivery().state()) == status)
                .count();
    }

    int reopen(RedeliveryFilter filter, Instant now, int max) {
        List<Delivery> chosen = rows.values().stream()
                .map(Row::delivery)
                .filter(d -> d.state() instanceof Delivery.State.Failed(var at) && !at.isAfter(now))
                .filter(d -> filter.event().stream()
                        .allMatch(e -> e.equals(d.entry().event().listedAs())))
                .filter(d -> matches(d, filter.types(), filter.from(), filter.to()))
                .limit(max)
                .toList();
        chosen.forEach(d -> put(new Row(d.reopened(now), Optional.empty())));
        return chosen.size();
    }

    int purge(Instant now, int max) {
        List<EventId> chosen = pending()
                .filter(r -> r.free(now))
                .map(r -> r.delivery().entry().event().listedAs())
                .limit(max)
                .toList();
        chosen.forEach(event -> {
            rows.remove(keys.get(event));
            keys.remove(event);
        });
        return chosen.size();
    }

    Page<Delivery> list(DeliveryFilter filter, String after, int max) {
        var all = new TreeMap<String, Delivery>();
        successes.values().stream()
                .filter(d -> row(d.entry().event().listedAs()).isEmpty())
                .forEach(d -> all.put(key(d.entry().event()), d));
        rows.forEach((key, row) -> all.put(key, row.delivery()));
        List<Map.Entry<String, Delivery>> found = all.tailMap(after, false).entrySet().stream()
                .filter(e -> filter.statuses().contains(Status.of(e.getValue().state())))
                .filter(e -> matches(e.getValue(), filter.types(), filter.from(), filter.to()))
                .limit(max + 1L)
                .toList();
        List<Map.Entry<String, Delivery>> page = found.subList(0, Math.min(max, found.size()));
        return new Page<>(
                page.stream().map(Map.Entry::getValue).toList(),
                found.size() > max ? Optional.of(page.getLast().getKey()) : Optional.empty());
    }

    Optional<Delivery> find(EventId event) {
        return row(event).map(Row::delivery).or(() -> Optional.ofNullable(successes.get(event)));
    }

    private Optional<Row> row(EventId event) {
        return Optional.ofNullable(keys.get(event)).map(rows::get);
    }

    private void put(Row row) {
        var event = row.delivery().entry().event();
        rows.put(keys.computeIfAbsent(event.listedAs(), _ -> key(event)), row);
    }

    private static String key(Event event) {
        return "%020d %s"
                .formatted(
                        Math.max(0, event.time().toEpochMilli()),
                        event.listedAs().value());
    }

    private Stream<Row> pending() {
        return rows.values().stream()
                .filter(r -> Status.of(r.delivery().state()) == Status.PENDING)
                .sorted(BY_OFFSET);
    }

    /** Pending ones by offset: the first of each subject, and all without one. */
    private List<Row> firsts(boolean askedForOnly) {
        Set<Subject> seen = new HashSet<>();
        return pending()
                .filter(r -> !askedForOnly || r.delivery().askedFor())
                .filter(r -> r.subject().isEmpty() || seen.add(r.subject().get()))
                .toList();
    }

    private static boolean matches(Delivery d, List<EventType> types, Optional<Instant> from, Optional<Instant> to) {
        var event = d.entry().event();
        return (types.isEmpty() || types.contains(event.type()))
                && from.stream().noneMatch(event.time()::isBefore)
                && to.stream().allMatch(event.time()::isBefore);
    }
}
