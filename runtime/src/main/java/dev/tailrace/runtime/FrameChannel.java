package dev.tailrace.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames over one socket. Any thread may send: frames are gathered, and one virtual thread at a time writes what has
 * come together. One thread reads.
 */
final class FrameChannel {
    private static final int GATHER_BYTES = 128 * 1024;
    private static final int READ_BYTES = 64 * 1024;
    /** What may wait to be written: a worker that does not read for so long is not ours to feed. */
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final SocketChannel socket;
    private final ConcurrentLinkedQueue<Frame> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    /** The peer takes nothing any more; what it said before may still be read. */
    private volatile boolean deaf;

    private final ByteBuffer out = ByteBuffer.allocateDirect(GATHER_BYTES);
    private ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES).flip();

    FrameChannel(SocketChannel socket) {
        this.socket = socket;
    }

    /** Sends soon. Nothing is said when the peer is gone: whoever reads hears of it. */
    void send(Frame frame) {
        if (deaf) {
            return;
        }
        if (waitingBytes.addAndGet(frame.bytes()) > WAITING_BYTES_MAX) {
            close();
            return;
        }
        waiting.add(frame);
        if (!writing.get() && writing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("worker-writer").start(this::write);
        }
    }

    /** The next frame; null at the end. */
    @Nullable
    Frame read() throws IOException {
        while (true) {
            Frame frame = Frame.next(in);
            if (frame != null) {
                return frame;
            }
            makeRoom();
            int read = socket.read(in);
            in.flip();
            if (read < 0) {
                return null;
            }
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private void makeRoom() {
        int wanted = in.remaining() < Frame.HEADER_BYTES ? 0 : Integer.BYTES + in.getInt(in.position());
        if (wanted > in.capacity()) {
            in = ByteBuffer.allocateDirect(wanted).put(in);
        } else {
            in.compact();
        }
    }

    private void write() {
        try {
            do {
                writeWaiting();
                writing.set(false);
            } while (!waiting.isEmpty() && writing.compareAndSet(false, true));
        } catch (IOException e) {
            // Not closed here: its last frames, why it ends among them, are read before its end is.
            deaf = true;
            waiting.clear();
        }
    }

    private void writeWaiting() throws IOException {
        for (Frame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            if (out.remaining() < frame.bytes()) {
                flush();
            }
            frame.writeHeader(out);
            if (frame.payload().length <= out.remaining()) {
                out.put(frame.payload());
            } else {
                flush();
                writeFully(ByteBuffer.wrap(frame.payload()));
            }
            waitingBytes.addAndGet(-frame.bytes());
        }
        flush();
    }

    private void flush() throws IOException {
        writeFully(out.flip());
        out.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (socket.write(bytes) < 0) {
                throw new IOException("the worker's socket is closed");
            }
        }
    }
}
