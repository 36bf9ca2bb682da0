package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in words what broke. */
final class Failures {
    private Failures() {}

    /** What the caller of a write or read hears: our own words unchanged, everything else with its cause. */
    static RuntimeException heard(Throwable cause) {
        return switch (cause) {
            case Problem problem -> problem;
            case SecretBox.WrongKey wrong -> wrong;
            case SQLiteException e
            when full(e) ->
                new StorageException("The disk is full: nothing was stored. It goes on when there is room.", e);
            default -> new StorageException("The database failed: " + cause.getMessage(), cause);
        };
    }

    static StorageException closed() {
        return new StorageException("The database is closed.", new IllegalStateException("closed"));
    }

    private static boolean full(SQLiteException e) {
        SQLiteErrorCode code = e.getResultCode();
        return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }
}
