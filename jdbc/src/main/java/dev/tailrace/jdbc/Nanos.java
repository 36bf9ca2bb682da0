package dev.tailrace.jdbc;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times as the tables hold them: nanoseconds since 1970, from the year 1677 to 2262; later and earlier ones are cut. */
final class Nanos {
    private Nanos() {}

    static long of(Instant time) {
        long seconds = time.getEpochSecond();
        long whole = TimeUnit.SECONDS.toNanos(seconds);
        if (whole == Long.MAX_VALUE || whole == Long.MIN_VALUE) {
            return whole;
        }
        long nanos = whole + time.getNano();
        return nanos < whole ? Long.MAX_VALUE : nanos;
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
