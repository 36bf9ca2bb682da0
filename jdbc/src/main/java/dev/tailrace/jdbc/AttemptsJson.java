package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Attempts of a delivery as a JSON column; times and durations in nanoseconds. */
final class AttemptsJson {
    private AttemptsJson() {}

    static String write(List<Attempt> attempts) {
        ArrayNode list = Json.array();
        for (Attempt attempt : attempts) {
            ObjectNode node = list.addObject().put("at", Nanos.of(attempt.at()));
            switch (attempt) {
                case Attempt.RedeliveryAsked _ -> node.put("asked", true);
                case Attempt.Tried(var _, var took, var outcome) -> {
                    node.put("took", took.toNanos());
                    write(node, outcome);
                }
            }
        }
        return Json.text(list);
    }

    static List<Attempt> read(String json) {
        return Json.parse(json).valueStream().map(AttemptsJson::attempt).toList();
    }

    private static void write(ObjectNode node, Outcome outcome) {
        outcome.detail().actionVersion().ifPresent(v -> node.put("version", v));
        outcome.detail().execution().ifPresent(id -> node.put("execution", id));
        outcome.detail().answered().ifPresent(status -> node.put("answered", status));
        if (!outcome.detail().output().isEmpty()) {
            node.put("output", outcome.detail().output());
        }
        if (!outcome.detail().isolation().isEmpty()) {
            node.put("isolation", outcome.detail().isolation());
        }
        if (outcome instanceof Outcome.Failed(var message, var retryable, var retryAfter, var _)) {
            node.put("failed", message).put("retryable", retryable);
            retryAfter.ifPresent(wait -> node.put("retry_after", wait.toNanos()));
        }
    }

    private static Attempt attempt(JsonNode node) {
        var at = Nanos.instant(node.path("at").longValue());
        return node.has("asked")
                ? new Attempt.RedeliveryAsked(at)
                : new Attempt.Tried(at, Duration.ofNanos(node.path("took").longValue()), outcome(node));
    }

    private static Outcome outcome(JsonNode node) {
        var detail = new Outcome.Detail(
                node.has("version") ? Optional.of(node.path("version").intValue()) : Optional.empty(),
                node.has("execution") ? Optional.of(node.path("execution").stringValue()) : Optional.empty(),
                node.has("answered") ? Optional.of(node.path("answered").intValue()) : Optional.empty(),
                node.path("output").asString(""),
                node.path("isolation").asString(""));
        if (!node.has("failed")) {
            return new Outcome.Delivered(detail);
        }
        Optional<Duration> retryAfter = node.has("retry_after")
                ? Optional.of(Duration.ofNanos(node.path("retry_after").longValue()))
                : Optional.empty();
        return new Outcome.Failed(
                node.path("failed").stringValue(), node.path("retryable").booleanValue(), retryAfter, detail);
    }
}
