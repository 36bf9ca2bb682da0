package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.StorageException;
import java.util.Optional;

/**
 * Whether the database takes writes. A small one may still fit where others do not, so after a refusal it counts only
 * when something of size was written.
 */
record Room(Database database) {
    private static final int PROBE_BYTES = 256 * 1024;

    /** Empty when it does; else why not, without a word of the system's own. */
    Optional<String> trouble() {
        try {
            if (database.writer().refusal().isEmpty()) {
                database.write(session -> session.update("update meta set value = value where name = 'probe'"));
            } else {
                database.write(session -> session.update("""
                    insert into meta (name, value) values ('probe', randomblob(?))
                    on conflict do update set value = excluded.value
                    """, PROBE_BYTES));
                database.write(session -> session.update("update meta set value = x'00' where name = 'probe'"));
            }
        } catch (StorageException e) {
            return Optional.of(words(e));
        }
        return database.writer().refusal().map(Room::words);
    }

    private static String words(RuntimeException refusal) {
        return refusal instanceof StorageException e && e.isFull()
                ? "the disk is full: nothing is stored until there is room"
                : "the store takes no writes";
    }
}
