package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.jdbc.SqliteBackend.Tuning;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A backend in a folder that can be closed and opened again, with a clock that the test moves. */
final class Fixture implements AutoCloseable {
    final Path folder;
    final ManualClock clock = new ManualClock(Examples.NOW);
    private final Tuning tuning;
    private SqliteBackend backend;

    Fixture(Path folder) {
        this(folder, Tuning.DEFAULT);
    }

    Fixture(Path folder, Tuning tuning) {
        this.folder = folder;
        this.tuning = tuning;
        this.backend = SqliteBackend.open(folder, Optional.empty(), clock, tuning);
    }

    SqliteBackend backend() {
        return backend;
    }

    void restart() {
        backend.close();
        backend = SqliteBackend.open(folder, Optional.empty(), clock, tuning);
    }

    Offset append(Event... events) throws InterruptedException {
        return backend.log().append(Examples.TENANT, List.of(events));
    }

    List<Event> stored() {
        return backend.log().read(Examples.TENANT, Offset.START, 100_000).stream()
                .map(LogEntry::event)
                .toList();
    }

    static Event[] events(int count) {
        return Stream.generate(() -> Examples.userCreated().event())
                .limit(count)
                .toArray(Event[]::new);
    }

    @Override
    public void close() {
        backend.close();
    }
}
