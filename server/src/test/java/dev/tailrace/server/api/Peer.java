package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.http.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of a subscription: reads frames from a small pipe that the answer is written to by a thread of its own. */
final class Peer implements AutoCloseable {
    private static final int PIPE_BYTES = 4_096;
    private final PipedInputStream in = new PipedInputStream(PIPE_BYTES);
    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Thread server;

    /** One frame; a field that it does not have is empty. */
    record Frame(String comment, String event, String id, String data) {}

    private Peer(Response response) throws IOException {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("Content-Type", "text/event-stream");
        var out = new PipedOutputStream(in);
        var streamed = (Response.Streamed) response;
        server = Thread.ofPlatform().daemon().start(() -> serve(streamed, out));
    }

    /** Reads what comes, as fast as it comes. */
    static Peer reading(Response response) throws IOException {
        var peer = new Peer(response);
        Thread.ofPlatform().daemon().start(peer::read);
        return peer;
    }

    /** Never reads: once the pipe is full, whoever writes to it waits. */
    static Peer stuck(Response response) throws IOException {
        return new Peer(response);
    }

    Frame next() throws InterruptedException {
        Frame frame = frames.poll(20, TimeUnit.SECONDS);
        assertThat(frame).as("no frame came").isNotNull();
        return frame;
    }

    /** The next frame that has a name, comments skipped. */
    Frame nextNamed() throws InterruptedException {
        Frame frame = next();
        while (frame.event().isEmpty()) {
            frame = next();
        }
        return frame;
    }

    /** Whether nothing has come yet. */
    boolean isQuiet() {
        return frames.isEmpty();
    }

    boolean ends(Duration limit) throws InterruptedException {
        return server.join(limit);
    }

    boolean isServed() {
        return server.isAlive();
    }

    /** The peer goes away. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    private static void serve(Response.Streamed streamed, OutputStream out) {
        try (out) {
            streamed.writer().write(out);
        } catch (IOException | InterruptedException _) {
            // the peer went away, or the server stops: the edge takes both quietly
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String> frame = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    frame.add(line);
                } else {
                    frames.add(parsed(frame));
                    frame.clear();
                }
            }
        } catch (IOException _) {
            // closed by the test
        }
    }

    private static Frame parsed(List<String> lines) {
        return new Frame(field(lines, ":"), field(lines, "event: "), field(lines, "id: "), field(lines, "data: "));
    }

    private static String field(List<String> lines, String prefix) {
        @Nullable String value = null;
        for (String line : lines) {
            if (line.startsWith(prefix)) {
                assertThat(value).as("a frame has %s twice: %s", prefix, lines).isNull();
                value = line.substring(prefix.length());
            }
        }
        return value == null ? "" : value;
    }
}
