package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.ActionStore;
import dev.tailrace.engine.action.ActionStore.Filter;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActionStoreTest {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_action_comes_back_as_it_was_stored() {
        Action action = action("one", "value");
        store().create(action);
        fixture.restart();
        assertThat(store().find(action.id())).contains(action);
        assertThat(store().find(new ActionId(Examples.OTHER_TENANT, action.id().value())))
                .isEmpty();
    }

    @Test
    void an_update_that_does_not_follow_the_stored_revision_is_refused() {
        Action action = action("one", "value");
        store().create(action);
        Action next = with(action, 2, Optional.empty());
        assertThat(store().update(next)).isTrue();
        assertThat(store().update(next)).isFalse();
        assertThat(store().update(with(action, 2, Optional.empty()))).isFalse();
        assertThat(store().find(action.id())).contains(next);
    }

    @Test
    void a_deployment_keeps_the_version_and_shows_it() {
        Action action = action("one", "value");
        store().create(action);
        ActionVersion version = version(action, 1);
        Action deployed = with(action, 2, Optional.of(version));
        assertThat(store().deploy(deployed, version)).isTrue();
        assertThat(store().find(action.id())).contains(deployed);
        ActionVersion refused = version(action, 2);
        assertThat(store().deploy(with(action, 2, Optional.of(refused)), refused))
                .isFalse();
        assertThat(store().versions(action.id(), 0, 10)).containsExactly(version);
        assertThat(store().version(action.id(), version.id())).contains(version);
        assertThat(store().version(action.id(), refused.id())).isEmpty();
    }

    @Test
    void versions_are_listed_newest_first() {
        Action action = action("one", "value");
        store().create(action);
        for (int number = 1; number <= 3; number++) {
            ActionVersion version = version(action, number);
            store().deploy(with(action, number + 1, Optional.of(version)), version);
        }
        assertThat(store().versions(action.id(), 1, 5))
                .extracting(ActionVersion::number)
                .containsExactly(2, 1);
        assertThat(store().countVersions(action.id())).isEqualTo(3);
        store().keepNewestVersions(action.id(), 3);
        assertThat(store().countVersions(action.id())).isEqualTo(3);
        store().keepNewestVersions(action.id(), 2);
        assertThat(store().versions(action.id(), 0, 5))
                .extracting(ActionVersion::number)
                .containsExactly(3, 2);
    }

    @Test
    void lists_newest_first_and_narrows() {
        Action one = action("one", "value");
        Action two = action("two", "value");
        store().create(one);
        store().create(two);
        ActionVersion version = version(one, 1);
        Action deployed = with(one, 2, Optional.of(version));
        store().deploy(deployed, version);
        assertThat(store().list(TENANT, Filter.NONE, 0, 10)).containsExactly(two, deployed);
        assertThat(store().list(TENANT, Filter.NONE, 1, 10)).containsExactly(deployed);
        var named = new Filter(Optional.of("two"), Optional.empty());
        assertThat(store().list(TENANT, named, 0, 10)).containsExactly(two);
        assertThat(store().count(TENANT, named)).isEqualTo(1);
        var running = new Filter(Optional.empty(), Optional.of(true));
        assertThat(store().list(TENANT, running, 0, 10)).containsExactly(deployed);
        var resting = new Filter(Optional.empty(), Optional.of(false));
        assertThat(store().list(TENANT, resting, 0, 10)).containsExactly(two);
        assertThat(store().count(Examples.OTHER_TENANT, Filter.NONE)).isZero();
    }

    @Test
    void a_deleted_one_is_gone_with_its_versions() {
        Action action = action("one", "value");
        store().create(action);
        ActionVersion version = version(action, 1);
        store().deploy(with(action, 2, Optional.of(version)), version);
        assertThat(store().delete(action.id())).isTrue();
        assertThat(store().delete(action.id())).isFalse();
        assertThat(store().countVersions(action.id())).isZero();
        assertThat(store().update(with(action, 3, Optional.empty()))).isFalse();
    }

    @Test
    void knows_what_was_not_built_to_the_end() {
        Action action = action("one", "value");
        store().create(action);
        assertThat(store().unbuilt()).isEmpty();
        Action pending = new Action(
                new ActionId(TENANT, UUID.randomUUID().toString()),
                "two",
                Trigger.EVENT_STREAM,
                action.draft(),
                Status.PENDING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                NOW,
                NOW);
        store().create(pending);
        assertThat(store().unbuilt()).containsExactly(pending.id());
    }

    static Action action(String name, String secret) {
        var content = new Content(
                "exports.onExecuteEventStream = async () => {};",
                "node22",
                List.of(new Content.Dependency("left-pad", "1.3.0", "")),
                List.of(new Content.ActionSecret("API_KEY", new Secret(secret), NOW)));
        return new Action(
                new ActionId(TENANT, UUID.randomUUID().toString()),
                name,
                Trigger.EVENT_STREAM,
                content,
                Status.FAILED,
                List.of(new BuildError("id", "message", "https://example.com")),
                Optional.of(NOW.plusNanos(123)),
                Optional.empty(),
                false,
                1,
                NOW,
                NOW);
    }

    private static Action with(Action action, long revision, Optional<ActionVersion> deployed) {
        return new Action(
                action.id(),
                action.name(),
                action.trigger(),
                action.draft(),
                Status.BUILT,
                List.of(),
                action.builtAt(),
                deployed,
                deployed.isPresent(),
                revision,
                action.createdAt(),
                NOW.plusSeconds(revision));
    }

    private static ActionVersion version(Action action, int number) {
        return new ActionVersion(
                action.id(), UUID.randomUUID().toString(), number, action.draft(), NOW, NOW.plusSeconds(number));
    }

    private ActionStore store() {
        return fixture.backend().actions();
    }
}
