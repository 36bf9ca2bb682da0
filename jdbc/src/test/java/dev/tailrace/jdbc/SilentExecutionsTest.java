package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Executions.Filter;
import dev.tailrace.engine.action.Executions.Whose;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that succeeded and said nothing, and what retention and erasure do with records of successes. */
final class SilentExecutionsTest {
    private static final String ACTION = "a-1";
    private Fixture fixture;
    private final EventStream stream =
            Examples.stream().withDestination(new Destination.Action(new ActionId(TENANT, ACTION))).stream();
    private final RandomIds ids = RandomIds.quick();

    @BeforeEach
    void create(@TempDir Path folder) {
        fixture = new Fixture(folder);
        fixture.backend().streams().create(stream);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void one_is_found_by_its_id_by_its_tenant_only() throws Exception {
        KeptExecution kept = find(settle(3).get(1)).orElseThrow();
        assertThat(kept.run().version()).isEqualTo(4);
        assertThat(kept.run().stream()).isEqualTo(stream.id().value());
        assertThat(kept.trace().isolation()).isEqualTo("L4");
        assertThat(kept.action()).isEqualTo(new ActionId(TENANT, ACTION));
        assertThat(fixture.backend().executions().find(Examples.OTHER_TENANT, kept.id()))
                .isEmpty();
        assertThat(find(ids.timed(KeptExecution.ID, NOW, 22))).isEmpty();
    }

    @Test
    void they_are_listed_newest_first_page_by_page_for_action_and_stream() throws Exception {
        List<String> settled = settle(5);
        assertThat(pages(new Whose.OfAction(ACTION))).containsExactlyElementsOf(settled.reversed());
        assertThat(pages(new Whose.OfStream(stream.id().value()))).containsExactlyElementsOf(settled.reversed());
        assertThat(pages(new Whose.OfAction("a-2"))).isEmpty();
    }

    @Test
    void of_an_erased_event_nothing_is_shown() throws Exception {
        List<String> settled = settle(2);
        Subject subject = log().getFirst().event().subject().orElseThrow();
        fixture.backend().erasures().ask(TENANT, "ers_1", subject, NOW);
        fixture.backend().erasing().runOnce(NOW);
        assertThat(find(settled.getFirst())).isEmpty();
        assertThat(pages(new Whose.OfAction(ACTION))).containsExactly(settled.getLast());
        assertThat(delivered()).hasSize(1);
    }

    @Test
    void a_deleted_stream_leaves_no_records() throws Exception {
        settle(2);
        fixture.backend().streams().delete(stream.id());
        assertThat(rows()).isZero();
    }

    @Test
    void retention_takes_records_with_their_age() throws Exception {
        settle(2);
        var kept = new Retention.Kept(
                Duration.ofDays(7),
                Duration.ofDays(30),
                Duration.ofDays(30),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)));
        fixture.backend().retention().runOnce(NOW.plus(Duration.ofMinutes(59)), kept);
        assertThat(rows()).isEqualTo(1);
        fixture.backend().retention().runOnce(NOW.plus(Duration.ofMinutes(61)), kept);
        assertThat(rows()).isZero();
    }

    private long rows() {
        return fixture.backend().database().read(session -> session.number("select count(*) from successes"));
    }

    /** One commit of as many; the ids of their executions. */
    private List<String> settle(int count) throws Exception {
        fixture.append(IntStream.range(0, count)
                .mapToObj(i -> Examples.userCreated().event())
                .toArray(dev.tailrace.engine.event.Event[]::new));
        var executions = new ArrayList<String>();
        var successes = new ArrayList<Success>();
        for (LogEntry entry : log()) {
            Instant at = NOW.minusMillis(100 - executions.size());
            String id = ids.timed(KeptExecution.ID, at, 22);
            executions.add(id);
            var detail = new Outcome.Detail(Optional.of(4), Optional.of(id), Optional.empty(), "", "L4");
            var tried = new Attempt.Tried(at, Duration.ofMillis(3), new Outcome.Delivered(detail));
            successes.add(Success.of(
                    new Delivery(stream.id(), entry, new Delivery.State.Delivered(at.plusMillis(3)), List.of(tried))));
        }
        var position = fixture.backend().deliveries().position(stream.id()).orElseThrow();
        assertThat(fixture.backend()
                        .deliveries()
                        .commit(stream.id(), position, position, new Settled(List.of(), count, successes, 0, NOW)))
                .isTrue();
        return executions;
    }

    private List<LogEntry> log() {
        return fixture.backend().log().read(TENANT, Offset.START, 100);
    }

    private Optional<KeptExecution> find(String id) {
        return fixture.backend().executions().find(TENANT, id);
    }

    private List<Delivery> delivered() {
        var filter = new DeliveryFilter(List.of(Status.DELIVERED), List.of(), Optional.empty(), Optional.empty());
        return fixture.backend().deliveries().list(stream.id(), filter, "", 100).items();
    }

    private List<String> pages(Whose whose) {
        var all = new ArrayList<String>();
        String after = "";
        List<KeptExecution> page;
        do {
            page = fixture.backend().executions().list(TENANT, new Filter(whose, Optional.empty()), after, 2);
            page.forEach(kept -> all.add(kept.id()));
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (!page.isEmpty());
        return all;
    }
}
