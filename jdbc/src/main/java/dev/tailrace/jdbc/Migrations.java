package dev.tailrace.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings the schema up to date: numbered files, only forward, each in a transaction with its number. */
final class Migrations {
    /** In order; the first one is number 1. A file that was released never changes. */
    private static final List<String> FILES =
            List.of("V001__first.sql", "V002__full_contract.sql", "V003__engine.sql", "V004__dashboard.sql");

    /** What users are found by is made from their profiles, which SQL alone cannot. */
    private static final int WITH_USER_TERMS = 2;

    private Migrations() {}

    /** @throws CannotOpen when the data is of a newer version than this program */
    static void run(Connection connection) throws SQLException {
        int there = version(connection);
        if (there > FILES.size()) {
            throw new CannotOpen("The data was written by a newer version (schema " + there + ", this one knows "
                    + FILES.size() + "): start that version, or use another data directory.");
        }
        for (int number = there + 1; number <= FILES.size(); number++) {
            String script = resource(FILES.get(number - 1));
            Sqlite.execute(connection, "begin immediate;\n" + script);
            if (number == WITH_USER_TERMS) {
                UserTermWrites.ofAll(connection);
            }
            Sqlite.execute(connection, "pragma user_version = " + number + ";\ncommit;");
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma user_version")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
