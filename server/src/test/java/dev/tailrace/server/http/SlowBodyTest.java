package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SlowBodyTest {
    private final AtomicInteger status = new AtomicInteger();

    @Test
    void a_body_that_trickles_is_ended_by_the_time_it_takes_in_all() throws Exception {
        var server = new Server(0);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request request,
                    org.eclipse.jetty.server.Response response,
                    Callback callback)
                    throws Exception {
                try {
                    new Bodies(Duration.ofMillis(300)).read(request, 1000);
                } catch (Refusal refusal) {
                    status.set(refusal.status());
                }
                callback.failed(new IOException("done"));
                return true;
            }
        });
        server.start();
        try (var client = new RawClient(((ServerConnector) server.getConnectors()[0]).getLocalPort())) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
            trickle(client);
            assertThat(status).hasValue(408);
        } finally {
            server.stop();
        }
    }

    /** A byte at a time, until the server has had enough: no single wait is long. */
    private void trickle(RawClient client) throws IOException {
        while (status.get() == 0) {
            client.send("x");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
