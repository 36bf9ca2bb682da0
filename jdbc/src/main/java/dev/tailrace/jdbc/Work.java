package dev.tailrace.jdbc;

import java.sql.SQLException;

/** A small transaction, or a read: runs to its end on the thread of the session it is given. */
@FunctionalInterface
interface Work<T> {
    T run(Session session) throws SQLException;
}
