package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.Backend;
import dev.tailrace.testkit.ExampleStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** SQLite in a temporary folder, for the contract suites. */
final class SqliteTestBackend implements Backend {
    private final Path folder;
    private final InstantSource clock;
    private final SqliteBackend backend;

    private SqliteTestBackend(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        this.backend = SqliteBackend.open(folder, Optional.empty(), clock);
    }

    static SqliteTestBackend open(InstantSource clock) {
        try {
            return new SqliteTestBackend(Files.createTempDirectory("tailrace-jdbc"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EventLog log() {
        return backend.log();
    }

    @Override
    public DeliveryStore deliveries() {
        return backend.deliveries();
    }

    @Override
    public void create(EventStream stream) {
        backend.streams().create(stream);
    }

    @Override
    public boolean enabled(StreamId stream) {
        return backend.streams().find(stream).orElseThrow().enabled();
    }

    @Override
    public void enable(StreamId stream) {
        EventStream disabled = backend.streams().find(stream).orElseThrow();
        backend.streams().update(disabled, new ExampleStream(disabled).enabled(true).stream());
    }

    @Override
    public void delete(StreamId stream) {
        backend.streams().delete(stream);
    }

    @Override
    public Backend reopened() {
        backend.close();
        return new SqliteTestBackend(folder, clock);
    }

    @Override
    public void close() {
        backend.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
