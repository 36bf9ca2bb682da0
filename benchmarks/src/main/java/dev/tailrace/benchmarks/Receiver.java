package dev.tailrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A lean HTTP server on loopback that takes webhooks, after a wait, and the probe action's reports. */
final class Receiver implements AutoCloseable {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPORT = "POST /report ".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
    private final ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong hooks = new AtomicLong();
    private final Consumer<String> reports;
    private volatile Duration wait = Duration.ZERO;
    private volatile long lastNanos;

    /** @param reports gets the body of each report */
    Receiver(Consumer<String> reports) throws IOException {
        this.reports = reports;
        Thread.ofPlatform().daemon().name("receiver").start(this::accept);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** How long it lets every webhook wait for its answer from now on. */
    void wait(Duration time) {
        wait = time;
    }

    long hooks() {
        return hooks.get();
    }

    /** When the last webhook came, on {@link System#nanoTime}. */
    long lastNanos() {
        return lastNanos;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] bytes = new byte[BUFFER_BYTES];
            int count = 0;
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes, count, bytes.length - count)) {
                count += read;
                int length = MessageParser.length(bytes, count);
                if (length >= 0) {
                    answer(bytes, length, out);
                    count = 0;
                } else if (count == bytes.length) {
                    bytes = larger(bytes);
                }
            }
        } catch (IOException | InterruptedException _) {
            // this connection is over
        } finally {
            open.remove(socket);
        }
    }

    private void answer(byte[] bytes, int length, OutputStream out) throws IOException, InterruptedException {
        if (Arrays.equals(bytes, 0, REPORT.length, REPORT, 0, REPORT.length)) {
            String message = new String(bytes, 0, length, StandardCharsets.UTF_8);
            reports.accept(message.substring(message.indexOf("\r\n\r\n") + 4));
        } else {
            lastNanos = System.nanoTime();
            hooks.incrementAndGet();
            if (wait.isPositive()) {
                Thread.sleep(wait);
            }
        }
        out.write(OK);
    }

    private static byte[] larger(byte[] bytes) throws IOException {
        if (bytes.length >= MESSAGE_BYTES_MAX) {
            throw new IOException("a message of more than " + bytes.length + " bytes");
        }
        return Arrays.copyOf(bytes, bytes.length * 2);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
