package dev.tailrace.engine.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionDelivererTest {
    private static final ActionId ID = new ActionId(new TenantId("tailrace"), "8a3f6a8e-0000-4000-8000-000000000001");
    private static final Event EVENT =
            new Event("e1", "urn:test", EventType.of("user.created"), Instant.EPOCH, Optional.empty(), "{}");

    private final OneActionStore store = new OneActionStore();
    private final RecordingRuntime runtime = new RecordingRuntime();
    private final List<KeptExecution> told = new ArrayList<>();
    private final ActionDeliverer deliverer = new ActionDeliverer(store, runtime, told::add);

    @Test
    void runs_the_deployed_version_and_tells_its_number_and_output() throws Exception {
        store.deployed = Optional.of(3);
        assertThat(deliver())
                .isEqualTo(new Outcome.Delivered(new Detail(Optional.of(3), Optional.of("exe_1"), "said 3")));
    }

    @Test
    void asks_the_store_once_until_it_is_told_of_a_change() throws Exception {
        store.deployed = Optional.of(1);
        deliver();
        store.deployed = Optional.of(2);
        deliver();
        assertThat(runtime.versions).containsExactly(1, 1);
        assertThat(store.asked).isEqualTo(1);
        deliverer.changed(ID);
        deliver();
        assertThat(runtime.versions).containsExactly(1, 1, 2);
        assertThat(runtime.retired).containsExactly(ID);
    }

    @Test
    void without_a_deployed_version_it_is_a_failure_that_may_be_retried() throws Exception {
        assertThat(deliver()).isEqualTo(Outcome.Failed.retryable("action " + ID + " has no deployed version"));
        store.deployed = Optional.of(1);
        assertThat(deliver()).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void a_failed_run_is_a_failure_with_its_message_bounded() throws Exception {
        store.deployed = Optional.of(1);
        runtime.error = Optional.of(new ExecutionError("Error", "External service failure", "stack"));
        assertThat(deliver())
                .isEqualTo(new Outcome.Failed(
                        "External service failure",
                        true,
                        Optional.empty(),
                        new Detail(Optional.of(1), Optional.of("exe_1"), "said 1")));
        runtime.error = Optional.of(new ExecutionError("TypeError", "", ""));
        assertThat(((Outcome.Failed) deliver()).message()).isEqualTo("TypeError");
        runtime.error = Optional.of(new ExecutionError("Error", "x".repeat(5000), ""));
        assertThat(((Outcome.Failed) deliver()).message()).hasSize(1001);
    }

    @Test
    void tells_of_a_run_that_wrote_something_with_its_attempt() throws Exception {
        store.deployed = Optional.of(2);
        deliverer.deliver(EVENT, new Destination.Action(ID), Deadline.in(Duration.ofSeconds(1)), 3);
        assertThat(told).singleElement().satisfies(kept -> {
            assertThat(kept.run().attempt()).isEqualTo(3);
            assertThat(kept.run().version()).isEqualTo(2);
            assertThat(kept.action()).isEqualTo(ID);
            assertThat(kept.error()).isEmpty();
        });
    }

    private Outcome deliver() throws InterruptedException {
        return deliverer.deliver(EVENT, new Destination.Action(ID), Deadline.in(Duration.ofSeconds(1)));
    }

    /** Remembers what it was asked to run, and fails when it is told to. */
    private static final class RecordingRuntime implements ActionRuntime {
        final List<Integer> versions = new ArrayList<>();
        final List<ActionId> retired = new ArrayList<>();
        Optional<ExecutionError> error = Optional.empty();

        @Override
        public Execution run(DeployedAction action, Event event, Deadline deadline) {
            versions.add(action.version());
            return new Execution("exe_1", Instant.EPOCH, Duration.ZERO, "said " + action.version(), error);
        }

        @Override
        public void retire(ActionId action) {
            retired.add(action);
        }
    }

    /** Knows one action, by id alone. */
    private static final class OneActionStore implements ActionStore {
        Optional<Integer> deployed = Optional.empty();
        int asked;

        @Override
        public Optional<Action> find(ActionId id) {
            asked++;
            var content = new Content("", "node22", List.of(), List.of());
            var version = deployed.map(n -> new ActionVersion(id, "v" + n, n, content, Instant.EPOCH, Instant.EPOCH));
            return Optional.of(new Action(
                    id,
                    "a",
                    Action.Trigger.EVENT_STREAM,
                    content,
                    Action.Status.BUILT,
                    List.of(),
                    Optional.empty(),
                    version,
                    true,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH));
        }

        @Override
        public void create(Action action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean update(Action next) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean deploy(Action next, ActionVersion version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Action> list(TenantId tenant, Filter filter, int skip, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean usesPackages(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int count(TenantId tenant, Filter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean delete(ActionId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ActionVersion> versions(ActionId id, int skip, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int countVersions(ActionId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ActionVersion> version(ActionId id, String versionId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keepNewestVersions(ActionId id, int keep) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ActionId> unbuilt() {
            throw new UnsupportedOperationException();
        }
    }
}
