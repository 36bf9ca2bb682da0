package dev.tailrace.engine.tenant;

import dev.tailrace.engine.tenant.Part.Listed;
import java.util.List;

/** Which scopes of which APIs roles and users were given, durable. Threads may share it. */
public interface Permissions {
    /** Of one holder, at most. */
    int MAX = 1_000;

    /** Who has permissions; no two of them share an id. */
    record Holder(TenantId tenant, Kind kind, String id) {
        public enum Kind {
            ROLE,
            USER
        }
    }

    /** @param api key of a {@link Grant.Audience}; the scope is one of that API's */
    record Permission(String api, String scope) {}

    /** Whether there is such a role or user. */
    boolean exists(Holder holder);

    /**
     * Gives all of them or none; those it has already do not matter.
     *
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when it would have more than it may have
     */
    void give(Holder holder, List<Permission> permissions);

    /** Those it does not have do not matter. */
    void take(Holder holder, List<Permission> permissions);

    List<Listed<Permission>> of(Holder holder, Part part);

    int count(Holder holder);
}
