package dev.tailrace.server.metrics;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.Missed;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.dispatch.LaneFigures;
import dev.tailrace.engine.dispatch.LaneState;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads what a lane does not know from log and store. */
record StreamReadings(EventLog log, DeliveryStore deliveries, InstantSource clock, FailureLimits limits) {
    private static final double MILLIS = 1000;

    /** At most two reads of one row each. */
    StreamReading of(LaneFigures figures) {
        Standing standing = deliveries.standing(figures.stream());
        Optional<Instant> oldest = oldest(figures);
        return reading(figures, oldest, standing);
    }

    /** Without a read: the age is known only where the window holds the oldest, failures are not. */
    StreamReading cheap(LaneFigures figures) {
        return reading(figures, figures.lane().oldest(), Standing.CLEAN);
    }

    private StreamReading reading(LaneFigures figures, Optional<Instant> oldest, Standing standing) {
        LaneState lane = figures.lane();
        double seconds = oldest.map(at -> Duration.between(at, clock.instant()).toMillis() / MILLIS)
                .orElse(0.0);
        return new StreamReading(
                figures.tally(),
                lagEvents(figures),
                Math.max(0, seconds),
                lane.window(),
                lane.running(),
                lane.pending(),
                lane.full() ? 1 : 0,
                standing.outstanding(),
                standing.consecutive(),
                standing.missed().map(Missed::events).orElse(0L),
                circuit(lane),
                limits.left(standing));
    }

    private static int circuit(LaneState lane) {
        return switch (lane.circuit()) {
            case CLOSED -> 0;
            case RECOVERING -> 1;
            case OPEN -> 2;
        };
    }

    private double lagEvents(LaneFigures figures) {
        LaneState lane = figures.lane();
        long behind =
                log.end(figures.stream().tenant()).value() - lane.position().value();
        return lane.following() ? lane.window() : Math.max(0, behind);
    }

    private Optional<Instant> oldest(LaneFigures figures) {
        LaneState lane = figures.lane();
        if (lane.oldest().isPresent() || lane.following()) {
            return lane.oldest();
        }
        TenantId tenant = figures.stream().tenant();
        List<LogEntry> next = log.read(tenant, lane.position(), 1);
        return next.stream().findFirst().map(LogEntry::appended);
    }
}
