package dev.tailrace.outbound.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The bytes of both sides, passed on until both have ended. What one side does not take, the other does not get rid of:
 * nothing is kept in between but a buffer each way.
 */
final class Exchange {
    /** Once the worker has ended, for what is left to come: it may be gone without our seeing it. */
    private static final Duration HALF_CLOSED_MAX = Duration.ofSeconds(30);
    /** For the worker to close what was cut off. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final int BUFFER_BYTES = 16 * 1024;

    private final SocketChannel worker;
    private final SocketChannel target;
    private final OutgoingConnection connection;
    private final ActionBudget budget;
    private final Consumer<Refusal> onCut;
    private final AtomicBoolean cut = new AtomicBoolean();
    private volatile Duration idle;
    private volatile long until;

    /** @param onCut hears once, when the two sides are parted before both have ended */
    Exchange(
            SocketChannel worker,
            SocketChannel target,
            OutgoingConnection connection,
            ActionBudget budget,
            Consumer<Refusal> onCut) {
        this.worker = worker;
        this.target = target;
        this.connection = connection;
        this.budget = budget;
        this.onCut = onCut;
        this.idle = budget.limits().idleTimeout();
        moved();
    }

    /** Returns when both sides are over. */
    void run() throws InterruptedException, IOException {
        Thread down = Thread.ofVirtual().name("egress-down").start(() -> pump(target, worker, connection.received()));
        pump(worker, target, connection.sent());
        if (!cut.get()) {
            idle = idle.compareTo(HALF_CLOSED_MAX) < 0 ? idle : HALF_CLOSED_MAX;
            moved();
        }
        down.join();
        if (cut.get()) {
            drain();
        }
    }

    /** False when the worker did not close in time what was cut off. */
    boolean tick(long now) {
        if (now - until < 0) {
            return true;
        }
        if (cut.get()) {
            return false;
        }
        cutOff(new Refusal("ETIMEDOUT", "nothing moved for " + idle.toMillis() + " ms", ""));
        return true;
    }

    private void pump(SocketChannel from, SocketChannel to, LongAdder count) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                moved();
                count.add(read);
                if (!budget.takeBytes(read)) {
                    cutOff(budget.tooManyBytes());
                    return;
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                    moved();
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            cutOff(Refusal.of("ECONNRESET"));
        }
    }

    private void moved() {
        if (!cut.get()) {
            until = System.nanoTime() + idle.toNanos();
        }
    }

    private void cutOff(Refusal why) {
        if (!cut.compareAndSet(false, true)) {
            return;
        }
        until = System.nanoTime() + FAREWELL.toNanos();
        connection.ended(why);
        onCut.accept(why);
        Quietly.close(target);
    }

    /** The worker hears why by another way, and closes; would we close first, it might take the end for a good one. */
    private void drain() throws IOException {
        var rest = ByteBuffer.allocate(BUFFER_BYTES);
        while (worker.read(rest) >= 0) {
            rest.clear();
        }
    }
}
