package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real npm, real workers, a registry on the loopback address. */
@SuppressWarnings("NullAway.Init")
class DependenciesTest {
    private static final String HANDLER = "exports.onExecuteEventStream = async () => ";
    private LocalRegistry registry;
    private Actions actions;

    @BeforeEach
    void open() throws Exception {
        registry = new LocalRegistry();
        actions = new Actions(RuntimeSettings.DEFAULT);
        registry.has(
                        "left",
                        "1.0.0",
                        "\"dependencies\":{\"deep\":\"^2.0.0\"}",
                        Map.of(
                                "index.js", "exports.name = 'left 1.0.0 over ' + require('deep').name",
                                "sub.js", "exports.name = 'a part of left'"))
                .has(
                        "left",
                        "1.2.0",
                        "\"dependencies\":{\"deep\":\"^2.0.0\"}",
                        Map.of(
                                "index.js", "exports.name = 'left 1.2.0 over ' + require('deep').name",
                                "sub.js", "exports.name = 'a part of left'"))
                .has("deep", "2.1.0", "", Map.of("index.js", "exports.name = 'deep 2.1.0'"));
    }

    @AfterEach
    void close() {
        actions.close();
        registry.close();
    }

    @Test
    void an_action_requires_what_was_installed_for_it() throws Exception {
        Content built = built(HANDLER + "console.log(require('left').name, require('left/sub').name)", "left", "1.0.0");
        assertThat(built.packages().key()).hasSize(32);
        Execution done = run(built);
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).isEqualTo("left 1.0.0 over deep 2.1.0 a part of left\n");
    }

    private Content built(String code, String... dependencies) throws Exception {
        return switch (build(code, dependencies)) {
            case Build.Built(Packages packages) -> content(code, packages, dependencies);
            case Build.Failed(var errors) -> throw new AssertionError(errors);
        };
    }

    private Build build(String code, String... dependencies) throws Exception {
        return builder(settings()).build(content(code, Packages.NONE, dependencies));
    }

    private Npmrc settings() {
        return new Npmrc(Map.of("", URI.create(registry.url())), Map.of(), Optional.empty());
    }

    private NodeBuilder builder(Npmrc settings) {
        var npm = NpmProgram.find(Optional.empty(), Path.of(".."), System.getenv("PATH"));
        var sources = new PackageSources(settings, new EgressPolicy(LocalAllowance.NONE));
        return new NodeBuilder(actions.host, new Dependencies(actions.host, npm, sources));
    }

    /** @param dependencies names, each followed by its version */
    private static Content content(String code, Packages packages, String... dependencies) {
        var list = new java.util.ArrayList<Dependency>();
        for (int i = 0; i < dependencies.length; i += 2) {
            list.add(new Dependency(dependencies[i], dependencies[i + 1], ""));
        }
        return new Content(code, "node22", list, List.of(), packages);
    }

    private Execution run(Content content) throws InterruptedException {
        String id = dev.tailrace.engine.id.RandomIds.secure().uuid();
        return actions.run(
                new DeployedAction(new ActionId(Actions.TENANT, id), "an action", 1, "version-of-" + id, content));
    }

    private static List<String> messages(Build build) {
        return switch (build) {
            case Build.Built _ -> List.of();
            case Build.Failed(var errors) ->
                errors.stream().map(BuildError::message).toList();
        };
    }
}
