package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.destination.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkerHostTest {
    @Test
    void ends_an_idle_process_when_another_needs_its_room() throws Exception {
        try (var actions = new Actions(RuntimeSettings.DEFAULT.withFleet(FleetSettings.DEFAULT.withProcesses(1)))) {
            var first = handler("");
            assertThat(error(actions.run(first))).isEmpty();
            Set<Long> before = children();
            assertThat(before).hasSize(1);
            assertThat(error(actions.run(handler("")))).isEmpty();
            await().until(() -> children().size() == 1 && !children().equals(before));
            var busy = handler("await new Promise(r => setTimeout(r, event.message.data.ms))");
            assertThat(error(actions.run(busy, event("e0", "{\"ms\":0}")))).isEmpty();
            var holds = actions.start(busy, event("e1", "{\"ms\":1500}"));
            await().until(() -> actions.host.count() == 1 && !actions.host.anyIdle());
            var refused = actions.runtime.run(first, event("e2", "{}"), Deadline.in(Duration.ofMillis(300)));
            assertThat(error(refused)).isEqualTo("no worker was free before the deadline");
            assertThat(error(holds.get())).isEmpty();
            assertThat(error(actions.run(first))).isEmpty();
        }
    }

    @Test
    void ends_a_process_that_was_idle_for_long() throws Exception {
        try (var actions = new Actions(RuntimeSettings.DEFAULT.withIdleAfter(Duration.ofMillis(300)))) {
            assertThat(error(actions.run(handler("")))).isEmpty();
            await().until(() -> actions.host.count() == 0);
        }
    }

    @Test
    void closing_waits_for_runs_as_long_as_asked_and_ends_the_rest() throws Exception {
        var actions = new Actions(RuntimeSettings.DEFAULT);
        var action = handler("await new Promise(r => setTimeout(r, event.message.data.ms)); console.log('done')");
        assertThat(error(actions.run(action, event("e0", "{\"ms\":0}")))).isEmpty();
        var quick = actions.start(action, event("e1", "{\"ms\":300}"));
        var slow = actions.start(action, event("e2", "{\"ms\":15000}"));
        await().until(() -> !actions.host.anyIdle());
        actions.runtime.close(Duration.ofSeconds(1));
        assertThat(quick.get().output()).isEqualTo("done\n");
        assertThat(slow.isDone()).isFalse();
        actions.close();
        assertThat(error(slow.get()))
                .isEqualTo("interrupted by the end of its process: the action's" + " process was ended by the server");
        assertThat(actions.host.count()).isZero();
        assertThat(error(actions.run(action))).isEqualTo("the server is stopping");
    }

    @Test
    void a_node_that_cannot_be_started_is_a_failure_that_says_so() throws Exception {
        assertThatThrownBy(
                        () -> NodeBinary.find(NodeRuntime.NODE24, Optional.of(Path.of("/nowhere/node")), Path.of("..")))
                .hasMessage("no Node binary at /nowhere/node; the setting must name an executable file");
        try (var actions =
                new Actions(RuntimeSettings.DEFAULT, RuntimeDirectory.open(Optional.empty()), Path.of("/bin/false"))) {
            assertThat(error(actions.run(handler("")))).isEqualTo("the action's process ended with exit code 1");
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
