package dev.tailrace.server.http;

import java.util.List;

/**
 * One path of the API.
 *
 * @param path with parameters in braces, for example {@code /api/v2/users/{id}}; one that ends in {@code /**} answers
 *     to reading what is below it and has no route of its own
 * @param scopes any one of these is enough; none for a public path
 * @param admission what a caller must show
 * @param bodyBytesMax largest body accepted, in bytes; a larger one is answered 413
 */
public record Route(
        String method, String path, List<String> scopes, Admission admission, int bodyBytesMax, Handler handler) {
    /** Bound of an ordinary body. */
    public static final int BODY_BYTES = 1024 * 1024;

    public Route {
        scopes = List.copyOf(scopes);
    }

    /** A path that wants a token with any of these scopes. */
    public static Route route(String method, String path, Handler handler, String... scopes) {
        return new Route(method, path, List.of(scopes), Admission.TOKEN, BODY_BYTES, handler);
    }

    public static Route get(String path, Handler handler, String... scopes) {
        return route("GET", path, handler, scopes);
    }

    public static Route post(String path, Handler handler, String... scopes) {
        return route("POST", path, handler, scopes);
    }

    public static Route put(String path, Handler handler, String... scopes) {
        return route("PUT", path, handler, scopes);
    }

    public static Route patch(String path, Handler handler, String... scopes) {
        return route("PATCH", path, handler, scopes);
    }

    public static Route delete(String path, Handler handler, String... scopes) {
        return route("DELETE", path, handler, scopes);
    }

    /** The same way to another handler. */
    public Route with(Handler other) {
        return new Route(method, path, scopes, admission, bodyBytesMax, other);
    }

    /** A path anybody may call. */
    public static Route open(String method, String path, Handler handler) {
        return new Route(method, path, List.of(), Admission.OPEN, BODY_BYTES, handler);
    }
}
