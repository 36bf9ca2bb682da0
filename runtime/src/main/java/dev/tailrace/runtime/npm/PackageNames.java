package dev.tailrace.runtime.npm;

import java.util.Optional;
import java.util.regex.Pattern;

/** Pure: names and versions of packages, as npm writes them. */
public final class PackageNames {
    private static final int CHARS_MAX = 214;
    private static final Pattern NAME =
            Pattern.compile("(@[A-Za-z0-9~-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~-][A-Za-z0-9._~-]*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.*^~<>=| +_-]*");

    private PackageNames() {}

    public static boolean valid(String name) {
        return name.length() <= CHARS_MAX
                && NAME.matcher(name).matches()
                && !name.equalsIgnoreCase("node_modules")
                && !name.equalsIgnoreCase("favicon.ico");
    }

    /** A version, range or tag; never an address of something else (URLs, git, files, aliases). */
    public static boolean validVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** The scope, with its {@code @}; empty for a name without one. */
    public static Optional<String> scope(String name) {
        int slash = name.indexOf('/');
        return name.startsWith("@") && slash > 0 ? Optional.of(name.substring(0, slash)) : Optional.empty();
    }
}
