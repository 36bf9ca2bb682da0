package dev.tailrace.engine.tenant;

import java.util.List;
import java.util.Optional;

/** What is kept about tenants themselves: their applications and the keys their tokens are signed with. */
public interface Tenants {
    /** Makes the tenant when it is not there yet. */
    void ensure(TenantId tenant);

    List<TenantId> list();

    /** Adds or replaces the application of this client id. */
    void save(Application application);

    Optional<Application> application(TenantId tenant, String clientId);

    List<Application> applications(TenantId tenant);

    /** Signing keys as JWK JSON with the private part, newest first; kept encrypted at rest. */
    List<Secret> signingKeys(TenantId tenant);

    void addSigningKey(TenantId tenant, Secret jwk);
}
