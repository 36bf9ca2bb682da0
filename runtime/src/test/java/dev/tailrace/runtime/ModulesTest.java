package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.content;
import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Action modules in real Node processes. */
@SuppressWarnings("NullAway.Init")
class ModulesTest {
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void an_action_requires_a_module_that_has_secrets_of_its_own() throws Exception {
        Execution done = run(
                "const m = require('actions:mailer');"
                        + "exports.onExecuteEventStream = async (e) => console.log(m.key(), typeof actions,"
                        + " JSON.stringify(e.secrets), require('actions:mailer') === m);",
                module("mailer", "exports.key = () => actions.secrets.KEY + actions.secrets.NONE"));
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).isEqualTo("of mailerundefined undefined {\"OWN\":\"mine\"} true\n");
    }

    @Test
    void a_module_cannot_change_its_secrets_and_each_has_its_own() throws Exception {
        Execution done = run(
                "exports.onExecuteEventStream = async () => console.log(require('actions:a').key(),"
                        + " require('actions:b').key());",
                module("a", "actions.secrets.KEY = 'changed'; exports.key = () => actions.secrets.KEY"),
                module("b", "exports.key = () => actions.secrets.KEY"));
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).isEqualTo("of a of b\n");
    }

    @Test
    void a_module_cannot_use_modules_and_what_is_not_listed_is_not_there() throws Exception {
        PinnedModule nosy = module("nosy", "require('actions:mailer')");
        PinnedModule mailer = module("mailer", "");
        assertThat(error(run("require('actions:nosy')", nosy, mailer)))
                .isEqualTo("Cannot use 'actions:mailer' here: a module cannot use modules");
        assertThat(error(run("require('actions:other')", mailer)))
                .isEqualTo("Cannot find module 'actions:other'; list it in the action's modules");
    }

    @Test
    void what_a_module_throws_names_its_file() throws Exception {
        Execution done = run(
                "exports.onExecuteEventStream = async () => require('actions:my mailer').send()",
                module("my mailer", "exports.send = () => {\n  throw new TypeError('no way');\n}"));
        assertThat(error(done)).isEqualTo("no way");
        assertThat(done.error().orElseThrow().stack()).contains("my_mailer.module.js:2:9", "action.js:1:");
    }

    @Test
    void a_module_runs_before_the_action_can_change_what_it_finds() throws Exception {
        Execution done = run(
                "let seen = 'nothing'; Object.freeze = (o) => { seen = JSON.stringify(o); return o; };"
                        + "require('actions:mailer'); exports.onExecuteEventStream = async () => console.log(seen);",
                module("mailer", "exports.key = () => actions.secrets.KEY"));
        assertThat(done.output()).isEqualTo("nothing\n");
    }

    @Test
    void a_build_compiles_modules_too_and_names_the_one_that_is_wrong() throws Exception {
        var sources = new PackageSources(Npmrc.NONE, new EgressPolicy(LocalAllowance.NONE));
        var builder = new NodeBuilder(actions.host, new Dependencies(actions.host, Optional.empty(), sources));
        Content good = content("", Map.of()).with(List.of(module("a", "return actions.secrets"), module("b", "")));
        assertThat(builder.build(good))
                .isEqualTo(new Build.Built(Packages.NONE, List.of(Packages.NONE, Packages.NONE)));
        Content bad = content("", Map.of()).with(List.of(module("a", ""), module("b", "\nlet = ")));
        assertThat(builder.build(bad))
                .isInstanceOfSatisfying(
                        Build.Failed.class,
                        failed -> assertThat(failed.errors())
                                .singleElement()
                                .satisfies(e -> assertThat(e.message())
                                        .startsWith("SyntaxError:")
                                        .endsWith("(b.module.js, line 2)")));
    }

    private static Execution run(String code, PinnedModule... modules) throws InterruptedException {
        String id = RandomIds.secure().uuid();
        Content content = content(code, Map.of("OWN", "mine")).with(List.of(modules));
        return actions.run(
                new DeployedAction(new ActionId(Actions.TENANT, id), "an action", 1, "version-of-" + id, content));
    }

    private static PinnedModule module(String name, String code) {
        var secret = new ActionSecret("KEY", new Secret("of " + name), Instant.EPOCH);
        return new PinnedModule(
                new PinnedModule.Ref("id-" + name, name, "version-" + name, 1),
                new ModuleContent(code, List.of(), List.of(secret)),
                Packages.NONE);
    }
}
