package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * The minutes a statistic is about, as {@code bucket=1m} asks for them: the last hour, or up to a day of the last day.
 *
 * @param from when the first minute begins
 * @param last when the last one begins
 */
record MinuteStats(Instant from, Instant last) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PRESET = Duration.ofMinutes(59);
    private static final Duration LONGEST = Duration.ofDays(1);

    static MinuteStats of(Request request, Instant now) {
        Instant last = MinuteCount.of(Times.anyQuery(request, "date_to")
                .filter(to -> to.isBefore(now))
                .orElse(now));
        Instant from = MinuteCount.of(Times.anyQuery(request, "date_from").orElse(last.minus(PRESET)));
        if (from.isAfter(last)) {
            throw Problem.Invalid.query("date_from", "must not be after date_to");
        }
        if (Duration.between(from, now).compareTo(LONGEST.plus(MINUTE)) > 0) {
            throw Problem.Invalid.query("date_from", "must not be more than a day ago where the bucket is 1m");
        }
        return new MinuteStats(from, last);
    }

    Instant end() {
        return last.plus(MINUTE);
    }

    void write(ObjectNode json) {
        json.putObject("window")
                .put("date_from", EventFactory.text(from))
                .put("date_to", EventFactory.text(end()))
                .putObject("bucket_interval")
                .put("scale_factor", MINUTE.toSeconds());
        var buckets = json.putArray("buckets");
        for (Instant begin = from; !begin.isAfter(last); begin = begin.plus(MINUTE)) {
            buckets.add(EventFactory.text(begin));
        }
    }

    void write(List<MinuteCount> minutes, String name, ToLongFunction<MinuteCount> count, ObjectNode json) {
        var sums = new long[(int) Duration.between(from, last).toMinutes() + 1];
        long total = 0;
        for (MinuteCount minute : minutes) {
            long counted = count.applyAsLong(minute);
            sums[(int) Duration.between(from, minute.minute()).toMinutes()] += counted;
            total += counted;
        }
        json.put("name", name).put("window_total", total).put("type", "sum");
        var data = json.putArray("data");
        for (long sum : sums) {
            data.add(sum);
        }
    }
}
