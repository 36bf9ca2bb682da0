package dev.tailrace.server.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The built dashboard on the class path, below {@code dashboard/}, as Vite put it out: {@code index.html}, hashed files
 * below {@code assets/}, and beside a file its compressed forms. Threads may share it.
 */
public final class DashboardFiles {
    private static final String ROOT = "dashboard/";
    private static final int NAME_MAX = 200;
    /** No segment begins with a dot, none is empty: nothing leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("wasm", "application/wasm"));

    private final ClassLoader loader;
    private final Optional<String> index;

    public DashboardFiles(ClassLoader loader) {
        this.loader = loader;
        this.index = bytes("index.html").map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * One file as it is sent.
     *
     * @param encoding {@code br}, {@code gzip}, or empty where it is not compressed
     */
    record Sent(String contentType, String encoding, byte[] bytes) {}

    /** Whether this server was built with a dashboard. */
    public boolean present() {
        return index.isPresent();
    }

    /** The page, with its placeholders. */
    Optional<String> index() {
        return index;
    }

    /** @param accepted the request's {@code Accept-Encoding} */
    Optional<Sent> find(String name, String accepted) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || name.length() > NAME_MAX || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return form(name, type, accepted, "br", ".br")
                .or(() -> form(name, type, accepted, "gzip", ".gz"))
                .or(() -> bytes(name).map(bytes -> new Sent(type, "", bytes)));
    }

    private Optional<Sent> form(String name, String type, String accepted, String encoding, String ending) {
        return accepts(accepted, encoding)
                ? bytes(name + ending).map(bytes -> new Sent(type, encoding, bytes))
                : Optional.empty();
    }

    /** RFC 9110 §12.5.3, without weighing: what is named and not excluded. */
    static boolean accepts(String header, String encoding) {
        for (String item : header.split(",", -1)) {
            String[] parts = item.strip().split("\\s*;\\s*", -1);
            if (parts[0].equalsIgnoreCase(encoding)) {
                return parts.length == 1 || !parts[1].matches("[qQ]=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    private Optional<byte[]> bytes(String name) {
        try (InputStream in = loader.getResourceAsStream(ROOT + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard's file " + name + " cannot be read", e);
        }
    }
}
