package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The one connection every tenant has: users with e-mail and password, kept here. Its id never changes. */
public final class BuiltInConnection implements Connections {
    public static final String NAME = "Username-Password-Authentication";
    private static final String STRATEGY = "auth0";
    private static final int ID_BYTES = 8;

    @Override
    public Optional<Connection> find(TenantId tenant, String name) {
        return name.equals(NAME) ? Optional.of(standard(tenant)) : Optional.empty();
    }

    @Override
    public Optional<Connection> byId(TenantId tenant, String id) {
        return Optional.of(standard(tenant)).filter(one -> one.id().equals(id));
    }

    /** What is kept about it from the tenant's beginning. */
    public static Entity entity(TenantId tenant, Instant createdAt) {
        Connection one = new BuiltInConnection().standard(tenant);
        return new Entity(
                new Entity.Id(tenant, Entity.Kind.CONNECTION, one.id()),
                Optional.of(NAME),
                ConnectionDocument.of(NAME, STRATEGY).toString(),
                1,
                createdAt);
    }

    @Override
    public Connection standard(TenantId tenant) {
        byte[] hash = sha256(tenant.value() + '\0' + NAME);
        return new Connection("con_" + HexFormat.of().formatHex(hash, 0, ID_BYTES), NAME, STRATEGY);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
