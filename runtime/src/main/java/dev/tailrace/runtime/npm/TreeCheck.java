package dev.tailrace.runtime.npm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must not be kept of an installed tree: native add-ons, and links to somewhere else. */
public final class TreeCheck {
    private final Path top;
    private final Lock lock;
    /** Folders of packages with native code. */
    private final Set<String> natives = new TreeSet<>();

    private Optional<String> escape = Optional.empty();

    private TreeCheck(Path top, Lock lock) {
        this.top = top;
        this.lock = lock;
    }

    /** @param top the folder in which {@code node_modules} lies */
    public static TreeCheck of(Path top, Lock lock) throws IOException {
        var check = new TreeCheck(top, lock);
        Files.walkFileTree(top.resolve("node_modules"), check.new Visitor());
        return check;
    }

    /** Packages with native code that others need, as people name them. */
    public Set<String> needed() {
        return titles(false);
    }

    /** Folders of packages with native code that others can do without. */
    public Set<String> optional() {
        var folders = new TreeSet<>(natives);
        folders.removeIf(folder -> !lock.optional(folder));
        return folders;
    }

    /** A package with a link that leads out of the tree, or with what is neither file, folder nor link. */
    public Optional<String> escape() {
        return escape.map(file -> lock.title(lock.owner(file)) + " (" + file + ")");
    }

    private Set<String> titles(boolean optional) {
        var titles = new TreeSet<String>();
        natives.stream()
                .filter(f -> lock.optional(f) == optional)
                .map(lock::title)
                .forEach(titles::add);
        return titles;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = file.getFileName().toString();
            String relative = top.relativize(file).toString();
            if (name.endsWith(".node") || name.equals("binding.gyp")) {
                natives.add(lock.owner(relative));
            }
            boolean inside = attributes.isSymbolicLink() ? leadsInside(file) : attributes.isRegularFile();
            if (!inside && escape.isEmpty()) {
                escape = Optional.of(relative);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private boolean leadsInside(Path link) throws IOException {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        return target.startsWith(top)
                && Files.exists(target)
                && target.toRealPath().startsWith(top.toRealPath());
    }
}
