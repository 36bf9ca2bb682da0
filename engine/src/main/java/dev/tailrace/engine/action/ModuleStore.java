package dev.tailrace.engine.action;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** The action modules of all tenants, durable; secrets are kept encrypted. Threads may share it. */
public interface ModuleStore {
    /**
     * Keeps a module, with its version if it has one.
     *
     * @throws Problem.Conflict when the tenant has another of this name
     */
    void create(ActionModule module);

    /**
     * Replaces a module's draft.
     *
     * @return false, nothing written, when it is gone or the stored revision is not {@code next.revision() - 1}
     */
    boolean update(ActionModule next);

    /**
     * As {@link #update}, and in the same transaction keeps the version that is now the latest. Where there would be more
     * than {@code keep}, the oldest goes that no action uses.
     *
     * @throws Problem.InUse when there are so many and all are used
     */
    boolean publish(ActionModule next, int keep);

    Optional<ActionModule> find(ModuleId id);

    Optional<ActionModule> named(TenantId tenant, String name);

    /** Newest first. */
    List<ActionModule> list(TenantId tenant, int skip, int max);

    int count(TenantId tenant);

    /**
     * Removes a module with its versions; false when it was not there.
     *
     * @throws Problem.InUse when an action uses it
     */
    boolean delete(ModuleId id);

    /** Newest first. */
    List<ModuleVersion> versions(ModuleId id, int skip, int max);

    int countVersions(ModuleId id);

    Optional<ModuleVersion> version(ModuleId id, String versionId);

    Optional<ModuleVersion> version(ModuleId id, int number);

    /** The actions whose draft or deployed version uses the module, newest first, each once; the draft counts first. */
    List<Use> uses(ModuleId id, int skip, int max);

    int countUses(ModuleId id);

    /** @param versionId of the module, as the action uses it */
    record Use(String actionId, String actionName, String versionId, int number) {}
}
