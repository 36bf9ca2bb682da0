package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.Tenant;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tenants and their signing keys as rows; the keys are sealed. */
final class SqliteTenants implements Tenants {
    private static final String TENANT = "select tenant, created_at, removed_at from tenants ";
    private final Database database;
    private final SecretBox box;
    private final InstantSource clock;

    SqliteTenants(Database database, SecretBox box, InstantSource clock) {
        this.database = database;
        this.box = box;
        this.clock = clock;
    }

    @Override
    public void ensure(TenantId tenant) {
        Instant now = clock.instant();
        database.write(session -> {
            EntityWrites.ensure(session, BuiltInConnection.entity(tenant, now));
            return session.update("insert or ignore into tenants (tenant, created_at) values (?, ?)", tenant, now);
        });
    }

    @Override
    public void create(Tenant.Fresh fresh) {
        database.write(session -> {
            find(session, fresh.id()).ifPresent(known -> {
                throw new Problem.Conflict(
                        "",
                        known.removing()
                                ? "The tenant " + fresh.id() + " is still being removed; try again in a minute."
                                : "A tenant with this name already exists.");
            });
            if (session.number("select count(*) from tenants") >= MAX) {
                throw new Problem.Forbidden("too_many_entities", "There may be at most " + MAX + " tenants.");
            }
            session.update("insert into tenants (tenant, created_at) values (?, ?)", fresh.id(), fresh.createdAt());
            EntityWrites.ensure(session, BuiltInConnection.entity(fresh.id(), fresh.createdAt()));
            SqliteApplications.insert(session, fresh.first());
            SqliteGrants.insert(session, fresh.grant());
            return addSigningKey(session, fresh.id(), fresh.signingKey());
        });
    }

    @Override
    public List<TenantId> list() {
        return database.read(session -> session.list(
                "select tenant from tenants where removed_at is null order by tenant",
                row -> new TenantId(row.text("tenant"))));
    }

    @Override
    public List<Tenant> list(String after, int max) {
        return database.read(session ->
                session.list(TENANT + "where tenant > ? order by tenant limit ?", SqliteTenants::tenant, after, max));
    }

    @Override
    public Optional<Tenant> find(TenantId tenant) {
        return database.read(session -> find(session, tenant));
    }

    @Override
    public boolean remove(TenantId tenant, Instant now) {
        return database.write(session ->
                session.update("update tenants set removed_at = ? where tenant = ? and removed_at is null", now, tenant)
                        == 1);
    }

    @Override
    public List<Secret> signingKeys(TenantId tenant) {
        return database.read(session -> session.list(
                "select id, jwk from signing_keys where tenant = ? order by key desc",
                row -> box.open(row.bytes("jwk"), identity(tenant, row.text("id"))),
                tenant));
    }

    @Override
    public void addSigningKey(TenantId tenant, Secret jwk) {
        database.write(session -> addSigningKey(session, tenant, jwk));
    }

    private int addSigningKey(Session session, TenantId tenant, Secret jwk) throws SQLException {
        String id = UUID.randomUUID().toString();
        return session.update(
                "insert into signing_keys (tenant, id, jwk) values (?, ?, ?)",
                tenant,
                id,
                box.seal(jwk, identity(tenant, id)));
    }

    private static Optional<Tenant> find(Session session, TenantId tenant) throws SQLException {
        return session.first(TENANT + "where tenant = ?", SqliteTenants::tenant, tenant);
    }

    private static Tenant tenant(Row row) throws SQLException {
        return new Tenant(
                new TenantId(row.text("tenant")),
                row.time("created_at"),
                row.timeIfAny("removed_at").isPresent());
    }

    private static String[] identity(TenantId tenant, String id) {
        return new String[] {"signing key", tenant.value(), id};
    }
}
