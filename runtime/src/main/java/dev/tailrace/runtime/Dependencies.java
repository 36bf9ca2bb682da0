package dev.tailrace.runtime;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.runtime.npm.Lock;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.PackageNames;
import dev.tailrace.runtime.npm.PackageSources;
import dev.tailrace.runtime.npm.RegistryDoor;
import dev.tailrace.runtime.npm.TreeCheck;
import dev.tailrace.runtime.npm.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Installs the dependencies of drafts: npm runs on a {@link Workbench}, sees one registry behind a
 * {@link RegistryDoor}, and what it installed is checked and kept in the {@link PackageStore}. Threads may share it.
 */
public final class Dependencies {
    private static final long MEBIBYTE = 1024 * 1024;
    /** How V8 ends a process whose heap is full: by SIGABRT or SIGTRAP. */
    private static final Set<Integer> HEAP_FULL = Set.of(134, 133);

    private final WorkerHost host;
    private final Optional<NpmProgram> npm;
    private final PackageSources sources;
    private final Optional<Bundler> bundler;
    private final Limits limits;

    /**
     * @param npm while it runs
     * @param fetchedBytes from registries, by one installation
     * @param keptBytes what is installed
     */
    record Limits(Workbench.Bounds npm, long fetchedBytes, long keptBytes) {
        static final Limits DEFAULT = new Limits(
                new Workbench.Bounds(Duration.ofSeconds(60), 300 * MEBIBYTE, 50_000, 1024),
                150 * MEBIBYTE,
                200 * MEBIBYTE);

        Limits with(Workbench.Bounds other) {
            return new Limits(other, fetchedBytes, keptBytes);
        }
    }

    /** Keeps what was installed as it is. @param npm as below */
    public Dependencies(WorkerHost host, Optional<NpmProgram> npm, PackageSources sources) {
        this(host, npm, sources, Optional.empty());
    }

    /**
     * @param npm empty where there is none: then dependencies cannot be installed, and builds say so
     * @param bundler makes one file of what is required
     */
    public Dependencies(WorkerHost host, Optional<NpmProgram> npm, PackageSources sources, Optional<Bundler> bundler) {
        this(host, npm, sources, bundler, Limits.DEFAULT);
    }

    Dependencies(
            WorkerHost host,
            Optional<NpmProgram> npm,
            PackageSources sources,
            Optional<Bundler> bundler,
            Limits limits) {
        this.host = host;
        this.npm = npm.map(host::reachable);
        this.sources = sources;
        this.bundler = bundler;
        this.limits = limits;
    }

    /**
     * Installs these; modules, which have dependencies of their own, are not looked at.
     *
     * @throws IllegalStateException when it could not be tried
     */
    Build install(List<Dependency> wished, Code code) throws InterruptedException {
        if (wished.isEmpty()) {
            return Build.Built.PLAIN;
        }
        List<BuildError> wrong = refused(wished);
        if (!wrong.isEmpty()) {
            return new Build.Failed(wrong);
        }
        if (npm.isEmpty()) {
            return NpmSays.failed(
                    "npm_missing",
                    "npm was not found on the server, so dependencies cannot be installed; its administrator can"
                            + " install npm or name it by the setting actions.npm");
        }
        try (Workbench bench = host.bench()) {
            return install(wished, code, bench, npm.get());
        } catch (IOException e) {
            throw new IllegalStateException("dependencies could not be installed: " + e.getMessage(), e);
        }
    }

    /** The code that requires them. */
    record Code(String text, NodeRuntime runtime) {}

    void free(Predicate<String> used) {
        host.packages().free(used);
    }

    private Build install(List<Dependency> wished, Code code, Workbench bench, NpmProgram program)
            throws IOException, InterruptedException {
        try (RegistryDoor door = RegistryDoor.open(sources.of(wished, () -> usual(program)), limits.fetchedBytes())) {
            bench.write("package.json", manifest(wished));
            bench.write(".npmrc", "registry=" + door.url() + "\nomit-lockfile-registry-resolved=true\n");
            var line = program.install(host.node(), bench.folder(), bench.leadTo(door));
            Workbench.Ended ended = bench.run(line, List.of(program.folder()), limits.npm());
            return switch (ended) {
                case Workbench.Ended.Exited(int exit, var _) when exit == 0 -> kept(wished, code, bench);
                case Workbench.Ended.Exited(int exit, var _)
                when HEAP_FULL.contains(exit) -> outOfMemory(NpmProgram.HEAP_MEGABYTES);
                case Workbench.Ended.Exited(int _, var output) -> NpmSays.failed(output, door);
                case Workbench.Ended.TookTooLong(var limit) ->
                    NpmSays.failed(
                            "dependencies_timeout",
                            "Installing the dependencies took longer than " + limit.toSeconds() + " s");
                case Workbench.Ended.TookTooMuch(var bytes) -> tooLarge(bytes);
                case Workbench.Ended.TooManyFiles(var files) ->
                    NpmSays.failed(
                            "dependencies_too_many_files",
                            "The dependencies are more than " + files
                                    + " files and folders; use fewer or smaller ones");
                case Workbench.Ended.OutOfMemory(var megabytes) -> outOfMemory(megabytes);
            };
        }
    }

