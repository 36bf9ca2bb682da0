package dev.tailrace.testkit.lane;

import static dev.tailrace.testkit.lane.LaneDesk.DELIVERED;
import static dev.tailrace.testkit.lane.LaneDesk.REFUSED;
import static dev.tailrace.testkit.lane.LaneDesk.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a lane does, one sentence each. */
final class LaneTest {
    private static final ExampleEvent ANNA = Examples.userCreated().withUser("anna");
    private static final ExampleEvent ANNA_2 = Examples.userUpdated().withUser("anna");
    private static final ExampleEvent BEN = Examples.userCreated().withUser("ben");
    private static final ExampleEvent CARL = Examples.userCreated().withUser("carl");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final EventStream STREAM = Examples.stream().stream();

    @Test
    void asks_the_store_where_it_stands_before_it_does_anything() {
        var desk = new LaneDesk(STREAM).tell();
        desk.only(Step.Load.class);
        assertThat(desk.take(Step.class)).isEmpty();
        desk.loaded(Map.of(), 0);
        assertThat(desk.only(Step.Read.class).after()).isEqualTo(Offset.START);
    }

    @Test
    void does_nothing_for_a_stream_that_is_gone() {
        var desk = new LaneDesk(STREAM).tell(new Signal.Loaded(Optional.empty(), Map.of(), 0));
        desk.take(Step.Load.class);
        assertThat(desk.later(SECOND).take(Step.class)).isEmpty();
    }

