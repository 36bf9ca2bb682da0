package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** How fast the disk makes 4 KiB durable, written behind each other. */
record Disk(double perSecond, long p50Micros, long p99Micros) {
    private static final int BLOCK_BYTES = 4_096;
    private static final int SYNCS_MAX = 200_000;

    static Disk measure(Path folder, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "fdatasync", ".bin");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            long[] micros = new long[SYNCS_MAX];
            int count = 0;
            long start = System.nanoTime();
            long last = start;
            while (last - start < time.toNanos() && count < SYNCS_MAX) {
                block.clear();
                channel.write(block);
                channel.force(false);
                long now = System.nanoTime();
                micros[count++] = (now - last) / 1_000;
                last = now;
            }
            long[] measured = Arrays.copyOf(micros, count);
            return new Disk(
                    Figures.rounded(count / ((last - start) / 1e9), 0),
                    Figures.percentile(measured, 0.5),
                    Figures.percentile(measured, 0.99));
        } finally {
            Files.delete(file);
        }
    }
}
