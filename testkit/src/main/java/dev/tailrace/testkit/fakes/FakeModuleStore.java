package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ActionStore;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.ModuleId;
import dev.tailrace.engine.action.ModuleStore;
import dev.tailrace.engine.action.ModuleVersion;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Action modules in memory, used by the actions of another store. Threads may share it. */
public final class FakeModuleStore implements ModuleStore {
    private final Map<ModuleId, ActionModule> modules = new LinkedHashMap<>();
    private final Map<ModuleId, List<ModuleVersion>> versions = new LinkedHashMap<>();
    private final ActionStore actions;

    public FakeModuleStore(ActionStore actions) {
        this.actions = actions;
    }

    @Override
    public synchronized void create(ActionModule module) {
        if (named(module.id().tenant(), module.name()).isPresent()) {
            throw new Problem.Conflict("", "An action module with this name already exists.");
        }
        modules.put(module.id(), module);
        versions.put(module.id(), new ArrayList<>(module.latest().stream().toList()));
    }

    @Override
    public synchronized boolean update(ActionModule next) {
        Optional<ActionModule> stored = find(next.id());
        if (stored.isEmpty() || stored.get().revision() != next.revision() - 1) {
            return false;
        }
        modules.put(next.id(), next);
        return true;
    }

    @Override
    public synchronized boolean publish(ActionModule next, int keep) {
        List<ModuleVersion> kept = versions.getOrDefault(next.id(), new ArrayList<>());
        if (kept.size() >= keep) {
            ModuleVersion oldest = kept.stream()
                    .filter(v -> uses(next.id(), 0, Integer.MAX_VALUE).stream()
                            .noneMatch(u -> u.versionId().equals(v.id())))
                    .findFirst()
                    .orElseThrow(() -> new Problem.InUse("", "All versions are used."));
            kept.remove(oldest);
        }
        return update(next) && kept.add(next.latest().orElseThrow());
    }

    @Override
    public synchronized Optional<ActionModule> find(ModuleId id) {
        return Optional.ofNullable(modules.get(id));
    }

    @Override
    public synchronized Optional<ActionModule> named(TenantId tenant, String name) {
        return of(tenant).filter(m -> m.name().equals(name)).findFirst();
    }

    @Override
    public synchronized List<ActionModule> list(TenantId tenant, int skip, int max) {
        return of(tenant).toList().reversed().stream().skip(skip).limit(max).toList();
    }

    @Override
    public synchronized int count(TenantId tenant) {
        return (int) of(tenant).count();
    }

    @Override
    public synchronized boolean delete(ModuleId id) {
        if (countUses(id) > 0) {
            throw new Problem.InUse("", "Actions use this module.");
        }
        versions.remove(id);
        return modules.remove(id) != null;
    }

    @Override
    public synchronized List<ModuleVersion> versions(ModuleId id, int skip, int max) {
        return versions.getOrDefault(id, List.of()).reversed().stream()
                .skip(skip)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized int countVersions(ModuleId id) {
        return versions.getOrDefault(id, List.of()).size();
    }

    @Override
    public synchronized Optional<ModuleVersion> version(ModuleId id, String versionId) {
        return versions.getOrDefault(id, List.of()).stream()
                .filter(v -> v.id().equals(versionId))
                .findFirst();
    }

    @Override
    public synchronized Optional<ModuleVersion> version(ModuleId id, int number) {
        return versions.getOrDefault(id, List.of()).stream()
                .filter(v -> v.number() == number)
                .findFirst();
    }

    @Override
    public synchronized List<Use> uses(ModuleId id, int skip, int max) {
        return actions.list(id.tenant(), ActionStore.Filter.NONE, 0, Integer.MAX_VALUE).stream()
                .flatMap(action -> use(action, id).stream())
                .skip(skip)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized int countUses(ModuleId id) {
        return uses(id, 0, Integer.MAX_VALUE).size();
    }

    private Stream<ActionModule> of(TenantId tenant) {
        return modules.values().stream().filter(m -> m.id().tenant().equals(tenant));
    }

    private static Optional<Use> use(Action action, ModuleId id) {
        return Stream.concat(
                        action.draft().modules().stream(),
                        action.deployed().map(ActionVersion::content).stream().flatMap(c -> c.modules().stream()))
                .map(PinnedModule::ref)
                .filter(ref -> ref.id().equals(id.value()))
                .findFirst()
                .map(ref -> new Use(action.id().value(), action.name(), ref.versionId(), ref.number()));
    }
}
