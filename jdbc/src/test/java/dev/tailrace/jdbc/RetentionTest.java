package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Missed;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.jdbc.Retention.Taken;
import dev.tailrace.testkit.Examples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
    private static final Duration A_WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void takes_log_entries_that_are_older_than_a_week() throws Exception {
        fixture.append(Fixture.events(3));
        fixture.clock.advance(Duration.ofDays(1));
        Offset last = fixture.append(Fixture.events(1));
        assertThat(runAt(NOW.plus(A_WEEK))).isEqualTo(new Taken(0, 0));
        assertThat(runAt(NOW.plus(A_WEEK).plusMillis(1))).isEqualTo(new Taken(3, 0));
        assertThat(fixture.backend().log().oldest(TENANT)).isEqualTo(last);
        assertThat(fixture.stored()).hasSize(1);
    }

    @Test
    void offsets_do_not_start_again_after_the_log_was_emptied() throws Exception {
        Offset last = fixture.append(Fixture.events(1200));
        assertThat(runAt(NOW.plus(Duration.ofDays(8))).logEntries()).isEqualTo(1200);
        for (int i = 0; i < 2; i++) {
            assertThat(fixture.stored()).isEmpty();
            assertThat(fixture.backend().log().end(TENANT)).isEqualTo(last);
            assertThat(fixture.backend().log().oldest(TENANT)).isEqualTo(new Offset(last.value() + 1));
            assertThat(fixture.backend().log().before(TENANT, NOW)).isEqualTo(last);
            fixture.restart();
        }
        EventStream stream = Examples.stream().stream();
        fixture.backend().streams().create(stream);
        Offset next = fixture.append(Fixture.events(1));
        assertThat(next).isGreaterThan(last);
        assertThat(fixture.backend().log().read(TENANT, position(stream).offset(), 10))
                .hasSize(1);
    }

    @Test
    void what_others_lose_is_no_loss_of_a_quiet_tenant() throws Exception {
        Offset quiet = fixture.append(Fixture.events(1));
        fixture.backend().log().append(Examples.OTHER_TENANT, List.of(Fixture.events(3)));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.append(Fixture.events(1));
        runAt(NOW.plus(A_WEEK).plusSeconds(1));
        assertThat(fixture.backend().log().oldest(TENANT)).isEqualTo(new Offset(quiet.value() + 1));
        fixture.backend().log().append(Examples.OTHER_TENANT, List.of(Fixture.events(1)));
        runAt(NOW.plus(A_WEEK).plusSeconds(2));
        assertThat(fixture.backend().log().oldest(TENANT)).isEqualTo(new Offset(quiet.value() + 1));
    }

    @Test
    void what_a_stream_had_not_read_is_counted_on_it() throws Exception {
        fixture.append(Fixture.events(2));
        EventStream behind = create();
        EventStream ahead = create();
        fixture.append(
                Examples.userCreated().event(),
                Examples.userCreated().withType("other").event());
        fixture.clock.advance(Duration.ofHours(1));
        Offset last = fixture.append(Examples.userUpdated().event());
        Position before = position(ahead);
        fixture.backend().deliveries().commit(ahead.id(), before, before.at(last), Settled.of(List.of(), NOW));
        Position lagging = position(behind);

        runAt(NOW.plus(A_WEEK).plusSeconds(1));
        assertThat(missed(behind)).contains(new Missed(1, NOW, NOW));
        assertThat(missed(ahead)).isEmpty();
        runAt(NOW.plus(A_WEEK).plus(Duration.ofHours(2)));
        assertThat(missed(behind)).contains(new Missed(2, NOW, NOW.plus(Duration.ofHours(1))));
        assertThat(missed(ahead)).isEmpty();
        assertThat(position(behind).offset()).isEqualTo(last);
        assertThat(position(ahead)).isEqualTo(before.at(last));
        assertThat(fixture.backend().deliveries().commit(behind.id(), lagging, lagging, Settled.of(List.of(), NOW)))
                .isFalse();
    }

    @Test
    void takes_settled_deliveries_after_thirty_days_and_never_pending_ones() throws Exception {
        EventStream stream = create();
        park(stream, IntStream.range(0, 700).mapToObj(i -> failed(stream, NOW)).toList());
        Delivery fresh = failed(stream, NOW.plusSeconds(5));
        Delivery waiting = Examples.pending(stream.id(), Examples.entry(9, Examples.userCreated()), NOW);
        park(stream, List.of(fresh, waiting));
        assertThat(runAt(NOW.plus(Duration.ofDays(30)).plusSeconds(1))).isEqualTo(new Taken(0, 700));
        assertThat(store().countFailed(stream.id())).isEqualTo(1);
        assertThat(store().countPending(stream.id())).isEqualTo(1);
        assertThat(store().find(stream.id(), fresh.entry().event().listedAs())).contains(fresh);
    }

    @Test
    void takes_the_deliveries_of_deleted_streams() throws Exception {
        EventStream stream = create();
        EventStream other = create();
        park(stream, IntStream.range(0, 700).mapToObj(i -> failed(stream, NOW)).toList());
        park(other, List.of(failed(other, NOW)));
        fixture.backend().streams().delete(stream.id());
        assertThat(runAt(NOW)).isEqualTo(new Taken(0, 700));
        assertThat(store().countFailed(other.id())).isEqualTo(1);
    }

    @Test
    void stops_when_it_is_interrupted() throws Exception {
        fixture.append(Fixture.events(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> runAt(NOW.plus(Duration.ofDays(8)))).isInstanceOf(InterruptedException.class);
        assertThat(fixture.stored()).hasSize(1);
    }

    @Test
    void takes_the_oldest_entries_where_the_log_takes_more_than_it_may() throws Exception {
        EventStream behind = create();
        for (int i = 0; i < 5; i++) {
            fixture.append(Fixture.events(LogSizes.PIECE));
        }
        fixture.append(Fixture.events(7));
        long piece = stored(LogSizes.PIECE);
        assertThat(runWith(5 * piece + piece / 2)).isEqualTo(new Taken(0, 0));
        assertThat(runWith(3 * piece + piece / 2)).isEqualTo(new Taken(2 * LogSizes.PIECE, 0));
        assertThat(fixture.backend().log().oldest(TENANT)).isEqualTo(new Offset(2 * LogSizes.PIECE + 1));
        assertThat(missed(behind).orElseThrow().events()).isEqualTo(2 * LogSizes.PIECE);
        assertThat(runWith(3 * piece + piece / 2)).isEqualTo(new Taken(0, 0));
        assertThat(runWith(1)).isEqualTo(new Taken(3 * LogSizes.PIECE, 0));
        assertThat(fixture.stored()).hasSize(7);
    }

    @Test
    void gives_space_back_to_the_file_system() throws Exception {
        for (int i = 0; i < 20; i++) {
            fixture.append(Fixture.events(1_000));
        }
        fixture.backend().database().write(session -> session.update("create table ballast (x blob)"));
        for (int i = 0; i < 64; i++) {
            fixture.backend()
                    .database()
                    .write(session -> session.update("insert into ballast values (zeroblob(1000000))"));
        }
        fixture.backend().database().write(session -> session.update("drop table ballast"));
        assertThat(FreeSpace.free(fixture.backend().database())).isGreaterThan(10_000);
        fixture.close();
        long before = Files.size(folder.resolve("tailrace.db"));
        fixture = new Fixture(folder);
        runAt(NOW);
        assertThat(FreeSpace.free(fixture.backend().database())).isBetween(1L, (long) FreeSpace.PAGES_KEPT);
        fixture.close();
        assertThat(Files.size(folder.resolve("tailrace.db"))).isLessThan(before - 40_000_000);
        fixture = new Fixture(folder);
        assertThat(fixture.stored()).hasSize(20_000);
    }

    /** Bytes of that many stored entries, as they are reckoned. */
    private long stored(int entries) {
        return fixture.backend().database().read(session -> session.number("""
            select sum(octet_length(json) + octet_length(id) + octet_length(source) + 150) from log
            where log_offset <= ?
            """, entries));
    }

    private Taken runWith(long logBytes) throws InterruptedException {
        var kept = new Retention.Kept(A_WEEK, Duration.ofDays(30), Duration.ofDays(30), Optional.of(logBytes));
        return fixture.backend().retention().runOnce(NOW, kept);
    }

    private Taken runAt(Instant now) throws InterruptedException {
        return fixture.backend().retention().runOnce(now, Retention.Kept.DEFAULT);
    }

    private Optional<Missed> missed(EventStream stream) {
        return store().standing(stream.id()).missed();
    }

    private EventStream create() {
        EventStream stream = Examples.stream().stream();
        fixture.backend().streams().create(stream);
        return stream;
    }

    private Position position(EventStream stream) {
        return store().position(stream.id()).orElseThrow();
    }

    private void park(EventStream stream, List<Delivery> rows) {
        Position at = position(stream);
        var parked = rows.stream().map(r -> new Parked(r, Optional.empty())).toList();
        assertThat(store().commit(stream.id(), at, at, Settled.of(parked, NOW))).isTrue();
    }

    private static Delivery failed(EventStream stream, Instant at) {
        return Examples.failed(stream.id(), Examples.entry(1, Examples.userCreated()), at);
    }

    private DeliveryStore store() {
        return fixture.backend().deliveries();
    }
}
