package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class WarmPoolTest {
    private static final String NAME = "console.log(" + Actions.PROCESS + ")";
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
        actions.host.prepare(NodeRuntime.NODE22);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void a_new_action_takes_over_a_process_that_was_started_before() throws Exception {
        Set<WorkerProcess> before = ready();
        assertThat(before).contains(holding(handler("")));
        await().until(() -> actions.host.ready(NodeRuntime.NODE22) == 2);
    }

    @Test
    void a_process_that_held_an_action_never_serves_another() throws Exception {
        var seen = new HashSet<String>();
        for (int i = 0; i < 5; i++) {
            var action = handler(NAME);
            String name = actions.run(action).output();
            assertThat(actions.run(action).output()).isEqualTo(name);
            assertThat(seen.add(name)).isTrue();
            actions.runtime.retire(action.id());
        }
    }

    @Test
    void an_action_whose_processes_keep_dying_leaves_some_for_others() throws Exception {
        ready();
        var dying = handler("process.exit(1)");
        for (int i = 0; i < 4; i++) {
            assertThat(error(actions.run(dying, event("e" + i, "{}")))).contains("process.exit(1)");
            assertThat(actions.host.ready(NodeRuntime.NODE22))
                    .as("after death " + i)
                    .isPositive();
        }
        assertThat(ready()).contains(holding(handler("")));
    }

    @Test
    void an_empty_process_that_dies_is_replaced_and_nobody_gets_the_dead_one() throws Exception {
        assertThat(ready()).hasSize(2);
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        assertThat(error(actions.run(handler("")))).isEmpty();
        await().until(() -> actions.host.ready(NodeRuntime.NODE22) == 2);
    }

    @Test
    void keeps_none_where_none_are_wanted() throws Exception {
        try (var none = new Actions(RuntimeSettings.DEFAULT.withFleet(FleetSettings.DEFAULT.withWarm(0)))) {
            assertThat(error(none.run(handler("")))).isEmpty();
            assertThat(none.host.fleet().living()).hasSize(1);
        }
    }

    /** The processes that wait for an action, once there are two. */
    private static Set<WorkerProcess> ready() {
        await().until(() -> actions.host.ready(NodeRuntime.NODE22) == 2);
        return all().filter(WorkerProcess::waits).collect(Collectors.toSet());
    }

    /** Runs it, and says which process it got. */
    private static WorkerProcess holding(DeployedAction action) throws InterruptedException {
        assertThat(error(actions.run(action))).isEmpty();
        return all().filter(p -> p.toString().startsWith(action.id().toString()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<WorkerProcess> all() {
        return StreamSupport.stream(actions.host.fleet().living().spliterator(), false);
    }
}