    private Build kept(List<Dependency> wished, Code code, Workbench bench) throws IOException, InterruptedException {
        Path folder = bench.folder();
        Lock lock = Lock.read(folder.resolve("package-lock.json"));
        if (!lock.fromElsewhere().isEmpty()) {
            return NpmSays.failed(
                    "dependency_address",
                    "These come from an address of their own and not from a registry, which is not supported: "
                            + String.join(", ", lock.fromElsewhere()));
        }
        TreeCheck check = TreeCheck.of(folder, lock);
        if (check.escape().isPresent()) {
            return NpmSays.failed(
                    "dependency_escapes",
                    "A dependency holds a link that leads out of it, which is not allowed: "
                            + check.escape().get());
        }
        if (!check.needed().isEmpty()) {
            return NpmSays.failed(
                    "dependency_native",
                    "Native add-ons cannot be used in actions; choose a package in plain JavaScript instead of: "
                            + String.join(", ", check.needed()));
        }
        for (String optional : check.optional()) {
            Trees.delete(folder.resolve(optional));
        }
        if (Trees.size(folder.resolve("node_modules")).bytes() > limits.keptBytes()) {
            return tooLarge(limits.keptBytes());
        }
        Optional<Bundler.Bundle> bundle =
                bundler.isPresent() ? bundler.get().bundle(bench, code.text()) : Optional.empty();
        if (bundle.isPresent() && loads(bundle.get(), code.runtime())) {
            String key = lock.key(bundle.get().text());
            bench.keepOnly(List.of("package-lock.json", PackageStore.BUNDLE));
            host.packages().keep(key, folder);
            return installed(new Packages(key, lock.resolved(wished)));
        }
        bench.keepOnly(List.of("package.json", "package-lock.json", "node_modules"));
        host.packages().keep(lock.key(), folder);
        return installed(new Packages(lock.key(), lock.resolved(wished)));
    }

    /** Whether all of it can be required: tried in a worker, which reaches nothing outside. */
    private boolean loads(Bundler.Bundle bundle, NodeRuntime runtime) throws InterruptedException {
        var frames = List.of(
                Frame.of(Frame.BUNDLE, 1, bundle.text()), Frame.of(Frame.LOAD, 0, WorkerJson.requires(bundle.names())));
        var trial = new Assignment(frames, runtime, Optional.empty(), List.of(), Optional.empty(), "build");
        return Trial.of(host, trial).isEmpty();
    }

    private static Build installed(Packages packages) {
        return new Build.Built(packages, List.of());
    }

    private static Build outOfMemory(int megabytes) {
        return NpmSays.failed(
                "dependencies_memory",
                "Installing the dependencies needed more than " + megabytes
                        + " MiB of memory; use fewer or smaller ones");
    }

    private static Build tooLarge(long bytes) {
        return NpmSays.failed(
                "dependencies_too_large",
                "The dependencies need more than " + bytes / MEBIBYTE + " MiB of disk; use fewer or smaller ones");
    }

    private String usual(NpmProgram program) throws IOException, InterruptedException {
        try (Workbench bench = host.bench()) {
            return switch (bench.run(
                    program.usualRegistry(host.node(), bench.folder()), List.of(program.folder()), limits.npm())) {
                case Workbench.Ended.Exited(int code, var output) when code == 0 -> output.strip();
                case Workbench.Ended other ->
                    throw new IOException("npm does not say which registry it uses: " + other);
            };
        }
    }

    private static List<BuildError> refused(List<Dependency> wished) {
        var wrong = new ArrayList<BuildError>();
        var names = new HashSet<String>();
        for (Dependency dependency : wished) {
            String name = dependency.name();
            if (!PackageNames.valid(name)) {
                wrong.add(NpmSays.error("dependency_name", "'" + name + "' is not the name of an npm package"));
            } else if (!names.add(name)) {
                wrong.add(NpmSays.error("dependency_twice", name + " is listed twice"));
            } else if (!PackageNames.validVersion(dependency.version())) {
                wrong.add(NpmSays.error(
                        "dependency_version",
                        name + ": '" + dependency.version() + "' is not a version, a range of versions or a tag;"
                                + " addresses of archives and repositories are not supported"));
            } else if (!PackageSources.validRegistry(dependency.registryUrl())) {
                wrong.add(NpmSays.error(
                        "dependency_registry",
                        name + ": registry_url must be an http or https URL without user name and query"));
            }
        }
        return wrong;
    }

    private static String manifest(List<Dependency> wished) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("name", "build").put("version", "1.0.0").put("private", true);
        var dependencies = json.putObject("dependencies");
        wished.forEach(d -> dependencies.put(
                d.name(), d.version().isBlank() ? "latest" : d.version().strip()));
        return json.toString();
    }
}
