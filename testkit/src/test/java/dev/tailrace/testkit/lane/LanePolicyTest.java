package dev.tailrace.testkit.lane;

import static dev.tailrace.testkit.lane.LaneDesk.DELIVERED;
import static dev.tailrace.testkit.lane.LaneDesk.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Retries;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a lane does because its stream's policy says so. */
final class LanePolicyTest {
    private static final ExampleEvent ANNA = Examples.userCreated().withUser("anna");
    private static final ExampleEvent ANNA_2 = Examples.userUpdated().withUser("anna");
    private static final ExampleEvent BEN = Examples.userCreated().withUser("ben");
    private static final ExampleEvent CARL = Examples.userCreated().withUser("carl");
    private static final Outcome GONE =
            new Outcome.Failed("410 - gone", false, Optional.empty(), Outcome.Detail.answered(410));

    @Test
    void begins_so_many_attempts_in_any_second_and_wakes_for_the_next() {
        var desk = LaneDesk.started(Examples.stream().withRate(2).stream()).append(ANNA, BEN);
        desk.take(Step.Attempt.class).forEach(a -> desk.ends(a, DELIVERED));
        desk.later(Duration.ofMillis(400)).append(CARL);
        assertThat(desk.attempted()).isEmpty();
        assertThat(desk.take(Step.WakeAt.class)).extracting(Step.WakeAt::time).contains(Examples.NOW.plusSeconds(1));
        assertThat(desk.later(Duration.ofMillis(599)).attempted()).isEmpty();
        assertThat(desk.later(Duration.ofMillis(1)).attempted()).containsExactly(CARL.id());
    }

    @Test
    void a_retry_counts_for_the_rate_as_well() {
        var stream = Examples.stream().withRate(1).withDelays(Duration.ofMillis(100)).stream();
        var desk = LaneDesk.started(stream).append(ANNA);
        desk.ends(desk.only(Step.Attempt.class), RETRY).committed();
        assertThat(desk.later(Duration.ofMillis(200)).take(Step.Claim.class)).isEmpty();
        assertThat(desk.later(Duration.ofMillis(800)).take(Step.Claim.class)).hasSize(1);
    }

    @Test
    void without_an_order_a_subject_holds_nothing_back() {
        var desk = LaneDesk.started(Examples.stream().unordered().stream()).append(ANNA, ANNA_2);
        List<Step.Attempt> both = desk.take(Step.Attempt.class);
        assertThat(both).hasSize(2);
        desk.ends(both.getFirst(), RETRY);
        var row = desk.only(Step.Commit.class).settled().rows().getFirst().delivery();
        assertThat(row.entry().event().subject()).isEmpty();
        assertThat(row.entry().event().json()).contains("anna");
    }

    @Test
    void passes_what_its_filter_does_not_want_as_if_it_did_not_concern_it() {
        var stream = Examples.stream().withFilter("event.type == 'user.updated'").stream();
        var desk = LaneDesk.started(stream).append(ANNA, ANNA_2, BEN);
        desk.ends(desk.only(Step.Attempt.class), DELIVERED);
        var commit = desk.committed()
                .later(Duration.ofMillis(30))
                .take(Step.Commit.class)
                .getLast();
        assertThat(commit.to().offset()).isEqualTo(new Offset(3));
        assertThat(commit.settled().rows()).isEmpty();
    }

    @Test
    void lists_an_event_as_failed_when_the_filter_cannot_be_evaluated_on_it() {
        var stream = Examples.stream().withFilter("data.object.nosuch == 1").stream();
        var desk = LaneDesk.started(stream).append(ANNA);
        assertThat(desk.attempted()).isEmpty();
        Delivery row = desk.only(Step.Commit.class).settled().rows().getFirst().delivery();
        assertThat(row.state()).isInstanceOf(State.Failed.class);
        assertThat(row.attempts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Attempt.Tried.class,
                        tried -> assertThat(tried.outcome())
                                .isInstanceOfSatisfying(
                                        Outcome.Failed.class,
                                        failed -> assertThat(failed.message())
                                                .contains("filter")
                                                .contains("nosuch")));
    }

    @Test
    void a_filter_that_changes_holds_for_what_comes_then() {
        var stream = Examples.stream().withFilter("event.type == 'user.updated'");
        var desk = LaneDesk.started(stream.stream()).append(ANNA);
        assertThat(desk.attempted()).isEmpty();
        desk.tell(new Signal.Changed(stream.withFilter("event.type == 'user.created'").stream()));
        assertThat(desk.append(ANNA_2, BEN).attempted()).containsExactly(BEN.id());
    }

    @Test
    void leaves_a_destination_alone_that_says_it_is_gone() {
        EventStream stream = Examples.stream().withConcurrency(1).stream();
        var desk = LaneDesk.started(stream).append(ANNA, BEN);
        desk.ends(desk.only(Step.Attempt.class), GONE);
        desk.only(Step.Disable.class);
        assertThat(desk.attempted()).isEmpty();
        assertThat(desk.only(Step.Commit.class)
                        .settled()
                        .rows()
                        .getFirst()
                        .delivery()
                        .state())
                .isInstanceOf(State.Failed.class);
        desk.tell(new Signal.Changed(new ExampleStream(stream).enabled(false).stream()));
        assertThat(desk.attempted()).isEmpty();
        assertThat(desk.tell(new Signal.Changed(stream)).attempted()).containsExactly(BEN.id());
    }

    @Test
    void goes_on_when_it_is_not_to_mind() {
        var heedless = new Retries(List.of(), 0, Optional.empty(), new FinalAnswers(List.of("4xx"), false));
        var example = Examples.stream().withConcurrency(1);
        var stream = example.withPolicy(example.stream().policy().with(heedless)).stream();
        var desk = LaneDesk.started(stream).append(ANNA, BEN);
        desk.ends(desk.only(Step.Attempt.class), GONE);
        assertThat(desk.take(Step.Disable.class)).isEmpty();
        assertThat(desk.attempted()).containsExactly(BEN.id());
    }
}
