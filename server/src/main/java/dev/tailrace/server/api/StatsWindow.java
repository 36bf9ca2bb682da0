package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Which hours a statistic is about, and how they are put together. Bounds are full hours, as the contract cuts them.
 *
 * @param to as it is shown
 * @param last the hour that is counted last; the one {@code to} lies in, or that before it where nobody asked
 * @param bucket an hour for windows of up to two days, else a day, which begins at 00:00 UTC
 */
record StatsWindow(Instant from, Instant to, Instant last, Duration bucket) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PRESET = Duration.ofDays(14);
    private static final Duration HOURLY_MAX = Duration.ofDays(2);
    private static final Duration LONGEST = Duration.ofDays(366);

    /** By {@code date_from} and {@code date_to}; without them the last 14 days and the hour that runs. */
    static StatsWindow of(Request request, Instant now) {
        Optional<Instant> askedFrom = Times.anyQuery(request, "date_from").map(HourCount::of);
        Optional<Instant> askedTo = Times.anyQuery(request, "date_to").map(HourCount::of);
        Instant last = askedTo.orElse(HourCount.of(now));
        Instant from = askedFrom.orElse(last.minus(PRESET));
        if (from.isAfter(last)) {
            throw Problem.Invalid.query("date_from", "must not be after date_to");
        }
        Duration length = Duration.between(from, last);
        if (length.compareTo(LONGEST) > 0) {
            throw Problem.Invalid.query(
                    "date_from", "must not be more than " + LONGEST.toDays() + " days before date_to");
        }
        Instant to = askedTo.orElse(last.plus(HOUR));
        Duration preset = length.compareTo(HOURLY_MAX) > 0 ? DAY : HOUR;
        return new StatsWindow(from, to, last, bucket(request, length).orElse(preset));
    }

    /** What {@code bucket} asks for; without it the contract's choice. Minutes are told apart, see {@link MinuteStats}. */
    private static Optional<Duration> bucket(Request request, Duration length) {
        return request.query("bucket").map(text -> switch (text) {
            case "1h" -> {
                if (length.compareTo(HourCount.KEPT) > 0) {
                    throw Problem.Invalid.query("bucket", "1h is for at most " + HourCount.KEPT.toDays() + " days");
                }
                yield HOUR;
            }
            case "1d" -> DAY;
            default -> throw Problem.Invalid.query("bucket", "Expected 1m, 1h or 1d");
        });
    }

    /** Where the last hour ends. */
    Instant end() {
        return last.plus(HOUR);
    }

    /** When each bucket begins. */
    List<Instant> buckets() {
        var begins = new ArrayList<Instant>();
        for (Instant begin = first(); !begin.isAfter(last); begin = begin.plus(bucket)) {
            begins.add(begin);
        }
        return begins;
    }

    /** What was counted in each bucket. */
    long[] sums(List<HourCount> hours, ToLongFunction<HourCount> count) {
        var sums = new long[buckets().size()];
        for (HourCount hour : hours) {
            sums[(int) Duration.between(first(), hour.hour()).dividedBy(bucket)] += count.applyAsLong(hour);
        }
        return sums;
    }

    private Instant first() {
        return bucket.equals(DAY) ? from.truncatedTo(ChronoUnit.DAYS) : from;
    }
}
