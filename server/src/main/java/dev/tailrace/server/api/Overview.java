package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.LagCounts.Lag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a tenant is doing at a glance: its streams, worst first, and the machine below them. What is told is kept with the
 * positions or read in bounded parts; each tenant's is made at most once a second. Threads may share it.
 */
public final class Overview {
    /** Streams told about. */
    static final int STREAMS_MAX = 200;

    private static final int MINUTES = 60;
    private static final int TENANTS_REMEMBERED = 100;
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** From this lag on a stream is behind, and not merely busy. */
    private static final long BEHIND_SECONDS = 10;

    private final Sources sources;
    private final InstantSource clock;
    private final LagCounts lags;
    private final Map<TenantId, Made> made = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, Made> eldest) {
            return size() > TENANTS_REMEMBERED;
        }
    };

    /**
     * @param parkedMax pending deliveries from which on a position waits
     * @param machine what is told of it, the same for every tenant
     */
    public record Sources(
            Streams streams,
            DeliveryStore deliveries,
            EventLog log,
            Activity activity,
            int parkedMax,
            Supplier<ObjectNode> machine) {}

    private record Made(Instant at, ObjectNode json) {}

    /** How a stream is doing, worst first. */
    private enum State {
        DISABLED,
        FAILING,
        HELD,
        BEHIND,
        RETRYING,
        FLOWING,
        IDLE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Seen(State state, String name, ObjectNode json) {}

    public Overview(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
        this.lags = new LagCounts(sources.log());
    }

    /** At most a second old; not to be changed. */
    public synchronized ObjectNode of(TenantId tenant) {
        Instant now = clock.instant();
        Made last = made.get(tenant);
        if (last == null || !now.isBefore(last.at().plus(FRESH)) || now.isBefore(last.at())) {
            last = new Made(now, make(tenant, now));
            made.put(tenant, last);
        }
        return last.json();
    }

    private ObjectNode make(TenantId tenant, Instant now) {
        List<EventStream> all = sources.streams().list(tenant, "", STREAMS_MAX + 1);
        var seen = new ArrayList<Seen>();
        Offset end = sources.log().end(tenant);
        all.stream().limit(STREAMS_MAX).forEach(stream -> seen.add(look(stream, end, now)));
        seen.sort(Comparator.comparing(Seen::state).thenComparing(Seen::name));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", EventFactory.text(now)).put("version", Version.TEXT);
        json.setAll(sources.machine().get());
        ArrayNode streams = json.putArray("streams");
        seen.forEach(one -> streams.add(one.json()));
        json.put("more_streams", all.size() > STREAMS_MAX);
        json.set("marks", sources.activity().marks(tenant, now));
        return json;
    }

    private Seen look(EventStream stream, Offset end, Instant now) {
        Standing standing = sources.deliveries().standing(stream.id());
        Offset position =
                sources.deliveries().position(stream.id()).map(Position::offset).orElse(Offset.START);
        Lag lag = lags.of(stream, position, end);
        Instant from = MinuteCount.of(now).minus(Duration.ofMinutes(MINUTES - 1L));
        List<MinuteCount> minutes =
                sources.deliveries().minutes(stream.id(), from, from.plus(Duration.ofMinutes(MINUTES)));
        State state = state(stream, standing, seconds(lag, now), minutes);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", stream.id().value()).put("name", stream.name());
        json.put("status", stream.enabled() ? "enabled" : "disabled").put("state", state.text());
        write(stream.destination(), json);
        json.put("position", position.value()).put("end", end.value());
        write(lag, standing, now, json.putObject("lag"));
        json.put("pending", standing.pending())
                .put("failed", standing.failed())
                .put("outstanding", standing.outstanding())
                .put("consecutive_failures", standing.consecutive())
                .put("missed", standing.missed().map(missed -> missed.events()).orElse(0L));
        write(from, minutes, json.putObject("outcomes"));
        return new Seen(state, stream.name(), json);
    }

    private State state(EventStream stream, Standing standing, long behind, List<MinuteCount> minutes) {
        if (!stream.enabled()) {
            return State.DISABLED;
        }
        if (standing.consecutive() > 0) {
            return State.FAILING;
        }
        if (standing.pending() >= sources.parkedMax()) {
            return State.HELD;
        }
        if (behind >= BEHIND_SECONDS) {
            return State.BEHIND;
        }
        if (standing.pending() > 0) {
            return State.RETRYING;
        }
        return minutes.isEmpty() ? State.IDLE : State.FLOWING;
    }

    private static long seconds(Lag lag, Instant now) {
        return lag.since()
                .map(since -> Math.max(0, Duration.between(since, now).toSeconds()))
                .orElse(0L);
    }

    private static void write(Destination destination, ObjectNode json) {
        switch (destination) {
            case Destination.Webhook _ -> json.put("destination", "webhook");
            case Destination.EventBridge _ -> json.put("destination", "eventbridge");
            case Destination.Action action ->
                json.put("destination", "action").put("action_id", action.id().value());
        }
    }

    private static void write(Lag lag, Standing standing, Instant now, ObjectNode json) {
        json.put("events", lag.events() + standing.pending()).put("more", lag.more());
        Optional<Instant> since = lag.since();
        if (since.isPresent()) {
            json.put("seconds", seconds(lag, now)).put("since", EventFactory.text(since.get()));
        }
    }

    private static void write(Instant from, List<MinuteCount> minutes, ObjectNode json) {
        var delivered = new long[MINUTES];
        var failed = new long[MINUTES];
        for (MinuteCount count : minutes) {
            int at = (int) Duration.between(from, count.minute()).toMinutes();
            delivered[at] = count.delivered();
            failed[at] = count.failed();
        }
        json.put("from", EventFactory.text(from));
        var good = json.putArray("delivered");
        var bad = json.putArray("failed");
        for (int i = 0; i < MINUTES; i++) {
            good.add(delivered[i]);
            bad.add(failed[i]);
        }
    }
}
