package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.PROCESS;
import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.event.Event;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How many processes there are, and when one takes another's place. */
class FleetTest {
    private static final String NAME = "console.log(" + PROCESS + ")";

    @Test
    void idle_processes_end_when_all_together_cost_more_than_they_may() throws Exception {
        try (var actions = with(FleetSettings.DEFAULT.withWarm(0).withBudget(70))) {
            for (int i = 0; i < 6; i++) {
                assertThat(error(actions.run(handler("")))).isEmpty();
            }
            await().untilAsserted(() -> {
                assertThat(actions.host.fleet().megabytes()).isLessThanOrEqualTo(70);
                assertThat(actions.host.count()).isBetween(1, 3);
            });
        }
    }

    @Test
    void a_process_that_has_served_for_long_is_replaced_beside_the_runs_it_has() throws Exception {
        var fleet = FleetSettings.DEFAULT.withWarm(0).withRecycling(5, 64, Duration.ofHours(1));
        try (var actions = with(fleet)) {
            var action = handler(NAME + "; await new Promise(r => setTimeout(r, event.message.data.ms ?? 0))");
            String first = actions.run(action).output();
            var slow = actions.start(action, event("slow", "{\"ms\":2000}"));
            await().until(() -> {
                Execution done = actions.run(action);
                assertThat(error(done)).isEmpty();
                return !done.output().equals(first);
            });
            assertThat(slow.isDone()).isFalse();
            assertThat(slow.get().output()).isEqualTo(first);
            assertThat(error(slow.get())).isEmpty();
        }
    }

    @Test
    void a_busy_action_gets_a_second_process() throws Exception {
        try (var actions = with(FleetSettings.DEFAULT.withPerAction(2))) {
            var action = handler("const until = performance.now() + 2; while (performance.now() < until);");
            var enough = new AtomicBoolean();
            List<Future<?>> callers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    Event event = event("e" + i, "{}");
                    callers.add(threads.submit(() -> {
                        while (!enough.get()) {
                            assertThat(error(actions.run(action, event))).isEmpty();
                        }
                        return true;
                    }));
                }
                try {
                    await().atMost(Duration.ofSeconds(60)).until(() -> actions.host.count() == 2);
                } finally {
                    enough.set(true);
                }
            }
            for (var caller : callers) {
                caller.get();
            }
        }
    }

    @Test
    void each_action_runs_on_the_node_it_asks_for() throws Exception {
        try (var actions = with(FleetSettings.DEFAULT)) {
            assertThat(actions.run(on("node22")).output()).startsWith("v22.");
            assertThat(actions.run(on("node24")).output()).startsWith("v24.");
            assertThat(actions.run(on("node24-actions")).output()).startsWith("v24.");
            assertThat(actions.run(on("node18")).output()).startsWith("v22.");
        }
    }

    @Test
    void an_action_whose_node_is_missing_is_not_built_and_says_so() throws Exception {
        var newest = new Nodes(Map.of(NodeRuntime.NODE24, Actions.NODE));
        try (var actions = new Actions(RuntimeSettings.DEFAULT, RuntimeDirectory.open(Optional.empty()), newest)) {
            var sources = new PackageSources(Npmrc.NONE, new EgressPolicy(LocalAllowance.NONE));
            var builder = new NodeBuilder(actions.host, new Dependencies(actions.host, Optional.empty(), sources));
            Build build = builder.build(on("node22").content());
            assertThat(build)
                    .isInstanceOfSatisfying(
                            Build.Failed.class,
                            failed -> assertThat(failed.errors())
                                    .singleElement()
                                    .satisfies(e -> assertThat(e.message())
                                            .isEqualTo("the Node of runtime node22 is not on the server; its"
                                                    + " administrator can name a Node 22 by the setting node22")));
            assertThat(builder.build(on("node24").content())).isInstanceOf(Build.Built.class);
            assertThat(error(actions.run(on("node22")))).contains("the Node of runtime node22 is not on the server");
        }
    }

    @Test
    void a_process_that_spins_gets_little_of_the_processor() throws Exception {
        try (var actions = with(FleetSettings.DEFAULT.withWarm(0))) {
            var action = handler("const until = Date.now() + 3000; while (Date.now() < until);");
            assertThat(error(actions.run(handler("")))).isEmpty();
            var spinning = actions.start(action, event("e1", "{}"));
            await().until(() -> ProcessHandle.current().descendants().anyMatch(p -> niceness(p.pid()) == 18));
            assertThat(error(spinning.get())).isEmpty();
        }
    }

    private static int niceness(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Actions with(FleetSettings fleet) {
        return new Actions(RuntimeSettings.DEFAULT.withFleet(fleet));
    }

    private static DeployedAction on(String runtime) {
        DeployedAction action = handler("console.log(process.version)");
        Content content = action.content();
        return new DeployedAction(
                action.id(),
                action.name(),
                1,
                action.versionId(),
                new Content(content.code(), runtime, List.of(), List.of()));
    }
}
