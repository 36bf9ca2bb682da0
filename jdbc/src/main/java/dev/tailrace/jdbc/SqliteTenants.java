package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tenants, their applications and signing keys as rows; the keys are sealed. */
final class SqliteTenants implements Tenants {
    private static final String APPLICATION =
            "select tenant, client_id, name, secret_hash, scopes, created_at from applications ";
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
        Entity builtIn = BuiltInConnection.entity(tenant, clock.instant());
        database.write(session -> {
            EntityWrites.ensure(session, builtIn);
            return session.update("insert or ignore into tenants (tenant) values (?)", tenant);
        });
    }

    @Override
    public List<TenantId> list() {
        return database.read(session ->
                session.list("select tenant from tenants order by tenant", row -> new TenantId(row.text("tenant"))));
    }

    @Override
    public void save(Application application) {
        database.write(session -> session.update(
                """
                insert or replace into applications (tenant, client_id, name, secret_hash, scopes, created_at)
                values (?, ?, ?, ?, ?, ?)
                """,
                application.tenant(),
                application.clientId(),
                application.name(),
                application.secretHash(),
                Json.texts(application.scopes().stream()),
                application.createdAt()));
    }

    @Override
    public Optional<Application> application(TenantId tenant, String clientId) {
        return database.read(session -> session.first(
                APPLICATION + "where tenant = ? and client_id = ?", SqliteTenants::application, tenant, clientId));
    }

    @Override
    public List<Application> applications(TenantId tenant) {
        return database.read(session -> session.list(
                APPLICATION + "where tenant = ? order by created_at, client_id", SqliteTenants::application, tenant));
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
        String id = UUID.randomUUID().toString();
        byte[] sealed = box.seal(jwk, identity(tenant, id));
        database.write(session ->
                session.update("insert into signing_keys (tenant, id, jwk) values (?, ?, ?)", tenant, id, sealed));
    }

    private static Application application(Row row) throws SQLException {
        return new Application(
                new TenantId(row.text("tenant")),
                row.text("client_id"),
                row.text("name"),
                row.text("secret_hash"),
                Json.texts(row.text("scopes")),
                row.time("created_at"));
    }

    private static String[] identity(TenantId tenant, String id) {
        return new String[] {"signing key", tenant.value(), id};
    }
}
