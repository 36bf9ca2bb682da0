package dev.tailrace.testkit;

import static dev.tailrace.testkit.DeliveryStoreContract.OURS;
import static dev.tailrace.testkit.DeliveryStoreContract.POLICY;
import static dev.tailrace.testkit.DeliveryStoreContract.THEIRS;
import static dev.tailrace.testkit.DeliveryStoreContract.delivered;
import static dev.tailrace.testkit.DeliveryStoreContract.parked;
import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.entry;
import static dev.tailrace.testkit.Examples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of {@link DeliveryStoreContract} about who may attempt and save. */
abstract class ClaimsContract {
    private static final ExampleEvent ANNA = Examples.userCreated().withUser("anna");
    private static final ExampleEvent ANNA_LATER = Examples.userUpdated().withUser("anna");
    private static final ExampleEvent BEN = Examples.userCreated().withUser("ben");

    abstract DeliveryStore store();

    abstract StreamId stream();

    @Test
    void gives_the_first_of_each_subject_and_all_without_one() {
        Delivery first = pending(stream(), entry(1, ANNA), NOW);
        Delivery second = pending(stream(), entry(2, ANNA_LATER), NOW);
        Delivery other = pending(stream(), entry(3, BEN), NOW);
        Delivery free = pending(stream(), entry(4, Examples.userCreated().withoutSubject()), NOW);
        Delivery free2 = pending(stream(), entry(5, Examples.userCreated().withoutSubject()), NOW);
        park(second, first, free2, other, free);
        assertThat(claim(NOW, 10)).containsExactly(first, other, free, free2);
        assertThat(claim(NOW, 10)).isEmpty();
    }

