package dev.tailrace.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path: a tree by segments, built once. A segment is compared as it came, still encoded, so that
 * {@code %2F} never splits one. A word goes before a parameter, and what a route below a prefix takes is what is left. A
 * path with the slash at its end that nobody else writes is of such a route alone. Threads may share it.
 */
final class Router {
    private static final int SEGMENTS_MAX = 32;
    private static final String BELOW = "/**";
    private final Node root = new Node();
    /** By prefix, without a slash at its end. */
    private final Map<String, Route> below = new HashMap<>();

    Router(List<Route> routes) {
        routes.forEach(this::add);
    }

    /** What a path and method lead to. */
    sealed interface Match {
        /** @param parameters raw values by name */
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /** The path exists, the method does not. */
        record WrongMethod(List<String> allowed) implements Match {}

        record Unknown() implements Match {}
    }

    Match find(String method, String path) {
        var segments = split(path);
        Node end = segments == null ? null : walk(root, segments, 0);
        if (segments == null || end == null) {
            return left(method, path);
        }
        Bound bound = end.methods.get(method);
        if (bound == null && method.equals("HEAD")) {
            bound = end.methods.get("GET");
        }
        return bound == null
                ? new Match.WrongMethod(end.allowed())
                : new Match.Found(bound.route, bound.parameters(segments));
    }

    private Match left(String method, String path) {
        if (method.equals("GET") || method.equals("HEAD")) {
            for (var entry : below.entrySet()) {
                if (path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "/")) {
                    return new Match.Found(entry.getValue(), Map.of());
                }
            }
        }
        return new Match.Unknown();
    }

    private void add(Route route) {
        if (route.path().endsWith(BELOW)) {
            below.put(route.path().substring(0, route.path().length() - BELOW.length()), route);
            return;
        }
        var segments = split(route.path());
        if (segments == null) {
            throw new IllegalStateException("not a path: " + route.path());
        }
        var places = new HashMap<String, Integer>();
        Node node = root;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                places.put(segment.substring(1, segment.length() - 1), i);
                Node next = node.any == null ? new Node() : node.any;
                node.any = next;
                node = next;
            } else {
                node = node.words.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (node.methods.put(route.method(), new Bound(route, Map.copyOf(places))) != null) {
            throw new IllegalStateException("two routes for " + route.method() + " " + route.path());
        }
    }

    private static @Nullable Node walk(Node from, List<String> segments, int depth) {
        if (depth == segments.size()) {
            return from.methods.isEmpty() ? null : from;
        }
        String segment = segments.get(depth);
        Node word = from.words.get(segment);
        Node end = word == null ? null : walk(word, segments, depth + 1);
        if (end != null || from.any == null || segment.equals(".") || segment.equals("..")) {
            return end;
        }
        return walk(from.any, segments, depth + 1);
    }

    /** Null when it is no path of ours: relative, with an empty segment, or with too many. */
    private static @Nullable List<String> split(String path) {
        if (path.equals("/")) {
            return List.of();
        }
        if (path.length() < 2 || path.charAt(0) != '/') {
            return null;
        }
        var segments = new ArrayList<String>(8);
        for (int start = 1; start <= path.length(); ) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            if (end == start || segments.size() == SEGMENTS_MAX) {
                return null;
            }
            segments.add(path.substring(start, end));
            start = end + 1;
        }
        return segments;
    }

    private static final class Node {
        final Map<String, Node> words = new HashMap<>();
        final Map<String, Bound> methods = new HashMap<>();

        @Nullable
        Node any;

        List<String> allowed() {
            var names = new TreeSet<>(methods.keySet());
            if (names.contains("GET")) {
                names.add("HEAD");
            }
            names.add("OPTIONS");
            return List.copyOf(names);
        }
    }

    /** A route and at which segment each of its parameters stands. */
    private record Bound(Route route, Map<String, Integer> places) {
        Map<String, String> parameters(List<String> segments) {
            if (places.isEmpty()) {
                return Map.of();
            }
            var values = new HashMap<String, String>();
            places.forEach((name, place) -> values.put(name, segments.get(place)));
            return values;
        }
    }
}
