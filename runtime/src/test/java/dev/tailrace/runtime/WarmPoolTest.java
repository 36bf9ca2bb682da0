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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class WarmPoolTest {
    private static final String PID = "console.log(process.pid)";
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
        Set<Long> before = ready();
        assertThat(before).contains(pid(handler(PID)));
        await().until(() -> actions.host.ready(NodeRuntime.NODE22) == 2);
    }

    @Test
    void a_process_that_held_an_action_never_serves_another() throws Exception {
        var seen = new HashSet<Long>();
        for (int i = 0; i < 5; i++) {
            var action = handler(PID);
            long pid = pid(action);
            assertThat(pid(action)).isEqualTo(pid);
            assertThat(seen.add(pid)).isTrue();
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
        assertThat(ready()).contains(pid(handler(PID)));
    }

    @Test
    void an_empty_process_that_dies_is_replaced_and_nobody_gets_the_dead_one() throws Exception {
        for (long pid : ready()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
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
    private static Set<Long> ready() {
        await().until(() -> actions.host.ready(NodeRuntime.NODE22) == 2);
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static long pid(DeployedAction action) throws InterruptedException {
        return Long.parseLong(actions.run(action).output().strip());
    }
}
