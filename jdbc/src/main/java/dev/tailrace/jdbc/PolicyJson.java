package dev.tailrace.jdbc;

import dev.tailrace.engine.stream.ContentType;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Pace;
import dev.tailrace.engine.stream.Retries;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a stream delivers, as a JSON column; times in nanoseconds. What an older version did not write is the default. */
final class PolicyJson {
    private PolicyJson() {}

    static String write(DeliveryPolicy policy) {
        ObjectNode node = Json.object();
        Retries retries = policy.retries();
        ArrayNode delays = node.putArray("retry_delays");
        retries.delays().forEach(delay -> delays.add(delay.toNanos()));
        node.put("jitter", retries.jitter());
        retries.maxAge().ifPresent(age -> node.put("max_age", age.toNanos()));
        ArrayNode statuses = node.putArray("final_statuses");
        retries.finalAnswers().statuses().forEach(statuses::add);
        node.put("gone_disables", retries.finalAnswers().goneDisables());
        node.put("attempt_timeout", policy.attemptTimeout().toNanos());
        node.put("concurrency", policy.concurrency());
        node.put("per_second", policy.pace().perSecond());
        node.put("ordered", policy.ordered());
        node.put("circuit", policy.circuit());
        node.put("content_type", policy.contentType().name());
        policy.filter().ifPresent(filter -> node.put("filter", filter));
        return Json.text(node);
    }

    static DeliveryPolicy read(String json) {
        JsonNode node = Json.parse(json);
        var pace = new Pace(
                Duration.ofNanos(node.path("attempt_timeout").longValue()),
                node.path("concurrency").intValue(),
                node.path("per_second").intValue(0));
        return new DeliveryPolicy(
                retries(node),
                pace,
                node.path("ordered").booleanValue(true),
                ContentType.valueOf(node.path("content_type").asString(ContentType.JSON.name())),
                node.has("filter") ? Optional.of(node.path("filter").stringValue()) : Optional.empty(),
                node.path("circuit").booleanValue(true));
    }

    private static Retries retries(JsonNode node) {
        var answers = node.has("final_statuses")
                ? new FinalAnswers(
                        node.path("final_statuses")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .toList(),
                        node.path("gone_disables").booleanValue(true))
                : FinalAnswers.DEFAULT;
        return new Retries(
                node.path("retry_delays")
                        .valueStream()
                        .map(delay -> Duration.ofNanos(delay.longValue()))
                        .toList(),
                node.path("jitter").doubleValue(0),
                node.has("max_age")
                        ? Optional.of(Duration.ofNanos(node.path("max_age").longValue()))
                        : Optional.empty(),
                answers);
    }
}
