package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tailrace.engine.action.Action.BuildError;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    @Test
    void a_range_a_tag_and_nothing_become_the_newest_version_that_fits() throws Exception {
        assertThat(built("", "left", "~1.0.0").packages().resolved())
                .extracting(Dependency::version)
                .containsExactly("1.0.0");
        for (String newest : List.of("", "latest", "^1.0.0", " ")) {
            Content built = built("", "left", newest, "deep", "2.x");
            assertThat(built.packages().resolved())
                    .as(newest)
                    .extracting(Dependency::name, Dependency::version)
                    .containsExactly(tuple("left", "1.2.0"), tuple("deep", "2.1.0"));
            assertThat(built.dependenciesShown()).isEqualTo(built.packages().resolved());
        }
    }

    @Test
    void what_cannot_be_installed_is_said_in_words() throws Exception {
        assertThat(messages(build("", "lfet", "1.0.0"))).containsExactly("lfet: there is no package of this name");
        assertThat(messages(build("", "left", "7.0.0"))).containsExactly("No matching version found for left@7.0.0.");
        registry.has("top", "1.0.0", "\"dependencies\":{\"gone\":\"1\"}", Map.of());
        assertThat(messages(build("", "top", ""))).containsExactly("gone: there is no package of this name");
        assertThat(messages(build("", "left", "1.0.0", "left", "1.2.0"))).containsExactly("left is listed twice");
        for (String address :
                List.of("https://127.0.0.1/x.tgz", "git+ssh://x/y", "someone/left", "file:/etc", "npm:deep@2")) {
            assertThat(messages(build("", "left", address)))
                    .as(address)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("left: '" + address + "' is not a version");
        }
        assertThat(messages(build("", "../left", ""))).containsExactly("'../left' is not the name of an npm package");
        registry.has(
                "far", "1.0.0", "\"dependencies\":{\"deep\":\"" + registry.url() + "-/deep-2.1.0.tgz\"}", Map.of());
        registry.asked.clear();
        assertThat(messages(build("", "far", "")))
                .containsExactly("No matching version found for deep@not-from-a-registry.");
        assertThat(registry.asked).doesNotContain("/npm/-/deep-2.1.0.tgz");
    }

    @Test
    void a_registry_that_is_away_or_refuses_is_named() throws Exception {
        registry.wants("Bearer t0ken-of-the-registry");
        String host = "127.0.0.1:" + registry.place().port();
        assertThat(messages(build("", "left", "")))
                .containsExactly("left: the registry " + host + " answered 401: it wants a token, or another one");
        registry.close();
        assertThat(messages(build("", "left", "")))
                .singleElement()
                .asString()
                .startsWith("left: the registry " + host + " could not be reached: ");
    }

    @Test
    void a_token_of_the_settings_goes_to_its_registry_and_nowhere_else() throws Exception {
        try (var other = new LocalRegistry()) {
            other.has(
                    "@acme/own",
                    "3.0.0",
                    "\"dependencies\":{\"left\":\"1.0.0\"}",
                    Map.of("index.js", "exports.name = 'own over ' + require('left').name"));
            other.wants("Bearer t0ken");
            var settings = Npmrc.parse("registry=" + registry.url() + "\n@acme:registry=" + other.url()
                    + "\n//127.0.0.1:" + other.place().port() + "/npm/:_authToken=t0ken\n");
            String code = HANDLER + "console.log(require('@acme/own').name)";
            var draft = content(code, Packages.NONE, "@acme/own", "");
            var built = (Build.Built) builder(settings).build(draft);
            assertThat(run(content(code, built.packages())).output())
                    .isEqualTo("own over left 1.0.0 over deep 2.1.0\n");
            assertThat(other.asked).isNotEmpty().allMatch(line -> line.endsWith(" with Bearer t0ken"));
            assertThat(registry.asked).isNotEmpty().noneMatch(line -> line.contains("with"));
            assertThat(settings.toString()).doesNotContain("t0ken");
        }
    }

    @Test
    void a_dependencys_own_registry_is_asked_for_it_alone_and_only_where_the_policy_allows() throws Exception {
        try (var other = new LocalRegistry()) {
            other.has(
                            "mine",
                            "1.0.0",
                            "\"dependencies\":{\"left\":\"1.0.0\"}",
                            Map.of("index.js", "exports.name = 'mine'"))
                    .has("left", "1.0.0", "", Map.of("index.js", "exports.name = 'slipped in'"));
            var draft = new Content("", "node22", List.of(new Dependency("mine", "", other.url())), List.of());
            assertThat(messages(builder(settings()).build(draft)))
                    .singleElement()
                    .asString()
                    .contains("mine: its registry 127.0.0.1:")
                    .contains("may not be called");
            assertThat(other.asked).isEmpty();

            var open = new EgressPolicy(new LocalAllowance(false, Set.of(other.place())));
            var built = (Build.Built) builder(settings(), open).build(draft);
            assertThat(built.packages().resolved()).containsExactly(new Dependency("mine", "1.0.0", other.url()));
            assertThat(other.asked).containsExactly("/npm/mine", "/npm/-/mine-1.0.0.tgz");
        }
    }

    @Test
    void native_code_is_refused_where_it_is_needed_and_left_out_where_it_is_not() throws Exception {
        registry.has(
                        "fast",
                        "1.0.0",
                        "\"scripts\":{\"install\":\"touch /tmp/ran\"}",
                        Map.of("binding.gyp", "{}", "index.js", ""))
                .has("built", "2.0.0", "", Map.of("lib/x.node", "ELF", "index.js", ""))
                .has(
                        "careful",
                        "1.0.0",
                        "\"optionalDependencies\":{\"fast\":\"1\"}",
                        Map.of("index.js", "try { require('fast') } catch { exports.name = 'without' }"));
        assertThat(messages(build("", "fast", "", "built", "", "left", "")))
                .containsExactly(
                        "Native add-ons cannot be used in actions; choose a package in plain JavaScript instead of:"
                                + " built@2.0.0, fast@1.0.0");
        Content built = built(HANDLER + "console.log(require('careful').name)", "careful", "");
        assertThat(run(built).output()).isEqualTo("without\n");
    }

    @Test
    void equal_packages_are_kept_once_and_freed_with_their_last_user() throws Exception {
        Content one = built("1", "left", "1.2.0");
        Content two = built("2", "left", "^1.1.0");
        Content three = built("3", "left", "1.0.0");
        assertThat(two.packages().key())
                .isEqualTo(one.packages().key())
                .isNotEqualTo(three.packages().key());
        assertThat(kept())
                .containsExactlyInAnyOrder(
                        one.packages().key(), three.packages().key());

        var running = built(HANDLER + "console.log(require('left').name)", "left", "1.0.0");
        assertThat(error(run(running))).isEmpty();
        builder(settings()).free(one.packages().key()::equals);
        assertThat(kept()).containsExactly(one.packages().key());
        assertThat(error(run(running))).startsWith("the packages of this version are not on the server any more");
    }

    @Test
    void an_action_reads_its_packages_and_no_others() throws Exception {
        Content other = built(HANDLER + "0", "left", "1.2.0");
        run(other);
        Path own = actions.host
                .packages()
                .readable(built(HANDLER + "0", "deep", "").packages().key());
        String code = HANDLER + "{ const fs = require('fs'); const own = '" + own + "/node_modules/deep/index.js';"
                + " console.log(fs.readFileSync(own, 'utf8')); fs.writeFileSync(own, ''); }";
        Content mine = built(code, "deep", "");
        Execution done = run(mine);
        assertThat(done.output()).contains("exports.name = 'deep 2.1.0'");
        assertThat(error(done)).containsAnyOf("restricted", "EROFS", "EACCES");
        String theirs = actions.host.packages().readable(other.packages().key()) + "/package-lock.json";
        Execution spying = run(content(HANDLER + "require('fs').readFileSync('" + theirs + "')", mine.packages()));
        assertThat(error(spying)).containsAnyOf("restricted", "ENOENT");
    }

    private List<String> kept() throws Exception {
        try (var all = Files.list(actions.directory.worker().resolveSibling("kept"))) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }

    @Test
    void a_module_requires_another_version_than_the_action_that_uses_it() throws Exception {
        var ref = new PinnedModule.Ref("i", "m", "v", 1);
        var code = new ModuleContent(
                "exports.name = () => require('left').name", List.of(new Dependency("left", "1.0.0", "")), List.of());
        Content draft = content(
                        HANDLER + "console.log(require('left').name, '|', require('actions:m').name())",
                        Packages.NONE,
                        "left",
                        "1.2.0")
                .with(List.of(new PinnedModule(ref, code, Packages.NONE)));
        Build.Built build = (Build.Built) builder(settings()).build(draft);
        Execution done = run(content(draft.code(), build.packages(), "left", "1.2.0")
                .with(List.of(new PinnedModule(ref, code, build.ofModules().getFirst()))));
        assertThat(error(done)).isEmpty();
        assertThat(done.output()).isEqualTo("left 1.2.0 over deep 2.1.0 | left 1.0.0 over deep 2.1.0\n");
    }

    @Test
    void a_dependency_of_a_module_that_is_not_there_names_the_module() throws Exception {
        var module = new PinnedModule(
                new PinnedModule.Ref("i", "mailer", "v", 1),
                new ModuleContent("", List.of(new Dependency("nowhere", "", "")), List.of()),
                Packages.NONE);
        Build build = builder(settings()).build(content("", Packages.NONE).with(List.of(module)));
        assertThat(build)
                .isInstanceOfSatisfying(
                        Build.Failed.class,
                        failed -> assertThat(failed.errors())
                                .allSatisfy(e -> assertThat(e.message())
                                        .startsWith("Module mailer: ")
                                        .contains("nowhere")));
    }

    private Content built(String code, String... dependencies) throws Exception {
        return switch (build(code, dependencies)) {
            case Build.Built(Packages packages, var _) -> content(code, packages, dependencies);
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
        return builder(settings, new EgressPolicy(LocalAllowance.NONE));
    }

    private NodeBuilder builder(Npmrc settings, EgressPolicy policy) {
        var npm = NpmProgram.find(Optional.empty(), Path.of(".."), System.getenv("PATH"));
        var sources = new PackageSources(settings, policy);
        return new NodeBuilder(actions.host, new Dependencies(actions.host, npm, sources));
    }

    /** @param dependencies names, each followed by its version */
    private static Content content(String code, Packages packages, String... dependencies) {
        var list = new ArrayList<Dependency>();
        for (int i = 0; i < dependencies.length; i += 2) {
            list.add(new Dependency(dependencies[i], dependencies[i + 1], ""));
        }
        return new Content(code, "node22", list, List.of(), packages, List.of());
    }

    private Execution run(Content content) throws InterruptedException {
        String id = RandomIds.secure().uuid();
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
