package dev.tailrace.testkit.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.ActionChange;
import dev.tailrace.engine.action.ActionChange.SecretEntry;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Builder;
import dev.tailrace.engine.action.Builds;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Modules;
import dev.tailrace.engine.action.NewAction;
import dev.tailrace.engine.action.NewAction.NewSecret;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import dev.tailrace.testkit.fakes.FakeActionStore;
import dev.tailrace.testkit.fakes.FakeModuleStore;
import dev.tailrace.testkit.fakes.SteppedBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ActionsTest {
    private final ManualClock clock = new ManualClock(Examples.NOW);
    private final FakeActionStore store = new FakeActionStore();
    private final SteppedBuilder builder = new SteppedBuilder();
    private final Set<ActionId> inUse = new HashSet<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Builds builds = new Builds(store, builder, clock);
    private final Actions actions = actions(builds);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void goes_from_pending_over_building_to_built() throws Exception {
        Action created = actions.create(Examples.TENANT, draft("one"));
        assertThat(created.status()).isEqualTo(Status.PENDING);

        start(builds);
        assertThat(builder.begins().code()).isEqualTo("one");
        assertThat(actions.get(created.id()).status()).isEqualTo(Status.BUILDING);

        builder.ends();
        awaitStatus(created.id(), Status.BUILT);
        assertThat(actions.get(created.id()).builtAt()).contains(Examples.NOW);
    }

    @Test
    void says_why_a_build_failed_and_builds_again_after_a_change() throws Exception {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft("on(e")).id();
        builder.begins();
        builder.ends(new BuildError("syntax", "missing ) after argument list", ""));
        awaitStatus(id, Status.FAILED);
        assertThat(actions.get(id).errors()).extracting(BuildError::id).containsExactly("syntax");

        Action changed = actions.change(id, code("one"));
        assertThat(changed.status()).isEqualTo(Status.PENDING);
        assertThat(changed.errors()).isEmpty();
        assertThat(builder.begins().code()).isEqualTo("one");
        builder.ends();
        awaitStatus(id, Status.BUILT);
    }

    @Test
    void a_change_makes_the_older_build_that_still_runs_worthless() throws Exception {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft("old")).id();
        builder.begins();
        actions.change(id, code("new"));

        builder.ends();

        assertThat(builder.begins().code()).isEqualTo("new");
        assertThat(actions.get(id).status()).isEqualTo(Status.BUILDING);
        builder.ends(new BuildError("syntax", "the new one is wrong", ""));
        awaitStatus(id, Status.FAILED);
    }

    @Test
    void another_name_does_not_disturb_the_build() throws Exception {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        builder.begins();
        actions.change(id, name("renamed"));
        builder.ends();
        awaitStatus(id, Status.BUILT);
        assertThat(actions.get(id).name()).isEqualTo("renamed");
    }

    @Test
    void builds_after_a_restart_what_was_left() throws Exception {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        builder.begins();
        builds.stop();
        assertThat(actions.get(id).status()).isEqualTo(Status.BUILDING);

        start(new Builds(store, _ -> Builder.Build.Built.PLAIN, clock));
        awaitStatus(id, Status.BUILT);
    }

    @Test
    void a_builder_that_breaks_is_a_failed_build() throws Exception {
        Builds broken = new Builds(store, breaking(), clock);
        ActionId id = actions(broken).create(Examples.TENANT, draft("one")).id();
        start(broken);
        awaitStatus(id, Status.FAILED);
        assertThat(actions.get(id).errors()).extracting(BuildError::message).doesNotContain("out of paper");
    }

    @Test
    void refuses_to_deploy_before_the_draft_is_built() {
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        assertThatThrownBy(() -> actions.deploy(id))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("A draft must be in the 'built' state before it can be deployed.");
        assertThat(actions.countVersions(id)).isZero();
    }

    @Test
    void a_deployment_waits_a_moment_for_the_build_under_way() throws Exception {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        builder.begins();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deployed = threads.submit(() -> actions.deploy(id));
            builder.ends();
            assertThat(deployed.get().number()).isEqualTo(1);
        }
    }

    @Test
    void a_failed_build_is_refused_with_its_reason_and_not_in_the_words_clients_wait_for() throws Exception {
        Builds failing = new Builds(store, _ -> wrong(), clock);
        start(failing);
        ActionId id = actions(failing).create(Examples.TENANT, draft("one")).id();
        awaitStatus(id, Status.FAILED);
        assertThatThrownBy(() -> actions(failing).deploy(id))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("The build of this draft failed, nothing was deployed: wrong");
        assertThat(actions.countVersions(id)).isZero();
    }

    @Test
    void every_deployment_is_a_version_and_the_newest_is_live() throws Exception {
        ActionId id = built("one");
        List<ActionId> told = new ArrayList<>();
        open.add(actions.onDeployed(told::add));

        ActionVersion first = actions.deploy(id);
        rebuilt(id, "two");
        assertThat(actions.get(id).allChangesDeployed()).isFalse();
        assertThat(actions.get(id).deployed()).contains(first);
        ActionVersion second = actions.deploy(id);

        assertThat(List.of(first.number(), second.number())).containsExactly(1, 2);
        assertThat(actions.get(id).deployed()).contains(second);
        assertThat(actions.get(id).allChangesDeployed()).isTrue();
        assertThat(actions.versions(id, 0, 10)).containsExactly(second, first);
        assertThat(told).containsExactly(id, id);
    }

    @Test
    void an_old_version_is_deployed_as_a_new_one_with_its_secrets() throws Exception {
        ActionId id = built("one", new NewSecret("KEY", new Secret("old")));
        ActionVersion first = actions.deploy(id);
        actions.change(id, secrets(new SecretEntry("KEY", Optional.of(new Secret("new")))));
        builder.begins();
        builder.ends();
        awaitStatus(id, Status.BUILT);
        actions.deploy(id);

        ActionVersion third = actions.deployAgain(id, first.id(), false);

        assertThat(third.number()).isEqualTo(3);
        assertThat(third.id()).isNotEqualTo(first.id());
        assertThat(third.content()).isEqualTo(first.content());
        assertThat(value(actions.get(id), "KEY")).isEqualTo("new");
        assertThat(actions.get(id).allChangesDeployed()).isFalse();

        actions.deployAgain(id, first.id(), true);
        assertThat(value(actions.get(id), "KEY")).isEqualTo("old");
        assertThat(actions.get(id).allChangesDeployed()).isTrue();
        assertThat(actions.get(id).status()).isEqualTo(Status.BUILT);
    }

    @Test
    void keeps_fifty_versions_and_goes_on_counting() throws Exception {
        ActionId id = built("one");
        for (int i = 0; i < 53; i++) {
            actions.deploy(id);
        }
        assertThat(actions.countVersions(id)).isEqualTo(50);
        assertThat(actions.versions(id, 0, 1).getFirst().number()).isEqualTo(53);
        assertThat(actions.versions(id, 49, 1).getFirst().number()).isEqualTo(4);
    }

    @Test
    void a_secret_without_a_value_keeps_the_stored_one() {
        ActionId id = actions.create(Examples.TENANT, draft("one", new NewSecret("KEY", new Secret("stored"))))
                .id();
        clock.advance(Duration.ofMinutes(1));
        Action changed = actions.change(
                id,
                secrets(
                        new SecretEntry("KEY", Optional.empty()),
                        new SecretEntry("MORE", Optional.of(new Secret("fresh")))));
        assertThat(changed.draft().secrets())
                .containsExactly(
                        new ActionSecret("KEY", new Secret("stored"), Examples.NOW),
                        new ActionSecret("MORE", new Secret("fresh"), clock.instant()));
    }

    @Test
    void a_new_secret_needs_a_value_and_nothing_is_written_without() {
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        Action before = actions.get(id);
        assertThatThrownBy(() -> actions.change(id, secrets(new SecretEntry("KEY", Optional.empty()))))
                .hasMessageContaining("secrets[0].value");
        assertThat(actions.get(id)).isEqualTo(before);
    }

    @Test
    void two_changes_at_a_time_are_both_kept() throws Exception {
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            String name = "name-" + i;
            threads.add(Thread.ofVirtual().start(() -> actions.change(id, name(name))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(actions.get(id).revision()).isEqualTo(9);
    }

    @Test
    void an_action_that_a_stream_delivers_to_goes_by_force_only() {
        ActionId id = actions.create(Examples.TENANT, draft("one")).id();
        inUse.add(id);
        assertThatThrownBy(() -> actions.delete(id, false)).isInstanceOf(Problem.Conflict.class);
        assertThat(actions.find(id)).isPresent();
        List<ActionId> told = new ArrayList<>();
        open.add(actions.onDeployed(told::add));
        actions.delete(id, true);
        assertThat(actions.find(id)).isEmpty();
        assertThat(told).containsExactly(id);
        assertThatThrownBy(() -> actions.delete(id, true)).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void create_and_deploy_in_one_call_waits_for_the_build() throws Exception {
        Builds quick = new Builds(store, _ -> Builder.Build.Built.PLAIN, clock);
        start(quick);
        Action deployed = actions(quick).createDeployed(Examples.TENANT, draft("one"));
        assertThat(deployed.deployed()).map(ActionVersion::number).contains(1);
        assertThat(deployed.allChangesDeployed()).isTrue();
    }

    @Test
    void create_and_deploy_of_what_does_not_build_answers_the_failed_draft() throws Exception {
        Builds failing = new Builds(store, _ -> wrong(), clock);
        start(failing);
        Action failed = actions(failing).createDeployed(Examples.TENANT, draft("one"));
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.deployed()).isEmpty();
    }

    private Actions actions(Builds with) {
        var ids = new RandomIds(new Random(1));
        var modules = new Modules(new FakeModuleStore(store), builder, ids, clock);
        return new Actions(store, modules, with, inUse::contains, new Actions.Supply(ids, clock));
    }

    private void start(Builds one) {
        one.start();
        open.add(one::stop);
    }

    private ActionId built(String code, NewSecret... secrets) throws InterruptedException {
        start(builds);
        ActionId id = actions.create(Examples.TENANT, draft(code, secrets)).id();
        builder.begins();
        builder.ends();
        awaitStatus(id, Status.BUILT);
        return id;
    }

    private void rebuilt(ActionId id, String code) throws InterruptedException {
        actions.change(id, code(code));
        builder.begins();
        builder.ends();
        awaitStatus(id, Status.BUILT);
    }

    private void awaitStatus(ActionId id, Status status) {
        await().until(() -> actions.get(id).status() == status);
    }

    private static Builder.Build wrong() {
        return new Builder.Build.Failed(List.of(new BuildError("syntax", "wrong", "")));
    }

    private static Builder breaking() {
        return _ -> {
            throw new IllegalStateException("out of paper");
        };
    }

    private static NewAction draft(String code, NewSecret... secrets) {
        return new NewAction("welcome-mail", code, "node22", List.of(), List.of(secrets), List.of());
    }

    private static ActionChange code(String code) {
        return new ActionChange(
                Optional.empty(),
                Optional.of(code),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ActionChange name(String name) {
        return new ActionChange(
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ActionChange secrets(SecretEntry... entries) {
        return new ActionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(entries)),
                Optional.empty());
    }

    private static String value(Action action, String secret) {
        return action.draft().secrets().stream()
                .filter(s -> s.name().equals(secret))
                .map(s -> s.value().reveal())
                .findFirst()
                .orElseThrow();
    }
}
