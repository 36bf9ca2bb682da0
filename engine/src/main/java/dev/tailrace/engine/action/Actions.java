package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The actions of all tenants: drafts that change and are built, versions that are deployed and stay. Threads may share
 * it; two changes at a time are made one after the other.
 */
public final class Actions {
    /** Versions kept of one action; the oldest go first. */
    public static final int VERSIONS_MAX = 50;
    /** Actions of one tenant. */
    public static final int ACTIONS_MAX = 100;

    private static final Duration BUILD_WAIT = Duration.ofSeconds(30);
    /** Most builds take less: a client that deploys what it has just saved need not come again. */
    private static final Duration DEPLOY_WAIT = Duration.ofSeconds(1);

    private static final int TRIES = 20;
    private final ActionStore store;
    private final Modules modules;
    private final Builds builds;
    private final Predicate<ActionId> inUse;
    private final Supply supply;
    private final List<Consumer<ActionId>> listeners = new CopyOnWriteArrayList<>();

    /** Where ids and the time come from. */
    public record Supply(RandomIds ids, InstantSource clock) {}

    /** @param inUse whether some event stream delivers to this action */
    public Actions(ActionStore store, Modules modules, Builds builds, Predicate<ActionId> inUse, Supply supply) {
        this.store = store;
        this.modules = modules;
        this.builds = builds;
        this.inUse = inUse;
        this.supply = supply;
    }