    @Test
    void attempts_what_it_is_handed_and_moves_the_position_when_it_is_delivered() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN);
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        assertThat(attempts).hasSize(2);
        desk.ends(attempts.get(0), DELIVERED);
        var commit = desk.only(Step.Commit.class);
        assertThat(commit.to().offset()).isEqualTo(new Offset(1));
        assertThat(commit.settled().rows()).isEmpty();
    }

    @Test
    void never_moves_the_position_past_an_event_that_still_runs() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN);
        desk.ends(desk.take(Step.Attempt.class).get(1), DELIVERED);
        assertThat(desk.take(Step.Commit.class)).isEmpty();
    }

    @Test
    void runs_at_most_as_many_attempts_as_the_policy_says() {
        var desk =
                LaneDesk.started(Examples.stream().withConcurrency(2).stream()).append(ANNA, BEN, CARL);
        List<Step.Attempt> two = desk.take(Step.Attempt.class);
        assertThat(two).hasSize(2);
        desk.ends(two.getFirst(), DELIVERED);
        assertThat(desk.attempted()).containsExactly(CARL.id());
    }

    @Test
    void starts_the_next_of_a_subject_only_when_the_one_before_is_delivered() {
        var desk = LaneDesk.started(STREAM).append(ANNA, ANNA_2, BEN);
        List<Step.Attempt> first = desk.take(Step.Attempt.class);
        assertThat(first).hasSize(2);
        desk.ends(first.get(1), DELIVERED);
        assertThat(desk.attempted()).isEmpty();
        desk.ends(first.get(0), DELIVERED);
        assertThat(desk.attempted()).containsExactly(ANNA_2.id());
    }

    @Test
    void lists_what_failed_for_good_before_the_next_of_its_subject_starts() {
        var desk = LaneDesk.started(STREAM).append(ANNA, ANNA_2);
        desk.ends(desk.only(Step.Attempt.class), REFUSED);
        assertThat(desk.attempted()).isEmpty();
        var row = desk.only(Step.Commit.class).settled().rows().getFirst();
        assertThat(row.delivery().state()).isInstanceOf(State.Failed.class);
        assertThat(desk.committed().attempted()).containsExactly(ANNA_2.id());
    }

    @Test
    void parks_an_event_with_its_due_time_when_the_first_try_may_be_repeated() {
        var desk = LaneDesk.started(STREAM).append(ANNA, ANNA_2);
        desk.ends(desk.only(Step.Attempt.class), RETRY);
        var commit = desk.only(Step.Commit.class);
        assertThat(commit.to().offset()).isEqualTo(new Offset(1));
        assertThat(commit.settled().rows().getFirst().claim()).isEmpty();
        assertThat(commit.settled().rows().getFirst().delivery().state())
                .isEqualTo(new State.Pending(Examples.NOW.plus(SECOND)));
        desk.committed().later(Duration.ofMillis(5));
        var behind = desk.only(Step.Commit.class).settled().rows().getFirst();
        assertThat(behind.delivery().entry().event().id()).isEqualTo(ANNA_2.id());
        assertThat(behind.delivery().attempts()).isEmpty();
        assertThat(desk.attempted()).isEmpty();
    }

    @Test
    void claims_what_it_parked_when_that_is_due_and_saves_what_came_of_it() {
        var desk = LaneDesk.started(STREAM).append(ANNA);
        desk.ends(desk.only(Step.Attempt.class), RETRY).committed();
        Delivery row = desk.only(Step.Commit.class).settled().rows().getFirst().delivery();
        assertThat(desk.take(Step.Claim.class)).isEmpty();
        var claim = desk.later(SECOND).only(Step.Claim.class);
        var retry = desk.due(claim, row).only(Step.Attempt.class);
        var save = desk.ends(retry, DELIVERED).only(Step.Save.class);
        assertThat(save.claimed().claim()).isEqualTo(claim.claim());
        assertThat(save.next().state()).isInstanceOf(State.Delivered.class);
        assertThat(save.next().attempts()).hasSize(2);
    }

    @Test
    void parks_under_a_claim_what_holds_the_front_too_long_and_saves_it_only_after_the_commit() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN);
        List<Step.Attempt> both = desk.take(Step.Attempt.class);
        desk.ends(both.get(1), DELIVERED);
        var commit = desk.later(SECOND).only(Step.Commit.class);
        assertThat(commit.to().offset()).isEqualTo(new Offset(2));
        var row = commit.settled().rows().getFirst();
        assertThat(row.claim().orElseThrow().until()).isEqualTo(Examples.NOW.plusSeconds(30));
        desk.ends(both.get(0), DELIVERED);
        assertThat(desk.take(Step.Save.class)).isEmpty();
        var save = desk.committed().only(Step.Save.class);
        assertThat(save.claimed().claim()).isEqualTo(row.claim().orElseThrow());
        assertThat(save.next().state()).isInstanceOf(State.Delivered.class);
    }

    @Test
    void a_parked_attempt_keeps_its_place() {
        var desk =
                LaneDesk.started(Examples.stream().withConcurrency(1).stream()).append(ANNA, BEN);
        var slow = desk.only(Step.Attempt.class);
        desk.later(SECOND).committed();
        assertThat(desk.attempted()).isEmpty();
        assertThat(desk.ends(slow, DELIVERED).attempted()).containsExactly(BEN.id());
    }

    @Test
    void goes_on_with_a_subject_when_its_last_row_is_settled() {
        var desk = LaneDesk.started(STREAM).append(ANNA);
        desk.ends(desk.only(Step.Attempt.class), RETRY).committed();
        Delivery row = desk.only(Step.Commit.class).settled().rows().getFirst().delivery();
        var claim = desk.later(SECOND).only(Step.Claim.class);
        var retry = desk.due(claim, row).only(Step.Attempt.class);
        desk.append(BEN, ANNA_2);
        var ben = desk.only(Step.Attempt.class);
        var save = desk.ends(retry, DELIVERED).only(Step.Save.class);
        assertThat(desk.attempted()).isEmpty();
        desk.tell(new Signal.Saved(save.turn(), true));
        assertThat(desk.attempted()).containsExactly(ANNA_2.id());
        assertThat(ben.delivery().entry().event().id()).isEqualTo(BEN.id());
    }

    @Test
    void waits_for_subjects_that_are_pending_in_the_store() {
        var desk = new LaneDesk(STREAM).tell();
        desk.loaded(Map.of(ANNA.subject().orElseThrow(), 1), 1);
        desk.tell(new Signal.Read(Offset.START, List.of(), Offset.START, true));
        desk.append(ANNA_2, BEN);
        assertThat(desk.attempted()).containsExactly(BEN.id());
    }

    @Test
    void parks_no_more_than_it_may_and_lets_the_position_wait() {
        var bounds = new LaneBounds(16, 4 << 20, SECOND, 1, Duration.ZERO, Duration.ZERO);
        var desk = LaneDesk.started(STREAM, bounds).append(ANNA, BEN);
        desk.take(Step.Attempt.class).forEach(a -> desk.ends(a, RETRY));
        assertThat(desk.only(Step.Commit.class).to().offset()).isEqualTo(new Offset(1));
        desk.committed();
        assertThat(desk.take(Step.Commit.class)).isEmpty();
        assertThat(desk.lane.full()).isTrue();
    }

    @Test
    void moves_the_position_at_most_every_thirty_milliseconds_when_all_is_smooth() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN, CARL);
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), DELIVERED).committed();
        desk.only(Step.Commit.class);
        desk.ends(attempts.get(1), DELIVERED);
        assertThat(desk.later(Duration.ofMillis(29)).take(Step.Commit.class)).isEmpty();
        assertThat(desk.take(Step.WakeAt.class)).contains(new Step.WakeAt(Examples.NOW.plusMillis(30)));
        desk.later(Duration.ofMillis(1)).only(Step.Commit.class);
    }

    @Test
    void makes_one_commit_at_a_time() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN);
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), DELIVERED).ends(attempts.get(1), DELIVERED).later(SECOND);
        desk.only(Step.Commit.class);
        desk.committed().only(Step.Commit.class);
    }

    @Test
    void drops_its_window_when_a_commit_is_refused_and_starts_from_what_the_store_says() {
        var desk = LaneDesk.started(STREAM).append(ANNA, BEN);
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), DELIVERED).tell(new Signal.Committed(false));
        desk.take(Step.Commit.class);
        desk.only(Step.Load.class);
        desk.tell(new Signal.Loaded(Optional.of(new Position(2, new Offset(7))), Map.of(), 0));
        assertThat(desk.only(Step.Read.class).after()).isEqualTo(new Offset(7));
        desk.ends(attempts.get(1), RETRY).later(SECOND);
        assertThat(desk.take(Step.Commit.class)).isEmpty();
        assertThat(desk.take(Step.Save.class)).isEmpty();
    }

    @Test
    void what_still_runs_after_the_window_was_dropped_holds_back_its_subject() {
        var desk = LaneDesk.started(STREAM).append(BEN, ANNA);
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), DELIVERED).tell(new Signal.Committed(false));
        desk.tell(new Signal.Loaded(Optional.of(new Position(2, Offset.START)), Map.of(), 0));
        var again = List.of(Examples.entry(1, BEN), Examples.entry(2, ANNA));
        desk.tell(new Signal.Read(Offset.START, again, new Offset(2), true));
        assertThat(desk.attempted()).containsExactly(BEN.id());
        assertThat(desk.ends(attempts.get(1), DELIVERED).attempted()).containsExactly(ANNA.id());
    }

    @Test
    void reads_for_itself_when_it_was_not_handed_everything() {
        var desk = LaneDesk.started(STREAM);
        desk.tell(new Signal.Appended(new Offset(5), List.of(Examples.entry(6, ANNA)), new Offset(6)));
        assertThat(desk.attempted()).isEmpty();
        assertThat(desk.only(Step.Read.class).after()).isEqualTo(Offset.START);
    }

    @Test
    void reads_only_when_half_of_the_window_is_free() {
        var bounds = new LaneBounds(4, 4 << 20, Duration.ofHours(1), 10, Duration.ZERO, Duration.ZERO);
        var desk = LaneDesk.started(STREAM, bounds).append(ANNA, BEN, CARL);
        desk.tell(new Signal.Behind());
        assertThat(desk.take(Step.Read.class)).isEmpty();
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), DELIVERED).committed();
        assertThat(desk.only(Step.Read.class).after()).isEqualTo(new Offset(3));
    }

    @Test
    void starts_nothing_while_its_stream_is_disabled_and_goes_on_afterwards() {
        var desk = LaneDesk.started(Examples.stream().enabled(false).stream());
        var enabled = Examples.stream().stream();
        desk.tell(new Signal.Read(Offset.START, List.of(Examples.entry(1, ANNA)), new Offset(1), true));
        assertThat(desk.later(SECOND).take(Step.class)).isEmpty();
        desk.tell(new Signal.Changed(enabled));
        assertThat(desk.attempted()).containsExactly(ANNA.id());
        desk.only(Step.Read.class);
    }

    @Test
    void attempts_in_a_disabled_stream_only_what_somebody_asked_for() {
        var desk = new LaneDesk(Examples.stream().enabled(false).stream()).tell();
        desk.loaded(Map.of(), 2);
        var claim = desk.only(Step.Claim.class);
        assertThat(claim.askedForOnly()).isTrue();
        Delivery asked = Examples.failed(STREAM.id(), Examples.entry(1, ANNA), Examples.NOW)
                .reopened(Examples.NOW);
        desk.due(claim, asked, desk.row(2, BEN));
        assertThat(desk.attempted()).containsExactly(ANNA.id());
        var back = desk.tell().only(Step.Save.class);
        assertThat(back.next()).isEqualTo(back.claimed().delivery());
    }

    @Test
    void counts_again_when_somebody_changed_rows_but_not_while_a_write_is_under_way() {
        var desk = LaneDesk.started(STREAM).append(ANNA);
        desk.ends(desk.only(Step.Attempt.class), DELIVERED).tell(new Signal.Woken());
        desk.only(Step.Commit.class);
        assertThat(desk.take(Step.Load.class)).isEmpty();
        desk.committed().only(Step.Load.class);
        desk.tell(new Signal.Loaded(
                Optional.of(new Position(1, new Offset(1))),
                Map.of(BEN.subject().orElseThrow(), 1),
                1));
        desk.only(Step.Claim.class);
    }

    @Test
    void takes_a_due_time_that_only_a_wrong_clock_can_have_written_as_due() {
        var desk = new LaneDesk(STREAM).tell();
        desk.loaded(Map.of(), 1);
        desk.only(Step.Claim.class);
        Instant far = Examples.NOW.plus(Duration.ofDays(1));
        assertThat(desk.nothingDue(far).only(Step.Claim.class).dueBy()).isEqualTo(far);
    }

    @Test
    void waits_for_a_due_time_that_is_ahead_as_it_should_be() {
        var desk = new LaneDesk(STREAM).tell();
        desk.loaded(Map.of(), 1);
        desk.only(Step.Claim.class);
        desk.nothingDue(Examples.NOW.plusSeconds(4));
        assertThat(desk.take(Step.Claim.class)).isEmpty();
        desk.later(Duration.ofSeconds(4)).only(Step.Claim.class);
    }

    @Test
    void leaves_half_of_the_places_to_new_events() {
        var desk = new LaneDesk(Examples.stream().withConcurrency(4).stream()).tell();
        desk.loaded(Map.of(), 100);
        assertThat(desk.only(Step.Claim.class).max()).isEqualTo(2);
        desk.nothingDue(Examples.NOW.plus(SECOND));
        desk.tell(new Signal.Read(Offset.START, List.of(), Offset.START, true));
        desk.append(user(1), user(2), user(3), user(4), user(5), user(6));
        List<Step.Attempt> four = desk.take(Step.Attempt.class);
        desk.later(SECOND).ends(four.get(0), DELIVERED).ends(four.get(1), DELIVERED);
        assertThat(desk.take(Step.Claim.class)).extracting(Step.Claim::max).containsExactly(1);
        assertThat(desk.attempted()).hasSize(1);
    }

    @Test
    void uses_the_newest_settings_at_the_start_of_each_attempt() {
        var desk =
                LaneDesk.started(Examples.stream().withConcurrency(1).stream()).append(ANNA, BEN);
        var first = desk.only(Step.Attempt.class);
        var changed = Examples.stream().withConcurrency(1).stream();
        desk.tell(new Signal.Changed(changed)).ends(first, DELIVERED);
        assertThat(desk.only(Step.Attempt.class).stream()).isSameAs(changed);
    }

    @Test
    void interrupts_once_an_attempt_that_does_not_end() {
        var desk = LaneDesk.started(STREAM).append(ANNA);
        var endless = desk.only(Step.Attempt.class);
        desk.later(Duration.ofSeconds(26));
        assertThat(desk.take(Step.Cancel.class)).isEmpty();
        assertThat(desk.later(SECOND).only(Step.Cancel.class).turn()).isSameAs(endless.turn());
        assertThat(desk.later(SECOND).take(Step.Cancel.class)).isEmpty();
    }

    @Test
    void after_a_stop_starts_nothing_and_writes_what_ends() {
        var desk =
                LaneDesk.started(Examples.stream().withConcurrency(1).stream()).append(ANNA, BEN);
        var running = desk.only(Step.Attempt.class);
        desk.tell(new Signal.Stop());
        assertThat(desk.lane.drained()).isFalse();
        desk.ends(running, DELIVERED);
        assertThat(desk.attempted()).isEmpty();
        desk.only(Step.Commit.class);
        assertThat(desk.lane.drained()).isFalse();
        desk.committed();
        assertThat(desk.lane.drained()).isTrue();
    }

    @Test
    void asks_for_no_time_when_there_is_nothing_to_wait_for() {
        var desk = LaneDesk.started(STREAM).append(ANNA);
        desk.ends(desk.only(Step.Attempt.class), DELIVERED).committed().later(Duration.ofSeconds(60));
        desk.take(Step.Commit.class);
        desk.take(Step.WakeAt.class);
        assertThat(desk.later(SECOND).take(Step.class)).isEmpty();
    }

    private static ExampleEvent user(int number) {
        return Examples.userCreated().withUser("user" + number);
    }
}
