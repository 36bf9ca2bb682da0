package dev.tailrace.runtime.npm;

import dev.tailrace.engine.action.Content.Dependency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What npm installed, by its {@code package-lock.json}. */
public final class Lock {
    private static final int KEY_BYTES = 16;
    private static final String TOP = "node_modules/";
    /** Part of every key: grows when what is kept for the same packages changes. */
    private static final String FORM = "1";

    private final TreeMap<String, JsonNode> packages = new TreeMap<>();

    private Lock(JsonNode json) {
        json.path("packages").propertyStream().forEach(p -> packages.put(p.getKey(), p.getValue()));
        packages.remove("");
    }

    /** @throws IOException when npm wrote none, or not one */
    public static Lock read(Path file) throws IOException {
        try {
            return new Lock(JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (JacksonException e) {
            throw new IOException("npm's lock cannot be read", e);
        }
    }

    /** Names all packages with their places, versions and contents. */
    public String key() {
        return key("");
    }

    /** As {@link #key()}, and what was made of them. */
    public String key(String made) {
        String all = packages.entrySet().stream()
                .map(p -> p.getKey() + ' ' + text(p.getValue(), "version") + ' ' + text(p.getValue(), "integrity"))
                .collect(Collectors.joining("\n", FORM + "\n", made.isEmpty() ? "" : "\n\n" + made));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The dependencies with the versions that were installed; the registry is not told again. */
    public List<Dependency> resolved(List<Dependency> wished) {
        return wished.stream()
                .map(d -> new Dependency(d.name(), version(d), d.registryUrl()))
                .toList();
    }

    /** Packages that came from an address of their own, not from a registry: npm keeps that only for these. */
    public List<String> fromElsewhere() {
        return packages.entrySet().stream()
                .filter(p -> p.getValue().has("resolved")
                        || p.getValue().path("link").asBoolean(false))
                .map(p -> title(p.getKey()))
                .toList();
    }

    /** Folders, relative to the top, of packages that others can do without. */
    public boolean optional(String folder) {
        JsonNode at = packages.get(folder);
        return at != null && at.path("optional").asBoolean(false);
    }

    /** The package whose folder holds this file, and which one that is. */
    public String owner(String file) {
        String best = packages.keySet().stream()
                .filter(folder -> file.startsWith(folder + "/"))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse(file);
        return best;
    }

    /** As people name it: {@code name@version}. */
    public String title(String folder) {
        JsonNode at = packages.get(folder);
        String name = folder.substring(folder.lastIndexOf(TOP) < 0 ? 0 : folder.lastIndexOf(TOP) + TOP.length());
        return at == null ? name : name + "@" + text(at, "version");
    }

    private String version(Dependency dependency) {
        JsonNode at = packages.get(TOP + dependency.name());
        return at == null ? dependency.version() : text(at, "version");
    }

    private static String text(JsonNode at, String name) {
        return at.path(name).asString("");
    }
}
