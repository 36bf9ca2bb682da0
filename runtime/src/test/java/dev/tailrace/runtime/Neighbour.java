package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Future;

/** A well-behaved action that runs beside an attack: it gives good results, soon, always from the same process. */
final class Neighbour {
    private static final Duration SLOWEST = Duration.ofSeconds(5);
    private static final Duration MEDIAN_MAX = Duration.ofMillis(500);
    private static final int RUNS_LEAST = 5;
    private static final DeployedAction ACTION = Actions.code("""
        const { randomUUID } = require('crypto');
        const me = randomUUID();
        exports.onExecuteEventStream = async (event) => {
          if ({}.polluted || [].polluted || globalThis.polluted || JSON.parse('{}').polluted) throw new Error('polluted');
          if (Object.keys(event.secrets).join() !== 'NEIGHBOUR') throw new Error('not its secrets');
          console.log(me, event.message.data.n * 2);
        };\
        """, Map.of("NEIGHBOUR", "a-secret-of-the-neighbour"));

    private final Actions actions;
    private final String process;
    private int n;

    Neighbour(Actions actions) throws InterruptedException {
        this.actions = actions;
        this.process = run();
    }

    /** Runs again and again until the attack is over. */
    void livesBeside(Future<?> attack) throws InterruptedException {
        var took = new ArrayList<Duration>();
        while (!attack.isDone() || took.size() < RUNS_LEAST) {
            long began = System.nanoTime();
            assertThat(run()).as("the process of the neighbour").isEqualTo(process);
            took.add(Duration.ofNanos(System.nanoTime() - began));
        }
        took.sort(null);
        assertThat(took.getLast()).as("slowest run of the neighbour").isLessThan(SLOWEST);
        assertThat(took.get(took.size() / 2)).as("median run of the neighbour").isLessThan(MEDIAN_MAX);
    }

    private String run() throws InterruptedException {
        n++;
        var done = actions.run(ACTION, event("n" + n, "{\"n\":" + n + "}"));
        assertThat(error(done)).as("the neighbour").isEmpty();
        String[] said = done.output().strip().split(" ");
        assertThat(said[1]).isEqualTo(Integer.toString(n * 2));
        return said[0];
    }
}
