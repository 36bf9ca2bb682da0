package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem.TooLarge;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads whole bodies, bounded in size and in time. */
final class Bodies {
    private static final int FIRST_BYTES = 4096;
    private static final int DRAINED_BYTES = 64 * 1024;
    private static final Duration DRAINED_WITHIN = Duration.ofMillis(200);
    private final Duration limit;

    /** @param limit how long a body may take in all, however it trickles */
    Bodies(Duration limit) {
        this.limit = limit;
    }

    byte[] read(Request wire, int max) throws InterruptedException {
        long announced = wire.getLength();
        if (announced == 0) {
            return new byte[0];
        }
        if (announced > max) {
            throw tooLarge(max);
        }
        long end = System.nanoTime() + limit.toNanos();
        byte[] body = new byte[announced > 0 ? (int) announced : Math.min(FIRST_BYTES, max)];
        int size = 0;
        while (true) {
            Content.Chunk chunk = wire.read();
            if (chunk == null) {
                await(wire, end);
                continue;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw broken(chunk.getFailure());
            }
            try {
                ByteBuffer bytes = chunk.getByteBuffer();
                int more = bytes.remaining();
                if (more > max - size) {
                    throw tooLarge(max);
                }
                body = size + more > body.length ? Arrays.copyOf(body, grown(body.length, size + more, max)) : body;
                bytes.get(body, size, more);
                size += more;
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                return size == body.length ? body : Arrays.copyOf(body, size);
            }
        }
    }

    /**
     * Takes the rest of a body that nobody wants, where it is short and there: the connection can then be used again.
     *
     * @return whether nothing is left of it
     */
    boolean drain(Request wire) {
        if (wire.getLength() > DRAINED_BYTES || wire.getHeaders().contains(HttpHeader.EXPECT)) {
            return false;
        }
        long end = System.nanoTime() + DRAINED_WITHIN.toNanos();
        int left = DRAINED_BYTES;
        try {
            while (true) {
                Content.Chunk chunk = wire.read();
                if (chunk == null) {
                    await(wire, end);
                    continue;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    return false;
                }
                left -= chunk.remaining();
                chunk.release();
                if (chunk.isLast() || left < 0) {
                    return left >= 0;
                }
            }
        } catch (Refusal _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void await(Request wire, long end) throws InterruptedException {
        var arrived = new CountDownLatch(1);
        wire.demand(arrived::countDown);
        if (!arrived.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw late();
        }
    }

    private static int grown(int length, int needed, int max) {
        return Math.min(max, Math.max(needed, length * 2));
    }

    private static TooLarge tooLarge(int max) {
        return new TooLarge("", "The body is larger than " + max + " bytes.");
    }

    private Refusal late() {
        return new Refusal(
                408, "The body did not arrive within " + limit.toSeconds() + " s.", Map.of("Connection", "close"));
    }

    private RuntimeException broken(Throwable cause) {
        return switch (cause) {
            case TimeoutException _ -> late();
            case HttpException bad ->
                new Refusal(bad.getCode(), "The body is not valid HTTP.", Map.of("Connection", "close"));
            default -> new PeerGone(cause);
        };
    }
}
