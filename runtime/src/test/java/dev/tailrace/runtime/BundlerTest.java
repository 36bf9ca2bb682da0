package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packages as one file, made by the pinned esbuild; real npm and real workers. */
@SuppressWarnings("NullAway.Init")
class BundlerTest {
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
                                "index.js", "exports.name = 'left over ' + require('deep').name;",
                                "sub.js", "exports.fail = () => {\n  throw new TypeError('no way');\n};"))
                .has(
                        "deep",
                        "2.1.0",
                        "",
                        Map.of(
                                "index.js",
                                "exports.name = 'deep'; exports.loads = ++globalThis.n || (globalThis.n = 1)"));
    }

    @AfterEach
    void close() {
        actions.close();
        registry.close();
    }

    @Test
    void an_action_whose_packages_are_one_file_takes_over_a_process_that_stands_ready() throws Exception {
        Content built = built(HANDLER + "console.log(require('left').name, require('deep').loads)", "left", "deep");
        assertThat(bundled(built)).isTrue();
        actions.host.prepare(NodeRuntime.NODE24);
        await().until(() -> actions.host.ready(NodeRuntime.NODE24) > 0);
        var waiting = new ArrayList<WorkerProcess>();
        actions.host.fleet().living().forEach(process -> {
            if (process.waits()) {
                waiting.add(process);
            }
        });
        Execution done = run(built);
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).isEqualTo("left over deep 1\n");
        assertThat(waiting).anyMatch(process -> !process.empty());
    }

    @Test
    void stacks_name_the_lines_of_the_code_as_it_was_written() throws Exception {
        Execution done = run(built("const { fail } = require('left/sub');\n\n" + HANDLER + "{\n  fail();\n}", "left"));
        assertThat(error(done)).isEqualTo("no way");
        assertThat(done.error().orElseThrow().stack()).contains("(packages.js:", "action.js:4:3");
    }

    @Test
    void what_is_not_installed_is_not_found_and_built_ins_are() throws Exception {
        Execution done = run(built(
                HANDLER + "{ console.log(require('left').name, typeof require('fs').readFileSync);"
                        + " try { require('absent'); } catch (e) { console.log(e.code, e.message); } }",
                "left"));
        assertThat(done.output())
                .isEqualTo("left over deep function\nMODULE_NOT_FOUND Cannot find module 'absent';"
                        + " list it in the action's dependencies\n");
    }

    @Test
    void code_and_packages_that_a_file_cannot_serve_keep_their_folder_and_work() throws Exception {
        registry.has(
                        "reader",
                        "1.0.0",
                        "",
                        Map.of(
                                "index.js",
                                "exports.text = require('fs').readFileSync(__dirname + '/data.txt', 'utf8')",
                                "data.txt",
                                "from a file"))
                .has(
                        "chooser",
                        "1.0.0",
                        "",
                        Map.of("index.js", "exports.of = (n) => require(n).text", "one.js", "exports.text = 'one'"));
        Content reads = built(HANDLER + "console.log(require('reader').text)", "reader");
        Content chooses = built(HANDLER + "console.log(require('chooser').of('./one'))", "chooser");
        Content imports = built(HANDLER + "console.log((await import('left')).default.name)", "left");
        Content computes = built(HANDLER + "console.log(require(['le', 'ft'].join('')).name)", "left");
        assertThat(List.of(reads, chooses, imports, computes)).noneMatch(this::bundled);
        assertThat(run(reads).output()).isEqualTo("from a file\n");
        assertThat(run(chooses).output()).isEqualTo("one\n");
        assertThat(run(imports).output()).isEqualTo("left over deep\n");
        assertThat(run(computes).output()).isEqualTo("left over deep\n");
    }

    @Test
    void what_cannot_be_loaded_as_one_file_keeps_its_folder() throws Exception {
        registry.has("moody", "1.0.0", "", Map.of("index.js", "if (!module.filename) throw new Error('not a file')"));
        Content built = built(HANDLER + "{ require('moody'); console.log('loaded'); }", "moody");
        assertThat(bundled(built)).isFalse();
        assertThat(run(built).output()).isEqualTo("loaded\n");
    }

    @Test
    void equal_packages_and_requires_are_kept_once_and_freed_with_their_last_user() throws Exception {
        Content one = built(HANDLER + "1 + require('left')", "left");
        Content two = built(HANDLER + "2 + require('left')", "left");
        Content three = built(HANDLER + "require('left/sub')", "left");
        assertThat(one.packages().key())
                .isEqualTo(two.packages().key())
                .isNotEqualTo(three.packages().key());
        assertThat(actions.host.packages().bundle(one.packages().key())).isPresent();
        actions.host.packages().free(three.packages().key()::equals);
        assertThat(actions.host.packages().has(one.packages().key())).isFalse();
        assertThat(actions.host.packages().has(three.packages().key())).isTrue();
    }

    @Test
    void a_module_has_a_file_of_its_own() throws Exception {
        registry.has("deep", "3.0.0", "", Map.of("index.js", "exports.name = 'deep 3'"));
        var module = new ModuleContent(
                "exports.name = () => require('deep').name", List.of(new Dependency("deep", "3.0.0", "")), List.of());
        var ref = new PinnedModule.Ref("i", "m", "v", 1);
        String code = HANDLER + "console.log(require('left').name, '|', require('actions:m').name())";
        var draft = content(code, Packages.NONE, "left").with(List.of(new PinnedModule(ref, module, Packages.NONE)));
        var build = (Build.Built) builder().build(draft);
        Content built = content(code, build.packages(), "left")
                .with(List.of(new PinnedModule(ref, module, build.ofModules().getFirst())));
        assertThat(bundled(built)).isTrue();
        assertThat(actions.host.packages().bundle(build.ofModules().getFirst().key()))
                .isPresent();
        assertThat(run(built).output()).isEqualTo("left over deep | deep 3\n");
    }

    @Test
    void what_looks_at_its_place_is_not_movable() {
        assertThat(List.of(
                        "require(name)",
                        "require.resolve('x')",
                        "read(__dirname + '/x')",
                        "new URL('x', import_meta.url)",
                        "import(name)",
                        "createRequire(x)",
                        "require(`./${name}`)"))
                .noneMatch(Bundler::movable);
        assertThat(List.of(
                        "require(\"fs\")",
                        "import('node:fs')",
                        "var require_x = 1",
                        "a.require(b)",
                        "'options require a name'"))
                .allMatch(Bundler::movable);
        assertThat(Bundler.entry(new TreeSet<>(List.of("a\"b")))).startsWith("exports[\"a\\\"b\"] = ");
    }

    private boolean bundled(Content content) {
        return actions.host.packages().bundle(content.packages().key()).isPresent();
    }

    private Content built(String code, String... dependencies) throws Exception {
        return switch (builder().build(content(code, Packages.NONE, dependencies))) {
            case Build.Built(Packages packages, var _) -> content(code, packages, dependencies);
            case Build.Failed(var errors) -> throw new AssertionError(errors);
        };
    }

    private NodeBuilder builder() {
        var npm = NpmProgram.find(Optional.empty(), Path.of(".."), System.getenv("PATH"));
        var settings = new Npmrc(Map.of("", URI.create(registry.url())), Map.of(), Optional.empty());
        var sources = new PackageSources(settings, new EgressPolicy(LocalAllowance.NONE));
        var bundler = Bundler.find(actions.host, Path.of(".."));
        assertThat(bundler).isPresent();
        return new NodeBuilder(actions.host, new Dependencies(actions.host, npm, sources, bundler));
    }

    private static Content content(String code, Packages packages, String... dependencies) {
        var list =
                Arrays.stream(dependencies).map(d -> new Dependency(d, "", "")).toList();
        return new Content(code, "node24", list, List.of(), packages, List.of());
    }

    private Execution run(Content content) throws InterruptedException {
        String id = RandomIds.secure().uuid();
        return actions.run(
                new DeployedAction(new ActionId(Actions.TENANT, id), "an action", 1, "version-of-" + id, content));
    }
}
