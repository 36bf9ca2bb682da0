package dev.tailrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The row a result stands on, read by column name. */
record Row(ResultSet result) {
    String text(String column) throws SQLException {
        return result.getString(column);
    }

    Optional<String> textIfAny(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return result.getLong(column) != 0;
    }

    byte[] bytes(String column) throws SQLException {
        return result.getBytes(column);
    }

    Optional<byte[]> bytesIfAny(String column) throws SQLException {
        return Optional.ofNullable(result.getBytes(column));
    }

    Instant time(String column) throws SQLException {
        return Nanos.instant(result.getLong(column));
    }

    Optional<Instant> timeIfAny(String column) throws SQLException {
        long nanos = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(Nanos.instant(nanos));
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Row row) throws SQLException;
    }
}
