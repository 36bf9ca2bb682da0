package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.PROCESS;
import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Execution.ExecutionError;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an action can do wrong, each beside an innocent run where it shares a process. */
@SuppressWarnings("NullAway.Init")
class WorkerFaultsTest {
    private static final RuntimeSettings LIMITS = RuntimeSettings.DEFAULT
            .withLimits(Duration.ofSeconds(3), Duration.ofSeconds(1))
            .withMemory(48, 200);
    /** Bad where the event says so; otherwise waits a moment and ends well. */
    private static final String BAD_OR_GOOD =
            "if (event.message.data.bad) { %s } await new Promise(r => setTimeout(r, 400)); console.log('well')";

    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(LIMITS);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void a_run_that_does_not_end_times_out_and_its_process_goes_on() throws Exception {
        var action = handler("console.log(" + PROCESS + "); if (event.message.data.bad) await new Promise(() => {})");
        var stuck = actions.start(action, event("e1", "{\"bad\":true}"));
        String pid = actions.run(action, event("e2", "{}")).output();
        assertThat(error(stuck.get())).isEqualTo("timed out after 3 s");
        assertThat(stuck.get().output()).isEqualTo(pid);
        assertThat(stuck.get().error()).map(ExecutionError::name).contains("Timeout");
        assertThat(actions.run(action, event("e3", "{}")).output()).isEqualTo(pid);
    }

    @Test
    void an_endless_loop_is_ended_and_blamed_and_the_run_beside_it_ends_well() throws Exception {
        besideAnInnocent("while (true) {}", "Blocked", "the action blocked its process for 1 s (an endless loop?)");
    }

    @Test
    void output_before_an_endless_loop_is_kept() throws Exception {
        assertThat(actions.run(handler("console.log('about to'); while (true) {}"))
                        .output())
                .isEqualTo("about to\n");
    }

    @Test
    void an_event_that_brought_a_process_down_runs_alone_from_then_on() throws Exception {
        var action = handler(BAD_OR_GOOD.formatted("while (true) {}") + "; console.log(" + PROCESS + ")");
        assertThat(error(actions.run(action, event("bad", "{\"bad\":1}")))).contains("blocked");
        String pid = actions.run(action, event("good", "{}")).output();
        var again = actions.start(action, event("bad", "{\"bad\":1}"));
        assertThat(actions.run(action, event("good", "{}")).output()).isEqualTo(pid);
        assertThat(error(again.get())).contains("blocked");
        assertThat(actions.run(action, event("good", "{}")).output()).isEqualTo(pid);
    }

    @Test
    void code_that_never_finishes_loading_is_ended() throws Exception {
        var short_ = LIMITS.withStartTimeout(Duration.ofSeconds(1));
        try (var few = new Actions(short_)) {
            assertThat(error(few.run(code("while (true) {}"))))
                    .isEqualTo("the action's code was not loaded within 1 s");
        }
    }

    @Test
    void a_heap_bomb_says_that_memory_ran_out() throws Exception {
        besideAnInnocent(
                "const hoard = []; for (;;) hoard.push(new Array(1000).fill(hoard.length));",
                "OutOfMemory",
                "JavaScript heap out of memory (limit 48 MB)");
    }

    @Test
    void a_buffer_bomb_is_ended_by_its_resident_memory() throws Exception {
        var failed = actions.run(
                handler("const hoard = []; for (;;) { hoard.push(Buffer.alloc(8e6, 1)); await new Promise(r =>"
                        + " setTimeout(r, 5)); }"));
        assertThat(error(failed)).matches("the action's process used \\d+ MB of memory \\(limit 200 MB\\)");
        assertThat(failed.error()).map(ExecutionError::name).contains("OutOfMemory");
    }

    @Test
    void process_exit_is_told_with_its_code_and_costs_only_the_run_that_called_it() throws Exception {
        besideAnInnocent("process.exit(3)", "Exit", "the action called process.exit(3)");
    }