    /** Calls after another version of an action was deployed, or the action deleted, on the thread that did it. */
    public AutoCloseable onDeployed(Consumer<ActionId> changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    /** Stores the draft; its build goes on in the background. */
    public Action create(TenantId tenant, NewAction wish) {
        if (store.count(tenant, ActionStore.Filter.NONE) >= ACTIONS_MAX) {
            throw new Problem.Forbidden(
                    "too_many_entities", "This tenant has " + ACTIONS_MAX + " actions; delete one first.");
        }
        Instant now = supply.clock().instant();
        List<PinnedModule> pinned = modules.pinned(tenant, wish.modules(), List.of());
        var secrets = wish.secrets().stream()
                .map(s -> new ActionSecret(s.name(), s.value(), now))
                .toList();
        Action action = new Action(
                new ActionId(tenant, supply.ids().uuid()),
                wish.name(),
                Trigger.EVENT_STREAM,
                new Content(wish.code(), wish.runtime(), wish.dependencies(), secrets).with(pinned),
                Status.PENDING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                now,
                now);
        store.create(action);
        builds.want(action.id());
        return action;
    }

    /**
     * As {@link #create}, then waits a while for the build and deploys it. When the build fails or takes longer the
     * answer shows that: nothing is deployed, the draft is there.
     */
    public Action createDeployed(TenantId tenant, NewAction wish) throws InterruptedException {
        Action created = create(tenant, wish);
        Action built = builds.await(created.id(), BUILD_WAIT).orElse(created);
        if (built.status() == Status.BUILT) {
            deploy(built.id());
        }
        return get(created.id());
    }

    public Action change(ActionId id, ActionChange change) {
        for (int tried = 0; tried < TRIES; tried++) {
            Action old = get(id);
            if (change.isEmpty()) {
                return old;
            }
            List<PinnedModule> carried = old.draft().modules();
            List<PinnedModule> pinned = change.modules()
                    .map(wishes -> modules.pinned(id.tenant(), wishes, carried))
                    .orElse(carried);
            Action next = change.applied(old, pinned, supply.clock().instant());
            if (store.update(next)) {
                if (change.touchesDraft()) {
                    builds.want(id);
                }
                return next;
            }
        }
        throw busy(id);
    }

    /**
     * Makes a version of the built draft, and deploys it. A build under way is waited for, at most a second.
     *
     * @throws Problem.Invalid when the draft is not built by then, in words clients wait for (actions §2), or when its
     *     build failed, in others that say why
     */
    public ActionVersion deploy(ActionId id) throws InterruptedException {
        for (int tried = 0; tried < TRIES; tried++) {
            Action action = builds.await(id, DEPLOY_WAIT).orElseThrow(Actions::unknown);
            checkBuilt(action);
            ActionVersion version = following(action, action.draft(), action.builtAt());
            if (store.deploy(action.deploying(version), version)) {
                return deployed(version);
            }
        }
        throw busy(id);
    }

    /**
     * Deploys a copy of an older version, secrets included, as a new one.
     *
     * @param updateDraft whether the draft, too, becomes what that version is made of
     */
    public ActionVersion deployAgain(ActionId id, String versionId, boolean updateDraft) {
        for (int tried = 0; tried < TRIES; tried++) {
            Action action = get(id);
            ActionVersion old = version(id, versionId);
            ActionVersion version = following(action, old.content(), Optional.of(old.builtAt()));
            Action next = updateDraft ? action.deployingWithDraft(version) : action.deploying(version);
            if (store.deploy(next, version)) {
                return deployed(version);
            }
        }
        throw busy(id);
    }

    /** @param force delete although an event stream delivers to it; that stream's attempts fail from then on */
    public void delete(ActionId id, boolean force) {
        if (!force && store.find(id).isPresent() && inUse.test(id)) {
            throw new Problem.Conflict(
                    "", "An event stream delivers to action " + id + "; delete the stream, or repeat with force=true.");
        }
        if (!store.delete(id)) {
            throw unknown();
        }
        builds.wantFree();
        listeners.forEach(listener -> listener.accept(id));
    }

    public Optional<Action> find(ActionId id) {
        return store.find(id);
    }

    /** @throws Problem.NotFound when there is none */
    public Action get(ActionId id) {
        return store.find(id).orElseThrow(Actions::unknown);
    }

    public List<Action> list(TenantId tenant, ActionStore.Filter filter, int skip, int max) {
        return store.list(tenant, filter, skip, max);
    }

    public int count(TenantId tenant, ActionStore.Filter filter) {
        return store.count(tenant, filter);
    }

    /** Newest first. */
    public List<ActionVersion> versions(ActionId id, int skip, int max) {
        return store.versions(id, skip, max);
    }

    public int countVersions(ActionId id) {
        return store.countVersions(id);
    }

    /** @throws Problem.NotFound when there is none */
    public ActionVersion version(ActionId id, String versionId) {
        return store.version(id, versionId)
                .orElseThrow(() -> new Problem.NotFound("", "That action version does not exist."));
    }

    private static void checkBuilt(Action action) {
        switch (action.status()) {
            case BUILT -> {}
            case PENDING, BUILDING ->
                throw Problem.Invalid.plain("A draft must be in the 'built' state before it can be deployed.");
            case FAILED ->
                throw Problem.Invalid.plain("The build of this draft failed, nothing was deployed: "
                        + action.errors().stream()
                                .map(Action.BuildError::message)
                                .collect(Collectors.joining("; ")));
        }
    }

    /** Every deployment makes a version, so the deployed one is always the newest. */
    private ActionVersion following(Action action, Content content, Optional<Instant> builtAt) {
        Instant now = supply.clock().instant();
        int number = action.deployed().map(ActionVersion::number).orElse(0) + 1;
        return new ActionVersion(action.id(), supply.ids().uuid(), number, content, builtAt.orElse(now), now);
    }

    private ActionVersion deployed(ActionVersion version) {
        store.keepNewestVersions(version.action(), VERSIONS_MAX);
        builds.wantFree();
        listeners.forEach(listener -> listener.accept(version.action()));
        return version;
    }

    private static Problem unknown() {
        return new Problem.NotFound("", "That action does not exist.");
    }

    private static Problem busy(ActionId id) {
        return new Problem.Conflict(
                "", "Action " + id + " is being changed by others; nothing was written, try again.");
    }
}
