package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** The users of one connection, as those who keep them in step ask for them. Threads may share it. */
public interface ConnectionUsers {
    /** In the order of creation; not those that have joined another user. */
    List<Listed<User>> list(TenantId tenant, String connection, Part part);

    /** One that has joined another user, if there is any. */
    Optional<User> joined(TenantId tenant, String connection);

    long count(TenantId tenant, String connection);

    /** By {@code external_id} in the profile, which the connection's own system gave. */
    List<User> byExternalId(TenantId tenant, String connection, String externalId, int max);
}
