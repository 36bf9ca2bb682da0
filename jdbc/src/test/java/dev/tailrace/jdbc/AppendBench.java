package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures appends of 1 KB events with random ids, one event a call, on virtual threads; not a test. Arguments: the folder,
 * seconds per round, rounds, then numbers of producers. One JSON line per round; the first rounds warm the JIT up.
 */
final class AppendBench {
    private static final TenantId TENANT = new TenantId("bench");
    private static final int SAMPLES_MAX = 4_000_000;

    private AppendBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "append-bench");
        var time = Duration.ofSeconds(Long.parseLong(args[1]));
        System.out.println("{\"fdatasync_us\":" + fdatasyncMicros(folder) + "}");
        try (var backend = SqliteBackend.open(folder, Optional.empty(), InstantSource.system())) {
            for (int i = 3; i < args.length; i++) {
                for (int round = 1; round <= Integer.parseInt(args[2]); round++) {
                    run(backend.log(), Integer.parseInt(args[i]), round, time);
                }
            }
            read(backend.log());
        }
    }

    private static void run(EventLog log, int producers, int round, Duration time) throws InterruptedException {
        var micros = new int[SAMPLES_MAX];
        var done = new AtomicInteger();
        long begin = System.nanoTime();
        long writerBegin = writerNanos();
        long end = begin + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < producers; i++) {
                threads.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        Event event = event();
                        long start = System.nanoTime();
                        log.append(TENANT, List.of(event));
                        micros[done.getAndIncrement() % SAMPLES_MAX] = (int) ((System.nanoTime() - start) / 1000);
                    }
                    return done;
                });
            }
        }
        int events = done.get();
        double seconds = (System.nanoTime() - begin) / 1e9;
        int[] sorted = Arrays.copyOf(micros, Math.min(events, SAMPLES_MAX));
        Arrays.sort(sorted);
        System.out.printf(
                "{\"producers\":%d,\"round\":%d,\"events\":%d,\"per_second\":%.0f,\"p50_us\":%d,\"p99_us\":%d,"
                        + "\"writer_cpu_us\":%.1f}%n",
                producers,
                round,
                events,
                events / seconds,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                (writerNanos() - writerBegin) / 1000.0 / events);
    }

    /** CPU time of the writing thread so far. */
    private static long writerNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t.getThreadName().equals("tailrace-writer"))
                .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId()))
                .sum();
    }

    private static void read(EventLog log) {
        for (int round = 1; round <= 3; round++) {
            long begin = System.nanoTime();
            int events = 0;
            Offset at = Offset.START;
            for (List<LogEntry> next = log.read(TENANT, at, 512); !next.isEmpty() && events < 200_000; ) {
                events += next.size();
                at = next.getLast().offset();
                next = log.read(TENANT, at, 512);
            }
            System.out.printf(
                    "{\"read\":%d,\"round\":%d,\"per_second\":%.0f}%n",
                    events, round, events / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private static long fdatasyncMicros(Path folder) throws java.io.IOException {
        var micros = new long[500];
        try (var file = FileChannel.open(folder.resolve("sync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < micros.length; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(4096), i * 4096L);
                file.force(false);
                micros[i] = (System.nanoTime() - start) / 1000;
            }
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }

    private static Event event() {
        String id = UUID.randomUUID().toString();
        String json = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:bench\",\"data\":\""
                + "x".repeat(900) + "\"}";
        return new Event(
                id,
                "urn:bench",
                EventType.of("user.created"),
                Instant.EPOCH,
                Optional.of(new Subject("user:" + id)),
                json);
    }
}
