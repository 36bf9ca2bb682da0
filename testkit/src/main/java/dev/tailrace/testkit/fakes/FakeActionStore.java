package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.ActionStore;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Actions in memory. Threads may share it. */
public final class FakeActionStore implements ActionStore {
    private final Map<ActionId, Action> actions = new LinkedHashMap<>();
    private final Map<ActionId, List<ActionVersion>> versions = new LinkedHashMap<>();

    @Override
    public synchronized void create(Action action) {
        actions.put(action.id(), action);
        versions.put(action.id(), new ArrayList<>());
    }

    @Override
    public synchronized boolean update(Action next) {
        Optional<Action> stored = find(next.id());
        if (stored.isEmpty() || stored.get().revision() != next.revision() - 1) {
            return false;
        }
        actions.put(next.id(), next);
        return true;
    }

    @Override
    public synchronized boolean deploy(Action next, ActionVersion version) {
        return update(next) && kept(next.id()).add(version);
    }

    @Override
    public synchronized Optional<Action> find(ActionId id) {
        return Optional.ofNullable(actions.get(id));
    }

    @Override
    public synchronized List<Action> list(TenantId tenant, Filter filter, int skip, int max) {
        return matching(tenant, filter).toList().reversed().stream()
                .skip(skip)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized int count(TenantId tenant, Filter filter) {
        return (int) matching(tenant, filter).count();
    }

    @Override
    public synchronized boolean delete(ActionId id) {
        versions.remove(id);
        return actions.remove(id) != null;
    }

    @Override
    public synchronized List<ActionVersion> versions(ActionId id, int skip, int max) {
        return kept(id).stream()
                .sorted(Comparator.comparingInt(ActionVersion::number).reversed())
                .skip(skip)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized int countVersions(ActionId id) {
        return kept(id).size();
    }

    @Override
    public synchronized Optional<ActionVersion> version(ActionId id, String versionId) {
        return kept(id).stream().filter(v -> v.id().equals(versionId)).findFirst();
    }

    @Override
    public synchronized void keepNewestVersions(ActionId id, int keep) {
        kept(id).retainAll(versions(id, 0, keep));
    }

    @Override
    public synchronized List<ActionId> unbuilt() {
        return actions.values().stream()
                .filter(a -> a.status() == Status.PENDING || a.status() == Status.BUILDING)
                .map(Action::id)
                .toList();
    }

    @Override
    public synchronized boolean usesPackages(String key) {
        return Stream.concat(
                        actions.values().stream().map(Action::draft),
                        versions.values().stream().flatMap(List::stream).map(ActionVersion::content))
                .flatMap(content -> Stream.concat(
                        Stream.of(content.packages()),
                        content.modules().stream().map(PinnedModule::packages)))
                .anyMatch(packages -> packages.key().equals(key));
    }

    private List<ActionVersion> kept(ActionId id) {
        return versions.getOrDefault(id, new ArrayList<>());
    }

    private Stream<Action> matching(TenantId tenant, Filter filter) {
        return actions.values().stream()
                .filter(a -> a.id().tenant().equals(tenant))
                .filter(a -> filter.name().stream().allMatch(a.name()::equals))
                .filter(a -> filter.deployed().stream()
                        .allMatch(wanted -> wanted == a.deployed().isPresent()));
    }
}
