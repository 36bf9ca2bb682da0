package dev.tailrace.server.ui;

import static dev.tailrace.server.http.Route.open;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /ui}: the dashboard's files. A path that is no file is the page itself, which finds its way by the path. */
public final class PagesApi {
    private static final String ROOT = "/ui";
    private static final String ASSETS = "assets/";
    private static final String NONCE = "__CSP_NONCE__";
    private static final int NONCE_BYTES = 18;
    /** Below these everything has a route, or is not there. */
    private static final List<String> NO_PAGES = List.of("api", "session", "live");

    private static final String NOT_BUILT = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Tailrace: no dashboard here</title>
        <h1>This server was built without its dashboard</h1>
        <p>Build it with <code>mvn package</code>, which needs Node and npm, and start the server again.
        The API and the command line work without it.</p>
        </html>
        """;

    private final DashboardFiles files;
    private final SecureRandom random;

    public PagesApi(DashboardFiles files, SecureRandom random) {
        this.files = files;
        this.random = random;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(open("GET", ROOT + "/**", this::answer));
        if (files.present()) {
            routes.add(open("GET", "/", _ -> new Response.Whole(302, Map.of("Location", ROOT + "/"), new byte[0])));
        }
        return routes;
    }

    private Response answer(Request request) {
        String name = request.path().length() <= ROOT.length() + 1
                ? ""
                : request.path().substring(ROOT.length() + 1);
        if (NO_PAGES.contains(name.substring(0, end(name)))) {
            throw new Problem.NotFound("", "Not Found");
        }
        if (!files.present()) {
            return page(404, NOT_BUILT, "");
        }
        var file = files.find(name, request.header("Accept-Encoding").orElse(""));
        if (file.isPresent() && !name.equals("index.html")) {
            return file(name, file.get());
        }
        if (isPage(name, request)) {
            String nonce = nonce();
            return page(200, files.index().orElseThrow().replace(NONCE, nonce), nonce);
        }
        throw new Problem.NotFound("", "The dashboard has no such file.");
    }

    /** Ids in paths have dots, too: a browser that goes to a page says that it wants HTML. */
    private static boolean isPage(String name, Request request) {
        boolean file = name.substring(name.lastIndexOf('/') + 1).contains(".");
        return !name.startsWith(ASSETS)
                && (!file
                        || name.equals("index.html")
                        || request.header("Accept").orElse("").contains("text/html"));
    }

    private static Response file(String name, DashboardFiles.Sent file) {
        Map<String, String> headers = headers("");
        headers.put("Content-Type", file.contentType());
        headers.put("Vary", "Accept-Encoding");
        headers.put(
                "Cache-Control",
                name.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "public, max-age=3600");
        if (!file.encoding().isEmpty()) {
            headers.put("Content-Encoding", file.encoding());
        }
        return new Response.Whole(200, headers, file.bytes());
    }

    private static Response page(int status, String html, String nonce) {
        Map<String, String> headers = headers(nonce);
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        return new Response.Whole(status, headers, html.getBytes(StandardCharsets.UTF_8));
    }

    /** A worker's own answer carries the policy it runs under, so every file has one. */
    private static Map<String, String> headers(String nonce) {
        String styles = nonce.isEmpty() ? "'self'" : "'self' 'nonce-" + nonce + "'";
        var headers = new HashMap<String, String>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src-elem " + styles
                        + "; style-src-attr 'unsafe-inline'; worker-src 'self'; font-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return headers;
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static int end(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name.length() : slash;
    }
}
