package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What workers need on disk, in a place they can reach: the worker's JavaScript, Node where it lies in a private
 * folder, and one socket per process. Ours alone to write; others may pass through and read, not list.
 *
 * <pre>
 * tailrace-0/                0711, kept
 *   node-6f1c…               copied once, named by its hash
 *   4711-0/                  0711, this server's life; removed when it ends
 *     worker/main.js …       readable by all
 *     packages/8c1f…         copies of what actions require, readable by all who know the name
 *     build-3/               0700, one build's own
 *     box/ probe/            what boxes are made with, and what tries them
 *     1.sock 2.sock …        0600, each its process's own, until it has connected
 *     1.out 2.out …          0600, each its process's own way out, as long as it lives
 * </pre>
 */
public final class RuntimeDirectory implements AutoCloseable {
    private static final List<String> WORKER_FILES = List.of(
            "main.js",
            "frames.js",
            "cache.js",
            "egress.js",
            "egress-dns.js",
            "egress-errors.js",
            "errors.js",
            "load.js",
            "modules.js",
            "output.js",
            "run.js");
    private static final int SOCKET_PATH_BYTES_MAX = 99;
    private static final AtomicInteger LIVES = new AtomicInteger();

    private final Path base;
    private final Path own;
    private final AtomicInteger sockets = new AtomicInteger();

    private RuntimeDirectory(Path base, Path own) {
        this.base = base;
        this.own = own;
    }

    /**
     * Makes it, in {@code setting} or where this system wants such things.
     *
     * @throws IllegalStateException when a folder is not ours or not usable, saying which and why
     */
    public static RuntimeDirectory open(Optional<Path> setting) {
        var refused = new ArrayList<String>();
        for (Path base : setting.map(List::of).orElseGet(RuntimeDirectory::usual)) {
            try {
                return open(base.toAbsolutePath().normalize());
            } catch (IOException | IllegalStateException e) {
                refused.add(base + ": " + e.getMessage());
            }
        }
        throw new IllegalStateException("no usable runtime directory: " + String.join("; ", refused));
    }

    /** Node as workers can start it: where it lies if anybody may reach it, else a copy. */
    Path node(Path binary, boolean otherUsers) {
        try {
            Path real = binary.toRealPath();
            return !otherUsers || Reach.reaches(real) ? real : NodeCopy.in(base, real);
        } catch (IOException e) {
            throw new UncheckedIOException("Node could not be copied from " + binary + " to " + base, e);
        }
    }

    /** The folder of the worker's JavaScript; processes may read nothing else. */
    Path worker() {
        return own.resolve("worker");
    }

    Path nextSocket() {
        return own.resolve(sockets.incrementAndGet() + ".sock");
    }

    /** Where the sandbox makes a folder of this name. */
    Path sandbox(String name) {
        return own.resolve(name);
    }

    Path nextWayOut() {
        return own.resolve(sockets.incrementAndGet() + ".out");
    }

    /** Where copies of packages lie for workers that are other users. */
    Path packages() {
        return own.resolve("packages");
    }

    Path nextBuild() {
        return own.resolve("build-" + sockets.incrementAndGet());
    }

    /** npm as builds can run it: where it lies if anybody may reach it, else a copy for this server's life. */
    Path npm(Path folder, boolean otherUsers) {
        try {
            if (!otherUsers || Reach.reaches(folder)) {
                return folder;
            }
            Path copy = own.resolve("npm");
            Trees.copy(folder, copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("npm could not be copied from " + folder + " to " + own, e);
        }
    }

    @Override
    public void close() {
        delete(own);
    }

    /** Root's first choice does not survive a noexec mount; the temporary folder mostly does. */
    private static List<Path> usual() {
        int uid = Reach.uid();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "tailrace-" + uid);
        return uid == 0
                ? List.of(Path.of("/run/tailrace-0"), temporary, Path.of("/tmp/tailrace-0"))
                : List.of(temporary);
    }

    private static RuntimeDirectory open(Path base) throws IOException {
        make(base);
        if (Reach.uid() == 0) {
            Reach.check(base);
        }
        deleteFormerLives(base);
        Path own = base.resolve(ProcessHandle.current().pid() + "-" + LIVES.getAndIncrement());
        delete(own);
        make(own);
        var directory = new RuntimeDirectory(base, own);
        int bytes = directory.own.resolve("4294967295.sock").toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SOCKET_PATH_BYTES_MAX) {
            delete(own);
            throw new IllegalStateException("its path is too long for sockets; name a shorter runtime directory");
        }
        directory.writeWorker();
        make(directory.packages());
        return directory;
    }

    private static void make(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mode("rwx------")));
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException("it is not a folder");
        }
        if (Reach.owner(folder) != Reach.uid()) {
            throw new IllegalStateException("it belongs to another user (" + Reach.owner(folder) + ")");
        }
        Files.setPosixFilePermissions(folder, mode("rwx--x--x"));
    }

    private void writeWorker() throws IOException {
        Files.createDirectory(worker());
        Files.setPosixFilePermissions(worker(), mode("rwxr-xr-x"));
        for (String name : WORKER_FILES) {
            try (InputStream from = RuntimeDirectory.class.getResourceAsStream("worker/" + name)) {
                if (from == null) {
                    throw new IllegalStateException("worker/" + name + " is missing in the runtime's jar");
                }
                Files.copy(from, worker().resolve(name));
                Files.setPosixFilePermissions(worker().resolve(name), mode("rw-r--r--"));
            }
        }
    }

    private static Set<PosixFilePermission> mode(String text) {
        return PosixFilePermissions.fromString(text);
    }

    /** A server that was killed left its folder behind. */
    private static void deleteFormerLives(Path base) throws IOException {
        try (Stream<Path> lives = Files.list(base)) {
            lives.filter(l -> l.getFileName().toString().matches("\\d{1,10}-\\d{1,10}"))
                    .filter(l -> ProcessHandle.of(
                                    Long.parseLong(l.getFileName().toString().replaceAll("-.*", "")))
                            .isEmpty())
                    .forEach(RuntimeDirectory::delete);
        }
    }

    private static void delete(Path folder) {
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            // What is left is removed by the next start.
        }
    }
}
