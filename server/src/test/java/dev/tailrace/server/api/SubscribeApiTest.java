package dev.tailrace.server.api;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.api.Peer.Frame;
import dev.tailrace.server.http.Response;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SubscribeApiTest {
    /** Nothing but a wake-up makes it read. */
    private static final SubscribeSettings QUIET =
            new SubscribeSettings(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1), 4);

    private static final Duration SHORT = Duration.ofMillis(30);
    private final ManualClock clock = new ManualClock(NOW);
    private final TrickyLog log = new TrickyLog(new MemoryEventLog(clock));
    private final Cursors cursors = new Cursors(log, new byte[32]);
    private final List<Peer> peers = new ArrayList<>();
    private SubscribeApi api = api(QUIET);

    private SubscribeApi api(SubscribeSettings settings) {
        return new SubscribeApi(log, new BundledEventCatalog(new EventTypesInMemory()), cursors, settings);
    }

    @AfterEach
    void endAll() throws Exception {
        for (Peer peer : peers) {
            peer.close();
        }
        api.stop();
    }

    @Test
    void greets_at_once_and_sends_what_is_appended_from_then_on() throws Exception {
        append(Examples.userCreated());
        Peer peer = subscribe(new EventCall());
        assertThat(peer.next()).isEqualTo(new Frame("connected", "", "", ""));
        assertThat(peer.next()).isEqualTo(new Frame("", "", "", ""));
        assertThat(peer.isQuiet()).isTrue();

        Event event = append(Examples.userUpdated());
        String cursor = cursors.text(TENANT, new Offset(2));
        assertThat(peer.next())
                .isEqualTo(new Frame(
                        "", "user.updated", cursor, "{\"offset\":\"" + cursor + "\",\"event\":" + event.json() + "}"));
    }

    @Test
    void writes_frames_byte_for_byte_as_the_contract_shows_them() {
        Event event = Examples.userCreated().event();
        assertThat(SubscribeJson.CONNECTED).isEqualTo(":connected\n\nretry: 2000\n\n");
        assertThat(SubscribeJson.HEARTBEAT).isEqualTo(": heartbeat\n\n");
        assertThat(SubscribeJson.event("c", event))
                .isEqualTo("event: user.created\nid: c\ndata: {\"offset\":\"c\",\"event\":" + event.json() + "}\n\n");
        assertThat(SubscribeJson.offsetOnly("c")).isEqualTo("event: offset-only\nid: c\ndata: {\"offset\":\"c\"}\n\n");
        assertThat(SubscribeJson.error("cursor_expired", "say \"x\"", Optional.of("c")))
                .isEqualTo("event: error\ndata: {\"error\":{\"code\":\"cursor_expired\",\"message\":\"say \\\"x\\\"\","
                        + "\"offset\":\"c\"}}\n\n");
    }

    @Test
    void keeps_data_on_one_line() throws Exception {
        Peer peer = subscribe(new EventCall());
        append(Examples.userCreated().withObject("{\r\n \"text\" :\n\"a\\nb\"}"));
        assertThat(peer.nextNamed().data()).contains("{   \"text\" : \"a\\nb\"}");
    }

    @Test
    void reads_although_no_wake_up_comes() throws Exception {
        log.deaf = true;
        api = api(QUIET.withPoll(SHORT));
        Peer peer = subscribe(new EventCall());
        peer.next();
        Event event = append(Examples.userCreated());
        assertThat(peer.nextNamed().data()).contains(event.id());
    }

    @Test
    void sends_only_the_types_asked_for_and_moves_past_the_others_with_offset_only() throws Exception {
        api = api(QUIET.withHeartbeat(SHORT));
        Peer peer =
                subscribe(new EventCall().query("event_type", "user.deleted").query("event_type", "user.updated"));
        Event updated = append(Examples.userUpdated());
        assertThat(peer.nextNamed().event()).isIn("offset-only", "user.updated");
        append(Examples.userCreated());
        Event deleted = append(Examples.userDeleted());
        append(Examples.userCreated());

        String last = cursors.text(TENANT, new Offset(4));
        var seen = new ArrayList<Frame>();
        while (seen.stream().noneMatch(f -> f.id().equals(last))) {
            seen.add(peer.nextNamed());
        }
        assertThat(seen).extracting(Frame::event).doesNotContain("user.created").contains("user.deleted");
        assertThat(seen).anyMatch(f -> f.data().contains(deleted.id()));
        assertThat(seen.getLast()).isEqualTo(new Frame("", "offset-only", last, "{\"offset\":\"" + last + "\"}"));
        assertThat(peer.next().comment()).isEqualTo(" heartbeat");
        assertThat(updated.id()).isNotEmpty();
    }

    @Test
    void waits_for_a_time_that_is_still_to_come() throws Exception {
        api = api(QUIET.withHeartbeat(SHORT));
        append(Examples.userCreated());
        Peer peer = subscribe(new EventCall().query("from_timestamp", "2026-03-01T12:00:10Z"));
        append(Examples.userCreated());
        Frame first = peer.next();
        while (!first.comment().equals(" heartbeat")) {
            assertThat(first.event()).isEmpty();
            first = peer.next();
        }
        clock.advance(Duration.ofSeconds(9));
        append(Examples.userCreated());
        clock.advance(Duration.ofSeconds(1));
        Event wanted = append(Examples.userUpdated());
        Frame event = peer.nextNamed();
        assertThat(event.event()).isEqualTo("user.updated");
        assertThat(event.data()).contains(wanted.id());
    }

    @Test
    void gives_a_quiet_peer_its_first_cursor_once_and_heartbeats_after() throws Exception {
        append(Examples.userCreated());
        api = api(QUIET.withHeartbeat(SHORT));
        Peer peer = subscribe(new EventCall());
        assertThat(peer.nextNamed().id()).isEqualTo(cursors.text(TENANT, new Offset(1)));
        for (int i = 0; i < 3; i++) {
            assertThat(peer.next()).isEqualTo(new Frame(" heartbeat", "", "", ""));
        }
    }

    @Test
    void never_shows_other_tenants() throws Exception {
        Peer peer = subscribe(new EventCall());
        log.append(OTHER_TENANT, List.of(Examples.userCreated().event()));
        Event own = append(Examples.userCreated());
        assertThat(peer.nextNamed().data()).contains(own.id());
    }

    @Test
    void goes_on_after_a_cursor_and_the_header_wins() throws Exception {
        appendMany(5);
        String two = cursors.text(TENANT, new Offset(2));
        String three = cursors.text(TENANT, new Offset(3));
        String four = cursors.text(TENANT, new Offset(4));
        assertThat(subscribe(new EventCall().query("from", two)).nextNamed().id())
                .isEqualTo(three);
        assertThat(subscribe(new EventCall().query("from", two).header("Last-Event-ID", three))
                        .nextNamed()
                        .id())
                .isEqualTo(four);
        assertThat(subscribe(new EventCall()
                                .query("from_timestamp", "2026-03-01T12:00:00Z")
                                .header("last-event-id", three))
                        .nextNamed()
                        .id())
                .isEqualTo(four);
        assertThat(subscribe(new EventCall().query("from", two).header("Last-Event-ID", ""))
                        .nextNamed()
                        .id())
                .isEqualTo(three);
    }

    @Test
    void starts_at_a_time() throws Exception {
        appendMany(2);
        clock.advance(Duration.ofSeconds(10));
        appendMany(2);
        assertThat(subscribe(new EventCall().query("from_timestamp", "2026-03-01T12:00:05Z"))
                        .nextNamed()
                        .id())
                .isEqualTo(cursors.text(TENANT, new Offset(3)));
    }

    @ParameterizedTest
    @CsvSource({
        "event_type, user.unheard_of, Unknown event type: user.unheard_of",
        "event_type, '', Unknown event type",
        "from, '', The cursor is malformed",
        "from, abc, The cursor is malformed",
        "from_timestamp, yesterday, on property from_timestamp",
        "from_timestamp, 2026-03-01T12:00Z, on property from_timestamp",
        "from_timestamp, 2026-03-01T12:00:00+01, on property from_timestamp",
        "from_timestamp, 2026-03-01T12:00:00.000Z, on property from_timestamp"
    })
    void refuses_what_is_malformed_before_it_answers(String name, String value, String message) {
        assertThatThrownBy(() -> subscribe(new EventCall().query(name, value)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(message);
    }

    @Test
    void refuses_two_starts() {
        String cursor = cursors.text(TENANT, Offset.START);
        assertThatThrownBy(() -> subscribe(
                        new EventCall().query("from", cursor).query("from_timestamp", "2026-03-01T12:00:00Z")))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("must not stand beside from");
        assertThatThrownBy(() -> subscribe(new EventCall().query("from", "x".repeat(1_025))))
                .hasMessageContaining("on property from");
    }

    @Test
    void an_expired_cursor_is_gone_before_it_answers() throws Exception {
        appendMany(9);
        log.oldest = new Offset(5);
        assertThatThrownBy(() -> subscribe(new EventCall().query("from", cursors.text(TENANT, new Offset(3)))))
                .isInstanceOf(Problem.Gone.class);
        assertThatThrownBy(() -> subscribe(new EventCall().query("from", cursors.text(OTHER_TENANT, new Offset(5)))))
                .isInstanceOf(Problem.Gone.class);
        assertThat(subscribe(new EventCall().query("from", cursors.text(TENANT, new Offset(4))))
                        .nextNamed()
                        .id())
                .isEqualTo(cursors.text(TENANT, new Offset(5)));
    }

    @Test
    void a_reader_that_retention_overtakes_is_told_and_not_led_past_the_loss() throws Exception {
        appendMany(100);
        log.afterRead = () -> log.oldest = new Offset(50);
        Peer peer = subscribe(new EventCall().query("from", cursors.text(TENANT, Offset.START)));
        for (int i = 1; i <= 32; i++) {
            assertThat(peer.nextNamed().id()).isEqualTo(cursors.text(TENANT, new Offset(i)));
        }
        Frame end = peer.nextNamed();
        assertThat(end.event()).isEqualTo("error");
        assertThat(end.data()).contains("\"code\":\"cursor_expired\"", cursors.text(TENANT, new Offset(32)));
        assertThat(peer.ends(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void says_so_when_the_log_cannot_be_read() throws Exception {
        Peer peer = subscribe(new EventCall());
        peer.next();
        log.broken = true;
        append(Examples.userCreated());
        assertThat(peer.nextNamed().data())
                .contains("\"code\":\"processing_error\"")
                .doesNotContain("on purpose");
        assertThat(peer.ends(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void ends_connections_now_and_then_with_a_cursor_to_go_on_from() throws Exception {
        appendMany(3);
        api = api(QUIET.withConnectionMax(SHORT));
        Peer peer = subscribe(new EventCall());
        Frame end = peer.nextNamed();
        assertThat(end.event()).isEqualTo("error");
        assertThat(end.data())
                .isEqualTo("{\"error\":{\"code\":\"connection_timeout\",\"message\":\"Connection closed for rotation\","
                        + "\"offset\":\"" + cursors.text(TENANT, new Offset(3)) + "\"}}");
        assertThat(peer.ends(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void bounds_the_connections_of_a_tenant_and_counts_those_that_went_no_longer() throws Exception {
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(subscribe(new EventCall()));
            all.getLast().next();
        }
        assertThatThrownBy(() -> subscribe(new EventCall()))
                .isInstanceOf(Problem.Forbidden.class)
                .hasMessage("Maximum concurrent event stream connections reached");
        subscribe(new EventCall().of(OTHER_TENANT)).next();
        all.getFirst().close();
        append(Examples.userCreated());
        assertThat(all.getFirst().ends(Duration.ofSeconds(10))).isTrue();
        subscribe(new EventCall()).next();
    }

    @Test
    void a_peer_that_does_not_read_holds_nobody() throws Exception {
        Peer stuck = Peer.stuck(response(new EventCall()));
        peers.add(stuck);
        Peer peer = subscribe(new EventCall());
        peer.next();
        appendMany(500);
        for (int i = 1; i <= 500; i++) {
            assertThat(peer.nextNamed().id()).isEqualTo(cursors.text(TENANT, new Offset(i)));
        }
        assertThat(stuck.isServed()).isTrue();
    }

    @Test
    void stops_at_once_also_where_a_peer_does_not_read() throws Exception {
        Peer stuck = Peer.stuck(response(new EventCall()));
        peers.add(stuck);
        Peer peer = subscribe(new EventCall());
        peer.next();
        appendMany(500);
        for (int i = 1; i <= 500; i++) {
            peer.nextNamed();
        }
        api.stop();
        Frame end = peer.nextNamed();
        assertThat(end.data()).contains("\"code\":\"connection_timeout\"");
        assertThat(peer.ends(Duration.ofSeconds(10))).isTrue();
        assertThat(stuck.ends(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(() -> subscribe(new EventCall())).isInstanceOf(Problem.Unavailable.class);
    }

    /** Peers that go away anywhere and come again with the last id they saw, while events are appended. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void resumes_without_loss_or_repeat(long seed) throws Exception {
        int count = 1_500;
        int appended = 0;
        var random = new Random(seed);
        api = api(QUIET.withHeartbeat(Duration.ofMillis(5)).withPoll(Duration.ofMillis(5)));
        var seen = new ArrayList<String>();
        String last = cursors.text(TENANT, Offset.START);
        while (seen.size() < count) {
            Peer peer = subscribe(new EventCall().header("Last-Event-ID", last));
            for (int left = random.nextInt(100); left > 0 && seen.size() < count; left--) {
                if (appended < count && (appended == seen.size() || random.nextInt(3) == 0)) {
                    int more = Math.min(count - appended, 1 + random.nextInt(5));
                    appendMany(more);
                    appended += more;
                }
                Frame frame = peer.nextNamed();
                last = frame.id();
                if (!frame.event().equals("offset-only")) {
                    seen.add(last);
                }
            }
            peer.close();
            assertThat(peer.ends(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(seen)
                .as("seed %d", seed)
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> cursors.text(TENANT, new Offset(i)))
                        .toList());
    }

    private Peer subscribe(EventCall call) throws Exception {
        Peer peer = Peer.reading(response(call));
        peers.add(peer);
        return peer;
    }

    private Response response(EventCall call) throws InterruptedException {
        return call.send(api.routes(), "GET", "/api/v2/events");
    }

    private Event append(ExampleEvent example) throws InterruptedException {
        Event event = example.event();
        log.append(TENANT, List.of(event));
        return event;
    }

    private void appendMany(int count) {
        try {
            log.append(
                    TENANT,
                    IntStream.range(0, count)
                            .mapToObj(_ -> Examples.userCreated().event())
                            .toList());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
