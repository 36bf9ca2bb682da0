package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each bound of an installation, in the words of the version's error; with wider bounds the same draft is built. */
@SuppressWarnings("NullAway.Init")
class BuildErrorsTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Dependencies.Limits WIDE = Dependencies.Limits.DEFAULT;

    private LocalRegistry registry;
    private Actions actions;

    @BeforeEach
    void open() throws Exception {
        registry = new LocalRegistry();
        actions = new Actions(RuntimeSettings.DEFAULT);
        var noise = new byte[3 * (int) MEBIBYTE / 2];
        new Random(1).nextBytes(noise);
        var many = new TreeMap<String, String>();
        for (int i = 0; i < 300; i++) {
            many.put("f" + i + ".js", "");
        }
        registry.has("wide", "1.0.0", "", Map.of("index.js", HexFormat.of().formatHex(noise)))
                .has("many", "1.0.0", "", many);
    }

    @AfterEach
    void close() {
        registry.close();
        actions.close();
    }

    @Test
    void too_much_fetched() throws Exception {
        var tight = new Dependencies.Limits(WIDE.npm(), MEBIBYTE, WIDE.keptBytes());
        assertThat(error("wide", tight).id()).isEqualTo("dependency_not_fetched");
        assertThat(error("wide", tight).message()).endsWith("it is larger than a build may fetch (1 MiB)");
        assertBuilt("wide");
    }

    @Test
    void too_much_kept() throws Exception {
        var tight = new Dependencies.Limits(WIDE.npm(), WIDE.fetchedBytes(), MEBIBYTE);
        assertThat(error("wide", tight))
                .isEqualTo(new BuildError(
                        "dependencies_too_large",
                        "The dependencies need more than 1 MiB of disk; use fewer or smaller ones",
                        ""));
    }

    @Test
    void too_much_on_disk_while_npm_runs() throws Exception {
        var npm = new Workbench.Bounds(Duration.ofSeconds(60), 2 * MEBIBYTE, 50_000, 1024);
        assertThat(error("wide", WIDE.with(npm)))
                .isEqualTo(new BuildError(
                        "dependencies_too_large",
                        "The dependencies need more than 2 MiB of disk; use fewer or smaller ones",
                        ""));
    }

    @Test
    void too_many_files() throws Exception {
        var npm = new Workbench.Bounds(Duration.ofSeconds(60), 300 * MEBIBYTE, 200, 1024);
        assertThat(error("many", WIDE.with(npm)))
                .isEqualTo(new BuildError(
                        "dependencies_too_many_files",
                        "The dependencies are more than 200 files and folders; use fewer or smaller ones",
                        ""));
        assertBuilt("many");
    }

    @Test
    void too_much_memory() throws Exception {
        registry.hangs();
        var npm = new Workbench.Bounds(Duration.ofSeconds(60), 300 * MEBIBYTE, 50_000, 30);
        assertThat(error("many", WIDE.with(npm)))
                .isEqualTo(new BuildError(
                        "dependencies_memory",
                        "Installing the dependencies needed more than 30 MiB of memory; use fewer or smaller ones",
                        ""));
    }

    @Test
    void too_much_time() throws Exception {
        registry.hangs();
        var npm = new Workbench.Bounds(Duration.ofSeconds(2), 300 * MEBIBYTE, 50_000, 1024);
        assertThat(error("many", WIDE.with(npm)))
                .isEqualTo(
                        new BuildError("dependencies_timeout", "Installing the dependencies took longer than 2 s", ""));
    }

    private void assertBuilt(String dependency) throws Exception {
        assertThat(build(dependency, WIDE)).isInstanceOf(Build.Built.class);
    }

    private BuildError error(String dependency, Dependencies.Limits limits) throws Exception {
        return switch (build(dependency, limits)) {
            case Build.Built built -> throw new AssertionError("built: " + built);
            case Build.Failed(var errors) -> errors.getFirst();
        };
    }

    private Build build(String dependency, Dependencies.Limits limits) throws Exception {
        var npm = NpmProgram.find(Optional.empty(), Path.of(".."), System.getenv("PATH"));
        var settings = new Npmrc(Map.of("", URI.create(registry.url())), Map.of(), Optional.empty());
        try (var sources = new PackageSources(settings, new EgressPolicy(LocalAllowance.NONE))) {
            var dependencies = new Dependencies(actions.host, npm, sources, Optional.empty(), limits);
            return new NodeBuilder(actions.host, dependencies)
                    .build(new Content("", "node22", List.of(new Dependency(dependency, "1.0.0", "")), List.of()));
        }
    }
}
