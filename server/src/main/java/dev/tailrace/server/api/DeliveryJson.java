package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.EventFactory;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * A delivery, written. Beside the contract's fields an attempt of an action has {@code action_version},
 * {@code execution_id} and {@code output},
 * and one whose message was cut has all of it in {@code error_detail}.
 */
final class DeliveryJson {
    private static final int MESSAGE_CHARACTERS = 50;
    private static final String CUT = " ...";
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final double MICROS_PER_MILLI = 1_000.0;

    private DeliveryJson() {}

    static ObjectNode toJson(Delivery delivery) {
        String stream = delivery.stream().value();
        var event = delivery.entry().event();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", event.listedAs().value());
        json.put("event_stream_id", stream);
        json.put("event_type", event.type().value());
        json.put("status", Status.of(delivery.state()).name().toLowerCase(Locale.ROOT));
        var attempts = json.putArray("attempts");
        delivery.attempts().forEach(attempt -> attempts.add(toJson(attempt)));
        json.putRawValue("event", new RawValue(event.seenBy(stream).json()));
        return json;
    }

    private static ObjectNode toJson(Attempt attempt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (attempt) {
            case Attempt.RedeliveryAsked asked ->
                json.put("status", "retrying").put("timestamp", EventFactory.text(asked.at()));
            case Attempt.Tried tried -> {
                outcome(tried.outcome(), json);
                json.put("timestamp", EventFactory.text(tried.at()));
                json.put("duration", millis(tried.took().toNanos()));
                detail(tried.outcome().detail(), json);
                yield json;
            }
        };
    }

    private static void outcome(Outcome outcome, ObjectNode json) {
        switch (outcome) {
            case Outcome.Delivered _ -> json.put("status", "delivered");
            case Outcome.Failed failed -> {
                String message = failed.message();
                String cut = cut(message);
                json.put("status", "failed").put("error_message", cut);
                if (!cut.equals(message)) {
                    json.put("error_detail", message);
                }
            }
        }
    }

    private static void detail(Outcome.Detail detail, ObjectNode json) {
        detail.actionVersion().ifPresent(version -> json.put("action_version", version));
        detail.execution().ifPresent(id -> json.put("execution_id", id));
        if (!detail.output().isEmpty()) {
            json.put("output", detail.output());
        }
    }

    /** As the contract has it: 50 characters and dots. */
    private static String cut(String message) {
        if (message.codePointCount(0, message.length()) <= MESSAGE_CHARACTERS) {
            return message;
        }
        return message.substring(0, message.offsetByCodePoints(0, MESSAGE_CHARACTERS)) + CUT;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }
}
