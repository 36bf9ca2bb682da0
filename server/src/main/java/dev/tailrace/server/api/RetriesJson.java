package dev.tailrace.server.api;

import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The object {@code retry} of a stream's {@code delivery}; times in seconds. */
final class RetriesJson {
    private static final int DELAYS_MAX = 20;
    private static final int DELAY_SECONDS_MAX = 86_400;
    private static final int AGE_SECONDS_MAX = 30 * 86_400;
    private static final int STATUSES_MAX = 50;
    /** Waits with a name; the last one goes on for three days. */
    private static final Map<String, Retries> PRESETS = presets();

    private RetriesJson() {}

    static Retries fromJson(Fields json, Retries before) {
        json.only("preset", "delays", "jitter", "max_age", "final_statuses", "disable_on_gone");
        Optional<Retries> preset =
                json.oneOfIfThere("preset", List.copyOf(PRESETS.keySet())).map(PRESETS::get);
        if (preset.isPresent() && json.has("delays")) {
            throw json.wrong("delays", "A preset has its own delays");
        }
        Retries base = preset.orElse(before);
        return new Retries(
                json.has("delays") ? delays(json) : base.delays(),
                json.has("jitter") ? jitter(json) : base.jitter(),
                json.has("max_age") ? age(json) : base.maxAge(),
                new FinalAnswers(
                        json.has("final_statuses")
                                ? statuses(json)
                                : before.finalAnswers().statuses(),
                        json.flagIfThere("disable_on_gone")
                                .orElse(before.finalAnswers().goneDisables())));
    }

    static void write(ObjectNode json, Retries retries) {
        var delays = json.putArray("delays");
        retries.delays()
                .forEach(delay -> delays.add(
                        delay.toMillis() % 1000 == 0
                                ? json.numberNode(delay.toSeconds())
                                : json.numberNode(delay.toMillis() / 1000.0)));
        json.put("jitter", retries.jitter());
        retries.maxAge().ifPresent(age -> json.put("max_age", age.toSeconds()));
        var statuses = json.putArray("final_statuses");
        retries.finalAnswers().statuses().forEach(statuses::add);
        json.put("disable_on_gone", retries.finalAnswers().goneDisables());
    }

    private static List<Duration> delays(Fields json) {
        var delays = new ArrayList<Duration>();
        for (JsonNode item : array(json, "delays", DELAYS_MAX)) {
            if (!item.isNumber() || item.doubleValue() < 0.1 || item.doubleValue() > DELAY_SECONDS_MAX) {
                throw json.wrong("delays[" + delays.size() + "]", "Expected seconds, from 0.1 to " + DELAY_SECONDS_MAX);
            }
            delays.add(Duration.ofMillis(Math.round(item.doubleValue() * 1000)));
        }
        return delays;
    }

    private static double jitter(Fields json) {
        JsonNode value = json.node().path("jitter");
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
            throw json.wrong("jitter", "Expected a number from 0 to 1");
        }
        return value.doubleValue();
    }

    /** 0 takes the limit away. */
    private static Optional<Duration> age(Fields json) {
        return DeliveryPolicyJson.number(json, "max_age", 0, AGE_SECONDS_MAX)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    private static List<String> statuses(Fields json) {
        List<String> statuses = json.texts("final_statuses", STATUSES_MAX);
        IntStream.range(0, statuses.size()).forEach(i -> {
            if (!FinalAnswers.isOne(statuses.get(i))) {
                throw json.wrong("final_statuses[" + i + "]", "Expected a status like 404, or a class like 4xx");
            }
        });
        return statuses;
    }

    private static JsonNode array(Fields json, String name, int max) {
        JsonNode array = json.node().path(name);
        if (!array.isArray()) {
            throw json.wrong(name, "Expected an array");
        }
        if (array.size() > max) {
            throw json.wrong(name, "Array is too long (" + array.size() + "), maximum " + max);
        }
        return array;
    }

    private static Map<String, Retries> presets() {
        var presets = new LinkedHashMap<String, Retries>();
        presets.put("standard", Retries.DEFAULT);
        presets.put("none", Retries.of(List.of()));
        presets.put("hours", spread(5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400));
        presets.put("days", spread(5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400));
        return presets;
    }

    /** A fifth longer at most, so that what failed together does not come back together. */
    private static Retries spread(Integer... seconds) {
        List<Duration> delays = Stream.of(seconds).map(Duration::ofSeconds).toList();
        return new Retries(delays, 0.2, Optional.empty(), FinalAnswers.DEFAULT);
    }
}
