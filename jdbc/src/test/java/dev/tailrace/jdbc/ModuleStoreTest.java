package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.ModuleId;
import dev.tailrace.engine.action.ModuleStore;
import dev.tailrace.engine.action.ModuleVersion;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleStoreTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

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
    void a_module_comes_back_as_it_was_stored() {
        ActionModule module = published(module("mailer"), 1);
        store().create(module);
        fixture.restart();
        assertThat(store().find(module.id())).contains(module);
        assertThat(store().named(TENANT, "mailer")).contains(module);
        assertThat(store().find(new ModuleId(OTHER_TENANT, module.id().value())))
                .isEmpty();
        assertThat(store().named(OTHER_TENANT, "mailer")).isEmpty();
        assertThat(store().list(OTHER_TENANT, 0, 10)).isEmpty();
    }

    @Test
    void a_name_is_taken_within_its_tenant() {
        store().create(module("mailer"));
        assertThatThrownBy(() -> store().create(module("mailer"))).isInstanceOf(Problem.Conflict.class);
        assertThat(store().count(TENANT)).isEqualTo(1);
    }

    @Test
    void an_update_that_does_not_follow_the_stored_revision_is_refused() {
        ActionModule module = module("mailer");
        store().create(module);
        ActionModule next = published(module, 1);
        assertThat(store().publish(next, 50)).isTrue();
        assertThat(store().publish(published(module, 1), 50)).isFalse();
        assertThat(store().update(next)).isFalse();
        assertThat(store().versions(module.id(), 0, 10))
                .containsExactly(next.latest().orElseThrow());
    }

    @Test
    void the_oldest_version_that_no_action_uses_makes_room() {
        ActionModule module = module("mailer");
        store().create(module);
        for (int number = 1; number <= 2; number++) {
            module = published(module, number);
            store().publish(module, 2);
        }
        Action action = action("a");
        fixture.backend()
                .actions()
                .create(with(action, store().version(module.id(), 1).orElseThrow()));
        module = published(module, 3);
        store().publish(module, 2);
        assertThat(store().versions(module.id(), 0, 10))
                .extracting(ModuleVersion::number)
                .containsExactly(3, 1);
        fixture.backend()
                .actions()
                .create(with(action("b"), store().version(module.id(), 3).orElseThrow()));
        ActionModule full = published(module, 4);
        assertThatThrownBy(() -> store().publish(full, 2)).isInstanceOf(Problem.InUse.class);
        assertThat(store().find(module.id())).contains(module);
    }

    @Test
    void it_is_used_by_drafts_and_deployed_versions_and_then_not_deleted() {
        ActionModule module = published(module("mailer"), 1);
        store().create(module);
        Action drafted = with(action("drafted"), module.latest().orElseThrow());
        fixture.backend().actions().create(drafted);
        Action deployed = deployed(action("deployed"), module.latest().orElseThrow());
        assertThat(store().uses(module.id(), 0, 10))
                .extracting(ModuleStore.Use::actionName)
                .containsExactly("deployed", "drafted");
        assertThat(store().uses(module.id(), 1, 10)).hasSize(1);
        assertThat(store().countUses(module.id())).isEqualTo(2);
        assertThatThrownBy(() -> store().delete(module.id())).isInstanceOf(Problem.InUse.class);
        fixture.backend().actions().delete(drafted.id());
        fixture.backend().actions().delete(deployed.id());
        assertThat(store().delete(module.id())).isTrue();
        assertThat(store().delete(module.id())).isFalse();
        assertThat(store().countVersions(module.id())).isZero();
    }

    @Test
    void an_action_keeps_its_copy_and_the_packages_of_it() {
        ActionModule module = published(module("mailer"), 1);
        store().create(module);
        Action action = with(action("a"), module.latest().orElseThrow());
        fixture.backend().actions().create(action);
        fixture.restart();
        assertThat(fixture.backend().actions().find(action.id())).contains(action);
        assertThat(fixture.backend().actions().usesPackages(KEY)).isTrue();
        fixture.backend().actions().delete(action.id());
        assertThat(fixture.backend().actions().usesPackages(KEY)).isFalse();
    }

    @Test
    void secrets_do_not_lie_readable_on_disk() throws Exception {
        ActionModule module = published(module("mailer"), 1);
        store().create(module);
        fixture.backend().actions().create(with(action("a"), module.latest().orElseThrow()));
        fixture.close();
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("smtp://hidden");
            }
        }
        fixture = new Fixture(folder);
    }

    private ModuleStore store() {
        return fixture.backend().modules();
    }

    private static ActionModule module(String name) {
        var content = new ModuleContent(
                "exports.a = 1",
                List.of(new Dependency("left", "1.0.0", "")),
                List.of(new ActionSecret("URL", new Secret("smtp://hidden"), NOW)));
        return new ActionModule(
                new ModuleId(TENANT, UUID.randomUUID().toString()), name, content, Optional.empty(), 1, NOW, NOW);
    }

    private static ActionModule published(ActionModule module, int number) {
        var version = new ModuleVersion(module.id(), UUID.randomUUID().toString(), number, module.draft(), NOW);
        return new ActionModule(
                module.id(), module.name(), module.draft(), Optional.of(version), module.revision() + 1, NOW, NOW);
    }

    private static Action action(String name) {
        return new Action(
                new ActionId(TENANT, UUID.randomUUID().toString()),
                name,
                Trigger.EVENT_STREAM,
                new Content("exports.x = 1", "node22", List.of(), List.of()),
                Status.BUILT,
                List.of(),
                Optional.of(NOW),
                Optional.empty(),
                false,
                1,
                NOW,
                NOW);
    }

    private static Content carrying(Content content, ModuleVersion version) {
        var ref = new PinnedModule.Ref(version.module().value(), "mailer", version.id(), version.number());
        var packages = new Packages(KEY, List.of(new Dependency("left", "1.0.0", "")));
        return content.with(List.of(new PinnedModule(ref, version.content(), packages)));
    }

    private static Action with(Action action, ModuleVersion version) {
        return changed(action, carrying(action.draft(), version), Optional.empty(), 1);
    }

    private static Action changed(Action action, Content draft, Optional<ActionVersion> deployed, long revision) {
        return new Action(
                action.id(),
                action.name(),
                action.trigger(),
                draft,
                Status.BUILT,
                List.of(),
                Optional.of(NOW),
                deployed,
                false,
                revision,
                NOW,
                NOW);
    }

    /** Its draft does not carry the module any more. */
    private Action deployed(Action action, ModuleVersion version) {
        fixture.backend().actions().create(action);
        var made = new ActionVersion(
                action.id(), UUID.randomUUID().toString(), 1, carrying(action.draft(), version), NOW, NOW);
        Action next = changed(action, action.draft(), Optional.of(made), 2);
        assertThat(fixture.backend().actions().deploy(next, made)).isTrue();
        return next;
    }
}
