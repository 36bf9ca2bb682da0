package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.runtime.sandbox.Isolation.Reason;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequiredIsolationTest {
    @Test
    void no_action_runs_below_the_required_level() throws Exception {
        try (var actions = new Actions(new IsolationSettings(Level.L4, Level.L2), Path.of("/bin/false"))) {
            var failed = actions.run(handler(""));
            assertThat(failed.error()).map(ExecutionError::name).contains("IsolationRequired");
            assertThat(error(failed))
                    .startsWith("actions do not run here: actions.isolation.required is L2, and this server reaches L1")
                    .contains("; not L4")
                    .contains("its self-test did not run");
            assertThat(actions.host.reached()).isPresent();
        }
    }

    @Test
    void reasons_that_levels_share_are_said_once() {
        var reason = "bubblewrap is not installed";
        var low =
                new Isolation(Level.L2, Level.L1, List.of(new Reason(Level.L4, reason), new Reason(Level.L3, reason)));
        assertThat(low.refusal()).isEmpty();
        assertThat(low.text())
                .isEqualTo(
                        "L2 (a user of its own and Node's --permission); not L4 and L3: bubblewrap is not installed");
    }

    @Test
    void a_required_level_above_the_highest_tried_is_refused() {
        assertThatThrownBy(() -> new IsolationSettings(Level.L2, Level.L3))
                .hasMessage("the required isolation L3 is above the highest tried, L2");
    }
}
