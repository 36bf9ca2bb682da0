package dev.tailrace.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: a whole one in one go, a streamed one as it comes. Threads may share it. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** The headers are set already. */
    void send(IncomingRequest request, Response response, org.eclipse.jetty.server.Response out, Callback done) {
        out.setStatus(response.status());
        switch (response) {
            case Response.Whole whole -> {
                if (whole.body().length > 0 || whole.status() != 204) {
                    out.getHeaders().put(HttpHeader.CONTENT_LENGTH, whole.body().length);
                }
                boolean head = request.method().equals("HEAD");
                out.write(true, head ? null : ByteBuffer.wrap(whole.body()), done);
            }
            case Response.Streamed streamed when request.method().equals("HEAD") -> out.write(true, null, done);
            case Response.Streamed streamed -> stream(request, streamed, out, done);
        }
    }

    /** Interrupts the writers of all streams under way, and of those that still come. */
    void endStreams() {
        ended = true;
        streaming.forEach(Thread::interrupt);
    }

    private void stream(
            IncomingRequest request, Response.Streamed streamed, org.eclipse.jetty.server.Response out, Callback done) {
        Thread thread = Thread.currentThread();
        streaming.add(thread);
        try {
            if (ended) {
                throw new InterruptedException("the server stops");
            }
            flush(out);
            OutputStream body = Content.Sink.asOutputStream(out);
            streamed.writer().write(body);
            done(thread);
            out.write(true, null, done);
        } catch (InterruptedException _) {
            done(thread);
            out.write(true, null, done);
        } catch (IOException gone) {
            LOG.debug("{}: the client went away", request.id());
            done.failed(gone);
        } catch (Throwable thrown) {
            LOG.error("{} {}: the stream broke off", request.id(), request.path(), thrown);
            done.failed(thrown);
        } finally {
            done(thread);
        }
    }

    /** Sends the header at once, without waiting for the first byte of the body. */
    private static void flush(org.eclipse.jetty.server.Response out) throws IOException {
        try (var blocker = Blocker.callback()) {
            out.write(false, null, blocker);
            blocker.block();
        }
    }

    private void done(Thread thread) {
        streaming.remove(thread);
        // An interrupt that came too late must not reach whatever this thread does next.
        Thread.interrupted();
    }
}
