package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The action modules of all tenants (actions §3): drafts that change, versions that are published and that actions name.
 * Publishing changes no action. Threads may share it; two changes at a time are made one after the other.
 */
public final class Modules {
    /** Versions kept of one module. */
    public static final int VERSIONS_MAX = 50;
    /** Modules of one tenant. */
    public static final int MODULES_MAX = 100;

    private static final int TRIES = 20;
    private final ModuleStore store;
    private final Builder builder;
    private final RandomIds ids;
    private final InstantSource clock;

    public Modules(ModuleStore store, Builder builder, RandomIds ids, InstantSource clock) {
        this.store = store;
        this.builder = builder;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param publish whether its first version is published at once
     * @throws Problem.Invalid when its code cannot be read
     */
    public ActionModule create(TenantId tenant, ActionModule.New wish, boolean publish) throws InterruptedException {
        if (store.count(tenant) >= MODULES_MAX) {
            throw new Problem.Forbidden(
                    "too_many_entities", "This tenant has " + MODULES_MAX + " action modules; delete one first.");
        }
        checkCode(wish.name(), wish.code());
        Instant now = clock.instant();
        var secrets = wish.secrets().stream()
                .map(s -> new ActionSecret(s.name(), s.value(), now))
                .toList();
        var draft = new ModuleContent(wish.code(), wish.dependencies(), secrets);
        var id = new ModuleId(tenant, ids.uuid());
        var made = new ActionModule(id, wish.name(), draft, Optional.empty(), 1, now, now);
        ActionModule module = publish ? made.published(ids.uuid(), now) : made;
        store.create(module);
        return module;
    }

    /** @throws Problem.Invalid when its code cannot be read: the draft stays as it was */
    public ActionModule change(ModuleId id, ActionModule.Change change) throws InterruptedException {
        if (change.code().isPresent()) {
            checkCode(get(id).name(), change.code().get());
        }
        return changed(id, old -> old.with(change.applied(old.draft(), clock.instant()), clock.instant()));
    }

    /** Makes the draft what a version is made of, secrets included. */
    public ActionModule rollback(ModuleId id, String versionId) {
        get(id);
        ModuleContent content = version(id, versionId).content();
        return changed(id, old -> old.with(content, clock.instant()));
    }

    /** Publishes the draft as one more version. */
    public ModuleVersion publish(ModuleId id) {
        for (int tried = 0; tried < TRIES; tried++) {
            ActionModule next = get(id).published(ids.uuid(), clock.instant());
            if (store.publish(next, VERSIONS_MAX)) {
                return next.latest().orElseThrow();
            }
        }
        throw busy(id);
    }

    /** @throws Problem.InUse when an action uses it */
    public void delete(ModuleId id) {
        if (!store.delete(id)) {
            throw unknown();
        }
    }

    /** @throws Problem.NotFound when there is none */
    public ActionModule get(ModuleId id) {
        return store.find(id).orElseThrow(Modules::unknown);
    }

    public List<ActionModule> list(TenantId tenant, int skip, int max) {
        return store.list(tenant, skip, max);
    }

    public int count(TenantId tenant) {
        return store.count(tenant);
    }

    /** Newest first. */
    public List<ModuleVersion> versions(ModuleId id, int skip, int max) {
        return store.versions(id, skip, max);
    }

    public int countVersions(ModuleId id) {
        return store.countVersions(id);
    }

    /** @throws Problem.NotFound when there is none */
    public ModuleVersion version(ModuleId id, String versionId) {
        return store.version(id, versionId)
                .orElseThrow(() -> new Problem.NotFound("", "That action module version does not exist."));
    }

    public List<ModuleStore.Use> uses(ModuleId id, int skip, int max) {
        return store.uses(id, skip, max);
    }

    public int countUses(ModuleId id) {
        return store.countUses(id);
    }

    /**
     * The versions a client wants an action to carry.
     *
     * @param carried what the action carries now: stays as it is where it is meant, also when its module is gone
     */
    List<PinnedModule> pinned(TenantId tenant, List<PinnedModule.Wish> wishes, List<PinnedModule> carried) {
        var names = new HashSet<String>();
        var pinned = new ArrayList<PinnedModule>();
        for (int i = 0; i < wishes.size(); i++) {
            String path = "modules[" + i + "]";
            PinnedModule module = pinned(tenant, wishes.get(i), carried, path);
            if (!names.add(module.ref().name())) {
                throw Problem.Invalid.body(path, "This module is listed twice");
            }
            pinned.add(module);
        }
        return pinned;
    }

    private PinnedModule pinned(TenantId tenant, PinnedModule.Wish wish, List<PinnedModule> carried, String path) {
        Optional<PinnedModule> known =
                carried.stream().filter(m -> wish.means(m.ref())).findFirst();
        if (known.isPresent()) {
            return known.get().unbuilt();
        }
        ActionModule module = wish.id()
                .flatMap(id -> store.find(new ModuleId(tenant, id)))
                .or(() -> wish.id().isPresent()
                        ? Optional.empty()
                        : wish.name().flatMap(name -> store.named(tenant, name)))
                .filter(m -> wish.name().orElse(m.name()).equals(m.name()))
                .orElseThrow(() -> Problem.Invalid.body(path, "There is no action module of this id and name"));
        return module.pinned(version(module, wish, path));
    }

    private ModuleVersion version(ActionModule module, PinnedModule.Wish wish, String path) {
        Optional<ModuleVersion> found = wish.versionId()
                .flatMap(id -> store.version(module.id(), id))
                .or(() -> wish.versionId().isPresent()
                        ? Optional.empty()
                        : wish.number().flatMap(number -> store.version(module.id(), number)))
                .or(() ->
                        wish.versionId().isPresent() || wish.number().isPresent() ? Optional.empty() : module.latest())
                .filter(v -> wish.number().orElse(v.number()) == v.number());
        return found.orElseThrow(() -> Problem.Invalid.body(
                path,
                module.latest().isEmpty()
                        ? "This action module has no published version"
                        : "There is no such version of this action module"));
    }

    private void checkCode(String name, String code) throws InterruptedException {
        Optional<Action.BuildError> wrong = builder.check(name, code);
        if (wrong.isPresent()) {
            throw Problem.Invalid.body("code", wrong.get().message());
        }
    }

    private ActionModule changed(ModuleId id, UnaryOperator<ActionModule> change) {
        for (int tried = 0; tried < TRIES; tried++) {
            ActionModule next = change.apply(get(id));
            if (store.update(next)) {
                return next;
            }
        }
        throw busy(id);
    }

    private static Problem unknown() {
        return new Problem.NotFound("", "That action module does not exist.");
    }

    private static Problem busy(ModuleId id) {
        return new Problem.Conflict(
                "", "Action module " + id + " is being changed by others; nothing was written, try again.");
    }
}
