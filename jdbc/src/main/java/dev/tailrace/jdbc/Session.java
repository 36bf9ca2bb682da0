package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the statements it has prepared: each SQL text once. Used by one thread at a time. A reading
 * statement is closed before it returns, so that no read transaction outlives the call.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The texts are constants of the classes that run them, so there are only so many. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** @return how many rows it changed */
    int update(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Runs a statement to its end that is neither a query nor has values. */
    void run(String sql) throws SQLException {
        Sqlite.execute(connection, sql);
    }

    <T> List<T> list(String sql, Row.Reading<T> reading, Object... values) throws SQLException {
        try (ResultSet result = bound(sql, values).executeQuery()) {
            var list = new ArrayList<T>();
            var row = new Row(result);
            while (result.next()) {
                list.add(reading.read(row));
            }
            return list;
        }
    }

    <T> Optional<T> first(String sql, Row.Reading<T> reading, Object... values) throws SQLException {
        try (ResultSet result = bound(sql, values).executeQuery()) {
            return result.next() ? Optional.of(reading.read(new Row(result))) : Optional.empty();
        }
    }

    /** The first column of the only row; 0 where there is no row or it holds null. */
    long number(String sql, Object... values) throws SQLException {
        try (ResultSet result = bound(sql, values).executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /** After a failure: the driver closes a statement that failed without saying so, and it would never run again. */
    void prepareAgain() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.debug("a statement does not close", e);
            }
        }
        statements.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant time -> statement.setLong(index, Nanos.of(time));
            case TenantId tenant -> statement.setString(index, tenant.value());
            case Optional<?> some when some.isEmpty() -> statement.setNull(index, Types.NULL);
            case Optional<?> some -> bind(statement, index, some.get());
            default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
        }
    }
}