    @Test
    void process_abort_is_told() throws Exception {
        besideAnInnocent("process.abort()", "Exit", "the action called process.abort()");
    }

    @Test
    void a_process_killed_from_outside_three_times_is_a_failure_that_says_so() throws Exception {
        var failed = actions.run(handler("process.kill(process.pid, 'SIGKILL')"));
        assertThat(error(failed))
                .isEqualTo("interrupted 3 times by the end of its process: the action's process was ended by"
                        + " signal 9 (SIGKILL)");
        assertThat(failed.error()).map(ExecutionError::name).contains("Interrupted");
    }

    @Test
    void a_process_that_hangs_up_is_a_failure() throws Exception {
        var failed = actions.run(handler("for (const h of process._getActiveHandles()) h.destroy?.();"));
        assertThat(error(failed)).contains("the action's process ended with exit code 70");
    }

    @Test
    void nonsense_on_the_socket_ends_the_process() throws Exception {
        var failed =
                actions.run(handler("for (const h of process._getActiveHandles()) h.write?.(Buffer.alloc(64, 255));"));
        assertThat(error(failed)).contains("sent something that is not ours: a frame of 4294967295 bytes");
    }

    @Test
    void an_error_after_the_end_of_a_run_harms_nobody() throws Exception {
        var action = handler("console.log(" + PROCESS + "); setTimeout(() => { throw new Error('late') }, 1);"
                + "setTimeout(() => Promise.reject(new Error('later')), 1)");
        String pid = actions.run(action).output();
        var other = handler("await new Promise(r => setTimeout(r, 50))");
        assertThat(error(actions.run(other))).isEmpty();
        assertThat(actions.run(action).output()).isEqualTo(pid);
    }

    @Test
    void an_error_that_nobody_catches_fails_the_run_it_came_from_and_no_other() throws Exception {
        var action = handler("console.log(" + PROCESS + "); const { bad } = event.message.data;"
                + "if (bad === 1) Promise.reject(new TypeError('nobody caught me'));"
                + "if (bad === 2) setTimeout(() => { throw new RangeError('out of a timer') }, 1);"
                + "await new Promise(r => setTimeout(r, 300))");
        var rejects = actions.start(action, event("e1", "{\"bad\":1}"));
        var throwing = actions.start(action, event("e2", "{\"bad\":2}"));
        var good = actions.run(action, event("e3", "{}"));
        assertThat(error(good)).isEmpty();
        assertThat(rejects.get().error()).map(ExecutionError::name).contains("TypeError");
        assertThat(error(rejects.get())).isEqualTo("nobody caught me");
        assertThat(error(throwing.get())).isEqualTo("out of a timer");
        assertThat(rejects.get().output()).isEqualTo(good.output());
    }

    @Test
    void giant_output_is_cut_and_marked() throws Exception {
        var done = actions.run(handler("for (let i = 0; i < 300; i++) console.log('x'.repeat(1000))"));
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).hasSizeLessThan(66_000).endsWith("\n[output truncated at 64 KB]\n");
        var raw = actions.run(handler("for (let i = 0; i < 5; i++) require('fs').writeSync(1, 'x'.repeat(60000))"));
        assertThat(error(raw)).isEmpty();
    }

    private static void besideAnInnocent(String bad, String name, String message) throws Exception {
        var action = handler(BAD_OR_GOOD.formatted(bad));
        assertThat(error(actions.run(action, event("before", "{}")))).isEmpty();
        var innocent = actions.start(action, event("good", "{}"));
        var guilty = actions.start(action, event("bad", "{\"bad\":true}"));
        var failed = guilty.get(20, TimeUnit.SECONDS);
        assertThat(error(failed)).isEqualTo(message);
        assertThat(failed.error()).map(ExecutionError::name).contains(name);
        var well = innocent.get(20, TimeUnit.SECONDS);
        assertThat(error(well)).isEmpty();
        assertThat(well.output()).isEqualTo("well\n");
        assertThat(error(actions.run(action, event("after", "{}")))).isEmpty();
    }
}
