package dev.tailrace.jdbc;

import dev.tailrace.jdbc.Writer.Guard;

/** The one writer and the few readers of an open database. Threads may share it. */
record Database(Writer writer, Readers readers) implements AutoCloseable {
    /** Each work is rolled back alone when it fails. Returns when it is on disk. */
    <T> T write(Work<T> work) {
        return writer.writeCalmly(Guard.SAVEPOINT, work);
    }

    <T> T read(Work<T> work) {
        return readers.read(work);
    }

    @Override
    public void close() {
        try {
            readers.close();
        } finally {
            writer.close();
        }
    }
}
