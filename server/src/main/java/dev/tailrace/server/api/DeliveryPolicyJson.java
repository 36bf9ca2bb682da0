package dev.tailrace.server.api;

import dev.tailrace.engine.stream.ContentType;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventFilter;
import dev.tailrace.engine.stream.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** How a stream delivers, in our own object {@code delivery}; what a body does not name stays as it was. */
final class DeliveryPolicyJson {
    static final List<String> NAMES = List.of(
            "order", "content_type", "filter", "concurrency", "rate_limit", "attempt_timeout", "circuit", "retry");
    private static final int CONCURRENCY_MAX = 256;
    private static final int RATE_MAX = 1_000;
    private static final int TIMEOUT_SECONDS_MAX = 300;

    private DeliveryPolicyJson() {}

    static DeliveryPolicy fromJson(Fields json, DeliveryPolicy before) {
        var pace = new Pace(
                number(json, "attempt_timeout", 1, TIMEOUT_SECONDS_MAX)
                        .map(Duration::ofSeconds)
                        .orElse(before.attemptTimeout()),
                number(json, "concurrency", 1, CONCURRENCY_MAX).orElse(before.concurrency()),
                number(json, "rate_limit", 0, RATE_MAX).orElse(before.pace().perSecond()));
        return new DeliveryPolicy(
                json.objectIfThere("retry")
                        .map(retry -> RetriesJson.fromJson(retry, before.retries()))
                        .orElse(before.retries()),
                pace,
                json.oneOfIfThere("order", List.of("subject", "none"))
                        .map("subject"::equals)
                        .orElse(before.ordered()),
                contentType(json).orElse(before.contentType()),
                json.has("filter") ? filter(json) : before.filter(),
                json.flagIfThere("circuit").orElse(before.circuit()));
    }

    static void write(ObjectNode json, DeliveryPolicy policy) {
        json.put("order", policy.ordered() ? "subject" : "none");
        json.put("content_type", policy.contentType().value());
        policy.filter().ifPresent(filter -> json.put("filter", filter));
        json.put("concurrency", policy.concurrency());
        json.put("rate_limit", policy.pace().perSecond());
        json.put("attempt_timeout", policy.attemptTimeout().toSeconds());
        json.put("circuit", policy.circuit());
        RetriesJson.write(json.putObject("retry"), policy.retries());
    }

    static Optional<Integer> number(Fields json, String name, int min, int max) {
        Optional<Integer> number = json.numberIfThere(name, min);
        if (number.isPresent() && number.get() > max) {
            throw json.wrong(name, "Value " + number.get() + " is greater than maximum " + max);
        }
        return number;
    }

    private static Optional<ContentType> contentType(Fields json) {
        var types = Stream.of(ContentType.values()).collect(Collectors.toMap(ContentType::value, type -> type));
        return json.oneOfIfThere(
                        "content_type", types.keySet().stream().sorted().toList())
                .map(types::get);
    }

    /** An empty one takes the filter away. */
    private static Optional<String> filter(Fields json) {
        String condition = json.text("filter", 0, EventFilter.CHARACTERS_MAX);
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        if (EventFilter.compile(condition) instanceof EventFilter.Compiled.Refused(var reason)) {
            throw json.wrong("filter", reason);
        }
        return Optional.of(condition);
    }
}
