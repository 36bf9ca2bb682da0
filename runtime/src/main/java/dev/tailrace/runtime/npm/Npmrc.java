package dev.tailrace.runtime.npm;

import dev.tailrace.engine.tenant.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of an {@code .npmrc} that say where packages come from: {@code registry}, {@code @scope:registry},
 * {@code //host/path/:_authToken} or {@code :_auth} and {@code cafile}.
 * Other lines are npm's and change nothing here.
 *
 * @param registries by scope; the one without a scope under the empty name
 * @param authorizations values of the header, by what a URL without its scheme begins with
 */
public record Npmrc(Map<String, URI> registries, Map<String, Secret> authorizations, Optional<Path> caFile) {
    public static final Npmrc NONE = new Npmrc(Map.of(), Map.of(), Optional.empty());

    public Npmrc {
        registries = Map.copyOf(registries);
        authorizations = Map.copyOf(authorizations);
    }

    /** @throws IllegalArgumentException with a message for whoever wrote the file, which names no secret */
    public static Npmrc read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("npm settings cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #read}, of the text itself. */
    public static Npmrc parse(String text) {
        var registries = new HashMap<String, URI>();
        var lines = new HashMap<String, String>();
        Optional<Path> caFile = Optional.empty();
        for (String raw : text.split("\\R", -1)) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";") || equals < 0) {
                continue;
            }
            String name = line.substring(0, equals).strip();
            String value = unquoted(line.substring(equals + 1).strip());
            if (name.equals("registry")) {
                registries.put("", registry(value));
            } else if (name.startsWith("@") && name.endsWith(":registry")) {
                registries.put(name.substring(0, name.indexOf(':')), registry(value));
            } else if (name.equals("cafile")) {
                caFile = Optional.of(Path.of(value));
            } else if (name.startsWith("//")) {
                lines.put(name, value);
            }
        }
        return new Npmrc(registries, authorizations(lines), caFile);
    }

    /** The header that this URL is to be asked with; a token goes nowhere but below what it was written for. */
    Optional<Secret> authorization(URI url) {
        String place = "//" + url.getRawAuthority() + url.getRawPath();
        return authorizations.entrySet().stream()
                .filter(a -> place.startsWith(a.getKey()))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue);
    }

    private static Map<String, Secret> authorizations(Map<String, String> lines) {
        var found = new HashMap<String, Secret>();
        lines.forEach((name, value) -> {
            int colon = name.lastIndexOf(':');
            String place = name.substring(0, Math.max(colon, 0));
            String below = place.endsWith("/") ? place : place + "/";
            switch (name.substring(colon + 1)) {
                case "_authToken" -> found.put(below, new Secret("Bearer " + value));
                case "_auth" -> found.putIfAbsent(below, new Secret("Basic " + value));
                default -> {
                    // username, email and whatever else npm knows
                }
            }
        });
        return found;
    }

    private static URI registry(String text) {
        URI uri =
                registryUrl(text).orElseThrow(() -> new IllegalArgumentException("not the URL of a registry: " + text));
        return uri;
    }

    /** A registry's URL with the slash that ends it; empty when the text is not one. */
    static Optional<URI> registryUrl(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text : text + "/");
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
