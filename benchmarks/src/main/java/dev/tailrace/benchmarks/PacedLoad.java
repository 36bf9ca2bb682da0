package dev.tailrace.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Sends events at fixed times, whether or not the last ones were answered, on a few connections. */
final class PacedLoad {
    private static final int CONNECTIONS = 16;
    private static final int ANSWER_BYTES_MAX = 16_384;

    /**
     * @param answerMicros time from request to answer, of each event
     * @param lateMicros how much after its time each request was sent: what the generator itself added
     */
    record Result(long[] answerMicros, long[] lateMicros, int refused) {
        int accepted() {
            return answerMicros.length - refused;
        }
    }

    private final URI target;
    private final LongFunction<EventRequest> requests;

    /** @param requests makes the events of one connection, from a seed */
    PacedLoad(URI target, LongFunction<EventRequest> requests) {
        this.target = target;
        this.requests = requests;
    }

    Result send(int perSecond, Duration time) throws IOException, InterruptedException {
        int events = Math.toIntExact(perSecond * time.toMillis() / 1_000);
        long[] answers = new long[events];
        long[] late = new long[events];
        long start = System.nanoTime() + Duration.ofMillis(50).toNanos();
        long gap = Duration.ofSeconds(1).toNanos() / perSecond;
        int refused = 0;
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                senders.add(() -> sendEvery(first, start, gap, answers, late));
            }
            for (Future<Integer> sender : threads.invokeAll(senders)) {
                refused += sender.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a sender failed", e);
        }
        return new Result(answers, late, refused);
    }

    private int sendEvery(int first, long start, long gap, long[] answers, long[] late) throws IOException {
        EventRequest request = requests.apply(first);
        ByteBuffer out = ByteBuffer.allocateDirect(request.bytes());
        byte[] answer = new byte[ANSWER_BYTES_MAX];
        int refused = 0;
        try (var channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            for (int i = first; i < answers.length; i += CONNECTIONS) {
                long due = start + i * gap;
                waitUntil(due);
                long sent = System.nanoTime();
                request.next(out);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                refused += status(channel, answer) == 202 ? 0 : 1;
                late[i] = (sent - due) / 1_000;
                answers[i] = (System.nanoTime() - sent) / 1_000;
            }
        }
        return refused;
    }

    private static int status(SocketChannel channel, byte[] answer) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(answer);
        while (MessageParser.length(answer, in.position()) < 0) {
            if (!in.hasRemaining() || channel.read(in) < 0) {
                throw new IOException("no complete answer");
            }
        }
        return MessageParser.status(answer);
    }

    private static void waitUntil(long nanos) throws IOException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new IOException("stopped");
            }
        }
    }
}
