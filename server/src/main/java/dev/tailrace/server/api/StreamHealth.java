package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a stream is doing: our own {@code delivery} object beside the contract's fields, and whether the stream may be
 * enabled.
 *
 * @param parkedMax pending deliveries from which on the position waits
 */
public record StreamHealth(DeliveryStore deliveries, EventLog log, FailureLimits limits, int parkedMax) {

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
        DeliveryPolicyJson.write(json, stream.policy());
        List<String> warnings = warnings(stream, standing);
        if (!warnings.isEmpty()) {
            var list = json.putArray("warnings");
            warnings.forEach(list::add);
        }
        return json;
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
        if (standing.pending() >= parkedMax) {
            warnings.add("At most " + parkedMax + " deliveries are pending at a time: the position waits.");
        }
        standing.missed()
                .ifPresent(missed -> warnings.add(
                        "Retention took " + missed.events() + " events before this stream had read them."));
        return warnings;
    }
}