    @Test
    void gives_the_next_of_a_subject_when_the_first_is_settled() {
        Delivery first = pending(stream(), entry(1, ANNA), NOW);
        Delivery second = pending(stream(), entry(2, ANNA_LATER), NOW);
        park(first, second);
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 5, false).getFirst();
        assertThat(claim(NOW, 5)).isEmpty();
        assertThat(store().save(claimed, delivered(claimed))).isTrue();
        assertThat(claim(NOW, 5)).containsExactly(second);
    }

    @Test
    void the_first_of_a_subject_holds_the_others_while_it_waits() {
        park(pending(stream(), entry(1, ANNA), NOW.plusSeconds(4)), pending(stream(), entry(2, ANNA_LATER), NOW));
        assertThat(claim(NOW, 5)).isEmpty();
        assertThat(nextDue()).contains(NOW.plusSeconds(4));
        assertThat(claim(NOW.plusSeconds(4), 5)).hasSize(1);
    }

    @Test
    void gives_nothing_before_it_is_due_and_says_when() {
        Instant due = NOW.plusMillis(1500);
        park(pending(stream(), entry(1, ANNA), due), pending(stream(), entry(2, BEN), due.plusSeconds(1)));
        assertThat(nextDue()).contains(due);
        assertThat(claim(due.minusMillis(1), 5)).isEmpty();
        assertThat(claim(due, 5)).hasSize(1);
        assertThat(nextDue()).contains(due.plusSeconds(1));
    }

    @Test
    void gives_at_most_so_many_oldest_first() {
        Delivery first = pending(stream(), entry(1, ANNA), NOW);
        Delivery second = pending(stream(), entry(2, BEN), NOW.minusSeconds(5));
        park(first, second);
        assertThat(claim(NOW, 1)).containsExactly(first);
        assertThat(claim(NOW, 1)).containsExactly(second);
        assertThat(nextDue()).isEmpty();
    }

    @Test
    void gives_a_delivery_again_when_its_claim_ran_out() {
        Delivery row = pending(stream(), entry(1, ANNA), NOW);
        park(row);
        claim(NOW, 1);
        assertThat(claim(OURS.until().minusMillis(1), 1)).isEmpty();
        assertThat(claim(OURS.until().plusMillis(1), 1)).containsExactly(row);
    }

    @Test
    void a_row_may_be_written_claimed() {
        LogEntry entry = entry(1, ANNA);
        Delivery row = pending(stream(), entry, NOW);
        Position at = store().position(stream()).orElseThrow();
        store().commit(
                        stream(),
                        at,
                        at.at(entry.offset()),
                        Settled.of(List.of(new Parked(row, Optional.of(OURS))), NOW));
        assertThat(claim(NOW, 1)).isEmpty();
        assertThat(nextDue()).isEmpty();
        var claimed = new Claimed(row, OURS);
        assertThat(store().save(claimed, delivered(claimed))).isTrue();
        assertThat(find(entry)).contains(delivered(claimed));
        assertThat(store().countPending(stream())).isZero();
        assertThat(store().pendingSubjects(stream())).isEmpty();
    }

    @Test
    void a_save_that_leaves_it_pending_gives_up_the_claim() {
        LogEntry entry = entry(1, ANNA);
        park(pending(stream(), entry, NOW));
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        Delivery next = claimed.delivery().after(Examples.failedAttempt(NOW), POLICY);
        assertThat(store().save(claimed, next)).isTrue();
        assertThat(find(entry)).contains(next);
        assertThat(claim(NOW, 1)).isEmpty();
        assertThat(claim(NOW.plusSeconds(5), 1)).containsExactly(next);
    }

    @Test
    void who_lost_his_claim_saves_nothing() {
        LogEntry entry = entry(1, ANNA);
        Delivery row = pending(stream(), entry, NOW);
        park(row);
        Claimed ours = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        Instant later = OURS.until().plusSeconds(1);
        Claimed theirs = store().claimDue(stream(), later, THEIRS, 1, false).getFirst();
        assertThat(store().save(ours, delivered(ours))).isFalse();
        assertThat(find(entry)).contains(row);
        assertThat(store().save(theirs, delivered(theirs))).isTrue();
        assertThat(store().save(theirs, delivered(theirs))).isFalse();
    }

    @Test
    void an_older_claim_of_the_same_owner_saves_nothing() {
        park(pending(stream(), entry(1, ANNA), NOW));
        Claimed before = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        var again = new Claim(OURS.owner(), OURS.until().plusSeconds(30));
        Instant later = OURS.until().plusMillis(1);
        assertThat(store().claimDue(stream(), later, again, 1, false)).hasSize(1);
        assertThat(store().save(before, delivered(before))).isFalse();
    }

    @Test
    void a_restart_drops_the_claims_of_the_former_life() {
        park(pending(stream(), entry(1, ANNA), NOW), pending(stream(), entry(2, BEN), NOW));
        Claimed ours = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        Claimed former = store().claimDue(stream(), NOW, THEIRS, 1, false).getFirst();
        store().dropClaimsNotOf(OURS.owner());
        assertThat(store().save(former, delivered(former))).isFalse();
        assertThat(store().save(ours, delivered(ours))).isTrue();
        assertThat(nextDue()).contains(NOW);
        assertThat(claim(NOW, 5)).containsExactly(former.delivery());
    }

    @Test
    void only_what_was_asked_for_is_given_as_if_there_were_no_others() {
        LogEntry asked = entry(2, ANNA_LATER);
        park(pending(stream(), entry(1, ANNA), NOW), Examples.failed(stream(), asked, NOW));
        assertThat(store().nextDue(stream(), true)).isEmpty();
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, NOW.plusSeconds(1), 10))
                .isEqualTo(1);
        assertThat(store().nextDue(stream(), true)).contains(NOW.plusSeconds(1));
        assertThat(store().claimDue(stream(), NOW.plusSeconds(1), OURS, 5, true))
                .extracting(c -> c.delivery().entry())
                .containsExactly(asked);
    }

    @Test
    void what_was_asked_for_stays_so_through_its_retries() {
        LogEntry asked = entry(1, ANNA);
        park(Examples.failed(stream(), asked, NOW));
        store().reopen(stream(), RedeliveryFilter.ALL, NOW, 10);
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 5, true).getFirst();
        Delivery retry = claimed.delivery().after(Examples.failedAttempt(NOW), POLICY);
        store().save(claimed, retry);
        assertThat(store().claimDue(stream(), NOW.plusSeconds(5), OURS, 5, true))
                .extracting(Claimed::delivery)
                .containsExactly(retry);
    }

    @Test
    void claims_stay_over_a_change_elsewhere_in_the_stream() {
        park(pending(stream(), entry(1, ANNA), NOW));
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        store().move(stream(), entry(9, BEN).offset());
        assertThat(store().save(claimed, delivered(claimed))).isTrue();
    }

    private void park(Delivery... rows) {
        Position at = store().position(stream()).orElseThrow();
        assertThat(store().commit(stream(), at, at, parked(rows))).isTrue();
    }

    private List<Delivery> claim(Instant now, int max) {
        return store().claimDue(stream(), now, new Claim(OURS.owner(), OURS.until()), max, false).stream()
                .map(Claimed::delivery)
                .toList();
    }

    private Optional<Instant> nextDue() {
        return store().nextDue(stream(), false);
    }

    private Optional<Delivery> find(LogEntry entry) {
        return store().find(stream(), entry.event().listedAs());
    }
}
