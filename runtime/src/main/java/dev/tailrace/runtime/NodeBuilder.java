package dev.tailrace.runtime;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Builds drafts: the code, and that of its modules, is compiled in a Node process of its own, which never runs it; then
 * the dependencies of each are installed. Threads may share it.
 */
public final class NodeBuilder implements Builder {
    private final WorkerHost host;
    private final Dependencies dependencies;

    public NodeBuilder(WorkerHost host, Dependencies dependencies) {
        this.host = host;
        this.dependencies = dependencies;
    }

    /** @throws IllegalStateException when no process could look at the code: it may be good or bad */
    @Override
    public Build build(Content draft) throws InterruptedException {
        NodeRuntime runtime = NodeRuntime.of(draft.runtime());
        if (!host.has(runtime)) {
            return new Build.Failed(List.of(error("runtime_missing", WorkerHost.missing(runtime))));
        }
        Optional<BuildError> wrong = check(draft, runtime);
        if (wrong.isPresent()) {
            return new Build.Failed(List.of(wrong.get()));
        }
        var ofModules = new ArrayList<Packages>();
        for (PinnedModule module : draft.modules()) {
            switch (dependencies.install(
                    module.content().dependencies(),
                    new Dependencies.Code(module.content().code(), runtime))) {
                case Build.Built built -> ofModules.add(built.packages());
                case Build.Failed failed -> {
                    return inModule(module, failed);
                }
            }
        }
        return switch (dependencies.install(draft.dependencies(), new Dependencies.Code(draft.code(), runtime))) {
            case Build.Built built -> new Build.Built(built.packages(), ofModules);
            case Build.Failed failed -> failed;
        };
    }

    @Override
    public Optional<BuildError> check(String module, String code) throws InterruptedException {
        var content = new ModuleContent(code, List.of(), List.of());
        var pinned = new PinnedModule(new PinnedModule.Ref("", module, "", 1), content, Packages.NONE);
        try {
            var runtime = host.has(NodeRuntime.NODE22) ? NodeRuntime.NODE22 : NodeRuntime.NODE24;
            return check(new Content("", "", List.of(), List.of()).with(List.of(pinned)), runtime);
        } catch (IllegalStateException e) {
            throw new Problem.Unavailable("", "The code could not be checked, nothing was written: " + e.getMessage());
        }
    }

    @Override
    public void free(Predicate<String> used) {
        dependencies.free(used);
    }

    private Optional<BuildError> check(Content draft, NodeRuntime runtime) throws InterruptedException {
        Frame code = Frame.of(Frame.CHECK, 0, WorkerJson.check(draft));
        var check = new Assignment(List.of(code), runtime, Optional.empty(), List.of(), Optional.empty(), "build");
        return Trial.of(host, check).map(e -> error("syntax_error", e.name() + ": " + e.message()));
    }

    private static Build inModule(PinnedModule module, Build.Failed failed) {
        return new Build.Failed(failed.errors().stream()
                .map(e -> new BuildError(e.id(), "Module " + module.ref().name() + ": " + e.message(), e.url()))
                .toList());
    }

    private static BuildError error(String id, String message) {
        return new BuildError(id, message, "");
    }
}
