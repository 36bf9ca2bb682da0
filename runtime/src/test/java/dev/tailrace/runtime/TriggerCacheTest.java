package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.runtime.TriggerCache.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriggerCacheTest {
    private static final long LIFE = 60_000;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final TriggerCache cache = new TriggerCache(() -> now);

    @Test
    void tells_everybody_in_one_order_and_the_author_that_it_was_its_own() {
        var first = new RecordingReplica(cache);
        var second = new RecordingReplica(cache);
        cache.changed(first, "k", entry("1"));
        cache.changed(second, "k", entry("2"));
        cache.changed(first, "k", Optional.empty());
        assertThat(first.heard).containsExactly("k=1 own", "k=2", "k gone own");
        assertThat(second.heard).containsExactly("k=1", "k=2 own", "k gone");
    }

    @Test
    void refuses_what_breaks_a_bound_and_says_what_the_key_still_is() {
        var replica = new RecordingReplica(cache);
        cache.changed(replica, "k", entry("1"));
        cache.changed(replica, "k", entry("v".repeat(4097)));
        cache.changed(replica, "n".repeat(65), entry("1"));
        cache.changed(replica, "past", Optional.of(new Entry("1", now.toEpochMilli())));
        assertThat(replica.heard).containsExactly("k=1 own", "k=1 own", "n".repeat(65) + " gone own", "past gone own");
        for (int i = 1; i < 20; i++) {
            cache.changed(replica, "k" + i, entry(""));
        }
        cache.changed(replica, "one too many", entry(""));
        assertThat(replica.heard).contains("k19= own").last().isEqualTo("one too many gone own");
    }

    @Test
    void a_newcomer_hears_what_is_there_and_what_ended_is_not() {
        var before = new RecordingReplica(cache);
        cache.changed(before, "short", entry("1"));
        now = now.plusMillis(LIFE);
        cache.changed(before, "long", entry("2"));
        assertThat(new RecordingReplica(cache).heard).containsExactly("long=2");
    }

    private Optional<Entry> entry(String value) {
        return Optional.of(new Entry(value, now.toEpochMilli() + LIFE));
    }

    private static final class RecordingReplica implements TriggerCache.Replica {
        final List<String> heard = new ArrayList<>();

        RecordingReplica(TriggerCache cache) {
            cache.attach(this);
        }

        @Override
        public void now(String key, Optional<Entry> entry, boolean own) {
            heard.add(key + entry.map(e -> "=" + e.value()).orElse(" gone") + (own ? " own" : ""));
        }
    }
}
