package dev.tailrace.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens connections with the settings everything here relies on. */
final class Sqlite {
    private static final int BUSY_MILLIS = 5_000;

    private Sqlite() {}

    /** The connection that writes; WAL and FULL: a commit that returned survives a power cut. */
    static Session writer(Path file) throws SQLException {
        return session(file, connection -> {
            // The first two only for a new file; fast: where a page is written anyway, what was deleted is overwritten.
            execute(connection, """
                pragma auto_vacuum = incremental;
                pragma journal_mode = wal;
                pragma secure_delete = fast;
                pragma synchronous = full;
                pragma wal_autocheckpoint = 8000;
                pragma journal_size_limit = 67108864;
                pragma temp_store = memory;
                pragma cache_size = -16000;
                """);
            Migrations.run(connection);
            leaveTransactionsToUs(connection);
        });
    }

    static Session reader(Path file) throws SQLException {
        return session(
                file,
                connection -> execute(
                        connection, "pragma query_only = on; pragma temp_store = memory; pragma cache_size = -4000;"));
    }

    @FunctionalInterface
    private interface Setup {
        void run(Connection connection) throws SQLException;
    }

    /** Leaves nothing open where it cannot be set up. */
    private static Session session(Path file, Setup setup) throws SQLException {
        Connection connection = connect(file, new SQLiteConfig());
        try {
            setup.run(connection);
            return new Session(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Runs every statement of a script. */
    static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
        }
    }

    private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // else the driver asks for the key after every insert, a fifth of its time
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** In its auto-commit mode the driver tries a BEGIN after every statement; we begin and commit ourselves. */
    private static void leaveTransactionsToUs(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "commit");
    }
}
