package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-02-03T04:05:06Z, 2026-02-03T04:05:06Z",
        "2026-02-03t04:05:06z, 2026-02-03T04:05:06Z",
        "2026-02-03T04:05:06.7Z, 2026-02-03T04:05:06.7Z",
        "2026-02-03T04:05:06.1234567891234Z, 2026-02-03T04:05:06.123456789Z",
        "2026-02-03T04:05:06+05:30, 2026-02-02T22:35:06Z",
        "2026-02-03T04:05:06.5-00:00, 2026-02-03T04:05:06.5Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2024-02-29T00:00:00-23:59, 2024-02-29T23:59:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z"
    })
    void reads(String text, Instant time) {
        assertThat(Rfc3339.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-03",
                "2026-02-03T04:05:06",
                "2026-02-03T04:05:06.",
                "2026-02-03T04:05:06.Z",
                "2026-02-03T04:05:06.5",
                "2026-02-03T04:05:06ZZ",
                "2026-02-03T04:05:06 Z",
                "2026-02-03 04:05:06Z",
                "2026-02-03T04:05:06+0530",
                "2026-02-03T04:05:06+05",
                "2026-02-03T04:05:06+24:00",
                "2026-02-03T04:05:06+05:60",
                "2026-02-03T04:05:61Z",
                "2026-02-03T24:00:00Z",
                "2026-02-03T04:60:00Z",
                "2026-13-03T04:05:06Z",
                "2026-00-03T04:05:06Z",
                "2026-02-29T04:05:06Z",
                "2026-02-00T04:05:06Z",
                "-026-02-03T04:05:06Z",
                "+2026-02-03T04:05:06Z",
                "2026-02-03T04:05:06.٣Z",
                "2026-02-03T04:05:06.00000000000000000000000000000000000000000000000000Z"
            })
    void refuses(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }

    @Test
    void reads_what_the_platform_writes() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(Rfc3339.parse(time.toString())).as("seed 11, %s", time).contains(time);
        }
    }
}
