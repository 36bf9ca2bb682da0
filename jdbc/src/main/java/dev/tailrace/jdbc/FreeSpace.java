package dev.tailrace.jdbc;

/**
 * Gives free pages of the database back to the file system, some at a time. Only where the database was made with this in
 * mind: one of an earlier version keeps its free pages for later use.
 */
final class FreeSpace {
    /** In one transaction. */
    private static final int PAGES_PER_STEP = 128;
    /** In one run, 100 MiB: the rest waits for the next one. */
    private static final int PAGES_PER_RUN = 25_600;
    /** Stay for what is written next. */
    static final int PAGES_KEPT = 2_048;

    private FreeSpace() {}

    /** Some of what is more than is kept. */
    static void giveBack(Database database) throws InterruptedException {
        giveBack(database, PAGES_KEPT, PAGES_PER_RUN);
    }

    /** Every page that is free now, so that none keeps what once stood in it. */
    static void giveBackAll(Database database) throws InterruptedException {
        giveBack(database, 0, Long.MAX_VALUE);
    }

    private static void giveBack(Database database, long keep, long most) throws InterruptedException {
        long before = free(database);
        long now = before;
        boolean fewer = true;
        while (fewer && now > keep && before - now < most) {
            if (Thread.interrupted()) {
                throw new InterruptedException("space is given back later");
            }
            database.write(session -> {
                session.run("pragma incremental_vacuum(" + PAGES_PER_STEP + ")");
                return true;
            });
            long left = free(database);
            fewer = left < now;
            now = left;
        }
    }

    static long free(Database database) {
        return database.read(session -> session.number("pragma freelist_count"));
    }
}
