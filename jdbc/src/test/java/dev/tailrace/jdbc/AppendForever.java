package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.jdbc.SqliteBackend.Tuning;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;

/** Appends until it is killed, and prints the id of each event once the append has returned. Arguments: the folder. */
final class AppendForever {
    static final Tuning TUNING = new Tuning(200, Optional.empty());
    private static final int PRODUCERS = 32;

    private AppendForever() {}

    public static void main(String[] args) {
        var backend = SqliteBackend.open(Path.of(args[0]), Optional.empty(), InstantSource.system(), TUNING);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PRODUCERS; i++) {
                threads.submit(() -> {
                    while (true) {
                        Event event = event(UUID.randomUUID().toString());
                        backend.log().append(Examples.TENANT, List.of(event));
                        System.out.println(event.id());
                    }
                });
            }
        }
    }

    static Event event(String id) {
        return Examples.userCreated().withId(id).event();
    }
}
