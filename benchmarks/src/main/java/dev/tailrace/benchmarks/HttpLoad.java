package dev.tailrace.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Producers that each send their next event when the last one was answered, all on one thread, so that little of the
 * machine goes to them. Connections are kept.
 */
final class HttpLoad {
    private static final int ANSWER_BYTES_MAX = 16_384;

    /**
     * @param firstNanos when the first request was sent, on {@link System#nanoTime}
     * @param answers how many answers there were of each status
     */
    record Result(long firstNanos, Duration time, Map<Integer, Integer> answers) {
        int accepted() {
            return answers.getOrDefault(202, 0);
        }

        int others() {
            return answers.values().stream().mapToInt(Integer::intValue).sum() - accepted();
        }

        double perSecond() {
            return accepted() / (time.toNanos() / 1e9);
        }
    }

    private final URI target;
    private final EventRequest requests;
    private final int producers;

    HttpLoad(URI target, EventRequest requests, int producers) {
        this.target = target;
        this.requests = requests;
        this.producers = producers;
    }

    /** Sends so many events and waits for all answers. */
    Result send(int events, Duration limit) throws IOException {
        List<Connection> connections = new ArrayList<>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < Math.min(producers, events); i++) {
                connections.add(new Connection(selector));
            }
            return send(selector, connections, events, limit);
        } finally {
            for (Connection connection : connections) {
                connection.channel.close();
            }
        }
    }

    private Result send(Selector selector, List<Connection> connections, int events, Duration limit)
            throws IOException {
        Map<Integer, Integer> answers = new TreeMap<>();
        long start = System.nanoTime();
        int sent = 0;
        for (Connection connection : connections) {
            connection.sendNext();
            sent++;
        }
        for (int answered = 0; answered < events; ) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IOException(answered + " of " + events + " events were answered within " + limit);
            }
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                if (!connection.advance()) {
                    continue;
                }
                answers.merge(connection.status(), 1, Integer::sum);
                answered++;
                if (sent < events) {
                    connection.sendNext();
                    sent++;
                }
            }
            selector.selectedKeys().clear();
        }
        return new Result(start, Duration.ofNanos(System.nanoTime() - start), answers);
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer out = ByteBuffer.allocateDirect(requests.bytes());
        private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        private int status;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        int status() {
            return status;
        }

        void sendNext() throws IOException {
            requests.next(out);
            write();
        }

        /** Does what the socket is ready for; true when that completed an answer. */
        boolean advance() throws IOException {
            if (key.isWritable()) {
                write();
            }
            if (!key.isReadable()) {
                return false;
            }
            if (channel.read(in) < 0) {
                throw new IOException("the server closed a connection that had a request under way");
            }
            int length = MessageParser.length(in.array(), in.position());
            if (length < 0) {
                if (!in.hasRemaining()) {
                    throw new IOException("an answer is longer than " + ANSWER_BYTES_MAX + " bytes");
                }
                return false;
            }
            status = MessageParser.status(in.array());
            in.clear();
            return true;
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
