package dev.tailrace.server.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The contract's error body for requests that never reach the edge: broken HTTP, too large a header, a full stop. */
final class WireErrors implements Request.Handler {
    private final RequestIds ids;

    WireErrors(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public boolean handle(Request wire, Response out, Callback done) {
        int status = out.getStatus() < 400 ? 500 : out.getStatus();
        String path = wire.getHttpURI() == null ? null : wire.getHttpURI().getPath();
        var shape = Problems.Shape.of(path == null ? "" : path);
        var answer =
                (dev.tailrace.server.http.Response.Whole) Problems.body(shape, status, "", message(status), Map.of());
        answer.headers().forEach((name, value) -> out.getHeaders().put(name, value));
        out.getHeaders().put(RequestIds.HEADER, ids.of(wire));
        out.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        out.write(true, ByteBuffer.wrap(answer.body()), done);
        return true;
    }

    private static String message(int status) {
        return switch (status) {
            case 400 -> "The request is not valid HTTP: its line, path or headers are malformed.";
            case 408 -> "The request did not arrive in time.";
            case 414 -> "The path and query are too long.";
            case 431 -> "The headers are larger than " + Listeners.HEADER_BYTES + " bytes.";
            case 503 -> "The server is stopping.";
            default -> HttpStatus.getMessage(status);
        };
    }
}
