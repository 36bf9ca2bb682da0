package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final MemoryBudget BUDGET = new MemoryBudget(100);

    private record Cost(int megabytes, boolean idle, boolean empty, long lastUsed) implements MemoryBudget.Tenant {}

    private static final Cost OLD = new Cost(30, true, false, 1);
    private static final Cost NEWER = new Cost(30, true, false, 2);
    private static final Cost BUSY = new Cost(30, false, false, 0);
    private static final Cost EMPTY = new Cost(20, true, true, 0);

    @Test
    void nobody_ends_within_the_budget() {
        assertThat(BUDGET.excess(List.of(OLD, NEWER, BUSY))).isEmpty();
        assertThat(BUDGET.forOneMore(List.of(OLD, NEWER)).orElseThrow()).isEmpty();
    }

    @Test
    void the_one_idle_for_longest_ends_first_and_empty_ones_last() {
        assertThat(BUDGET.excess(List.of(NEWER, EMPTY, BUSY, OLD))).containsExactly(OLD);
        assertThat(BUDGET.excess(List.of(NEWER, BUSY, EMPTY, BUSY, OLD))).containsExactly(OLD, NEWER);
        assertThat(BUDGET.excess(List.of(BUSY, BUSY, BUSY, EMPTY))).containsExactly(EMPTY);
        assertThat(BUDGET.forOneMore(List.of(NEWER, BUSY, OLD)).orElseThrow()).containsExactly(OLD);
    }

    @Test
    void there_is_no_room_beside_busy_ones_but_always_for_the_first() {
        assertThat(BUDGET.forOneMore(List.of(BUSY, BUSY, BUSY))).isEmpty();
        assertThat(new MemoryBudget(10).forOneMore(List.of())).isPresent();
        assertThat(new MemoryBudget(10).forOneMore(List.of(OLD)).orElseThrow()).containsExactly(OLD);
        assertThat(new MemoryBudget(10).forOneMore(List.of(BUSY))).isEmpty();
    }
}
