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
            case SQLiteException e when full(e) -> StorageException.full(e);
            default -> new StorageException("The database failed: " + cause.getMessage(), cause);
        };
    }

    static StorageException closed() {
        return new StorageException("The database is closed.", new IllegalStateException("closed"));
    }

    /** Whether there was no room: SQLite says it in two ways. */
    static boolean full(Throwable cause) {
        if (!(cause instanceof SQLiteException e)) {
            return false;
        }
        SQLiteErrorCode code = e.getResultCode();
        return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }
}
