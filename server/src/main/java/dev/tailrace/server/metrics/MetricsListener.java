package dev.tailrace.server.metrics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** {@code GET /metrics} on a port of its own, plain HTTP, for whoever reaches its address. */
public final class MetricsListener implements AutoCloseable {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int CONNECTIONS_MAX = 16;
    private static final int IDLE_MILLIS = 60_000;
    private final Server server;
    private final ServerConnector connector;

    private MetricsListener(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** @param port 0 takes a free one */
    public static MetricsListener start(String address, int port, MetricsPage page) throws Exception {
        var threads = new VirtualThreadPool(0);
        threads.setName("metrics");
        var server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        var connector = new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
        server.setHandler(new Answers(page));
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new MetricsListener(server, connector);
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static final class Answers extends Handler.Abstract {
        private final MetricsPage page;

        Answers(MetricsPage page) {
            this.page = page;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getCanonicalPath().equals("/metrics")) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404, "metrics are at /metrics");
            } else if (!HttpMethod.GET.is(request.getMethod())) {
                Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "GET it");
            } else {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
                response.write(true, ByteBuffer.wrap(page.text().getBytes(StandardCharsets.UTF_8)), callback);
            }
            return true;
        }
    }
}
