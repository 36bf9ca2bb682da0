package dev.tailrace.engine.tenant;

/** Everything that is kept about tenants and who may do what in them. */
public record TenantStores(
        Tenants tenants,
        Applications applications,
        Grants grants,
        ResourceServers resourceServers,
        Permissions permissions,
        OrganizationGrants organizationGrants,
        TenantSettings settings,
        Assertions assertions,
        DashboardSessions sessions) {}
