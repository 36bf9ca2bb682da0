package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.dispatch.CircuitState;
import dev.tailrace.engine.dispatch.LaneFigures;
import dev.tailrace.engine.dispatch.LaneState;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a stream is doing: our own {@code delivery} object beside the contract's fields, and whether the stream may be
 * enabled.
 *
 * @param lanes tells of circuits
 * @param parkedMax pending deliveries from which on the position waits
 */
public record StreamHealth(DeliveryStore deliveries, EventLog log, FailureLimits limits, int parkedMax, Lanes lanes) {
    /** Warns from this part of a limit on. */
    private static final double NEAR = 0.5;

    /** How a stream is being delivered in this process. */
    @FunctionalInterface
    public interface Lanes extends Function<StreamId, Optional<LaneFigures>> {}

    /** Where no lane runs. */
    public StreamHealth(DeliveryStore deliveries, EventLog log, FailureLimits limits, int parkedMax) {
        this(deliveries, log, limits, parkedMax, _ -> Optional.empty());
    }

    /** @throws Problem.Conflict when too many failed deliveries are outstanding */
    void requireEnabling(EventStream stream) {
        Standing standing = deliveries.standing(stream.id());
        if (limits.forbidEnabling(standing)) {
            throw new Problem.Conflict(
                    "",
                    "The stream has " + standing.outstanding()
                            + " failed deliveries outstanding and can be enabled with" + " fewer than "
                            + limits.outstanding() + "; redeliver them first.");
        }
    }

    ObjectNode toJson(EventStream stream) {
        Standing standing = deliveries.standing(stream.id());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pending", standing.pending());
        json.put("failed", standing.failed());
        json.put("outstanding", standing.outstanding());
        json.put("consecutive_failures", standing.consecutive());
        writePosition(stream, json);
        standing.missed()
                .ifPresent(missed -> json.putObject("missed")
                        .put("events", missed.events())
                        .put("from", EventFactory.text(missed.from()))
                        .put("to", EventFactory.text(missed.to())));
        writeUntilDisabled(standing, json);
        Optional<LaneState> lane = lanes.apply(stream.id()).map(LaneFigures::lane);
        lane.ifPresent(state -> writeCircuit(state, json));
        DeliveryPolicyJson.write(json, stream.policy());
        List<String> warnings = warnings(stream, standing);
        lane.filter(state -> state.circuit() == CircuitState.OPEN)
                .ifPresent(_ -> warnings.add(
                        "The destination does not answer: it is probed by one attempt at a time, the rest waits."));
        if (!warnings.isEmpty()) {
            var list = json.putArray("warnings");
            warnings.forEach(list::add);
        }
        return json;
    }

    /** How many more failures disable the stream; a limit that is off is not named. */
    private void writeUntilDisabled(Standing standing, ObjectNode json) {
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        if (limits.consecutive() > 0) {
            left.put("consecutive", Math.max(0, limits.consecutive() - standing.consecutive()));
        }
        if (limits.outstanding() > 0) {
            left.put("outstanding", Math.max(0, limits.outstanding() - standing.outstanding()));
        }
        if (!left.isEmpty()) {
            json.set("failures_until_disabled", left);
        }
    }

    private static void writeCircuit(LaneState lane, ObjectNode json) {
        json.put("circuit_state", lane.circuit().word());
        lane.probeAt()
                .filter(at -> at.isAfter(Instant.EPOCH))
                .ifPresent(at -> json.put("circuit_probe_at", EventFactory.text(at)));
    }

    /** What was appended first after the position; it is written every few seconds where nothing concerns the stream. */
    private void writePosition(EventStream stream, ObjectNode json) {
        Offset at = deliveries.position(stream.id()).map(Position::offset).orElse(Offset.START);
        json.put("position", at.value());
        json.put("log_end", log.end(stream.id().tenant()).value());
        List<LogEntry> next = log.read(stream.id().tenant(), at, 1);
        if (!next.isEmpty()) {
            json.put("behind_since", EventFactory.text(next.getFirst().appended()));
        }
    }

    private List<String> warnings(EventStream stream, Standing standing) {
        var warnings = new ArrayList<String>();
        if (!stream.enabled() && limits.reachedBy(standing)) {
            warnings.add("Disabled because of failures: " + standing.consecutive() + " in a row, "
                    + standing.outstanding() + " outstanding.");
        }
        if (stream.enabled() && limits.near(standing, NEAR)) {
            warnings.add("Will be disabled when failures go on: " + standing.consecutive() + " of "
                    + limits.consecutive() + " in a row, " + standing.outstanding() + " of " + limits.outstanding()
                    + " outstanding (0 is no limit).");
        }
        if (standing.pending() >= parkedMax) {
            warnings.add("At most " + parkedMax + " deliveries are pending at a time: the position waits.");
        }
        standing.missed()
                .ifPresent(missed -> warnings.add(
                        "Retention took " + missed.events() + " events before this stream had read them."));
        return warnings;
    }
}
