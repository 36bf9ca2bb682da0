package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** The actions of all tenants, durable; secrets are kept encrypted. Threads may share it. */
public interface ActionStore {
    void create(Action action);

    /**
     * Replaces an action.
     *
     * @return false, nothing written, when it is gone or the stored revision is not {@code next.revision() - 1}
     */
    boolean update(Action next);

    /** As {@link #update}, and in the same transaction keeps {@code version}, the one that {@code next} now deploys. */
    boolean deploy(Action next, ActionVersion version);

    Optional<Action> find(ActionId id);

    /** Newest first. {@code name} and {@code deployed} narrow it where present. */
    List<Action> list(TenantId tenant, Filter filter, int skip, int max);

    int count(TenantId tenant, Filter filter);

    /** Removes an action with its versions; false when it was not there. */
    boolean delete(ActionId id);

    /** Newest first. */
    List<ActionVersion> versions(ActionId id, int skip, int max);

    int countVersions(ActionId id);

    Optional<ActionVersion> version(ActionId id, String versionId);

    /** Removes the oldest versions until so many are left; the deployed one is the newest and stays. */
    void keepNewestVersions(ActionId id, int keep);

    /** Drafts whose build was not finished, of all tenants: what to build again after a restart. */
    List<ActionId> unbuilt();

    /** Whether a draft or a version of any tenant was built with the packages that have this key. */
    boolean usesPackages(String key);

    record Filter(Optional<String> name, Optional<Boolean> deployed) {
        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty());
    }
}
