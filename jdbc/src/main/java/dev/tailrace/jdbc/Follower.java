package dev.tailrace.jdbc;

import java.sql.SQLException;

/** Keeps state in memory that belongs to the transaction under way. Called by the writer, on its thread. */
interface Follower {
    /** Before the first work, and after everything that was not committed is gone. */
    void load(Session session) throws SQLException;

    /** One work was rolled back inside its transaction: forget what the database does not hold. */
    void undone(Session session) throws SQLException;

    /** Last words inside the transaction. */
    void committing(Session session) throws SQLException;

    void committed();
}
