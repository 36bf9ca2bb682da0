package dev.tailrace.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder everything is kept in: ours alone (0700), and locked while it is open. */
final class DataDirectory implements AutoCloseable {
    private static final int PID_BYTES_MAX = 20;
    private static final String DATABASE = "tailrace.db";
    /** What may lie in a folder without a database: what a mount brings, a start that broke off, or a careful operator. */
    private static final Set<String> OURS =
            Set.of("lost+found", "lock", "secret.key", "secret.key.new", "first-application.json", "ca.pem", "tls");

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * @param keyFile which may lie in it from the start
     * @throws CannotOpen when it cannot be made, is somebody else's, or another server is using it
     */
    static DataDirectory open(Path path, Optional<Path> keyFile) {
        try {
            Files.createDirectories(path);
            refuseStrange(path, keyFile);
            makeOursAlone(path);
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new CannotOpen("Cannot use the data directory " + path + ": " + e, e);
        }
    }

    Path database() {
        return path.resolve(DATABASE);
    }

    Path keyFile() {
        return path.resolve("secret.key");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot unlock " + path, e);
        }
    }

    /** What another program keeps must not be closed to it: only an empty folder becomes ours. */
    private static void refuseStrange(Path path, Optional<Path> keyFile) throws IOException {
        if (Files.exists(path.resolve(DATABASE))) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            Optional<Path> strange = files.filter(file -> !OURS.contains(name(file)))
                    .filter(file -> keyFile.filter(key -> isSame(key, file)).isEmpty())
                    .min(Comparator.naturalOrder());
            if (strange.isPresent()) {
                throw new CannotOpen(
                        "The data directory " + path + " is not empty and holds no data of Tailrace (it holds "
                                + name(strange.get()) + "): name a new or an empty one. Nothing was changed in it.");
            }
        }
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static void makeOursAlone(Path path) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        var file = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            String owner = content(file);
            file.close();
            throw new CannotOpen("The data directory " + path + " is in use by another server"
                    + (owner.isEmpty() ? "" : " (process " + owner + ")") + "; this one does not start.");
        }
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        file.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return file;
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String content(FileChannel file) throws IOException {
        var pid = ByteBuffer.allocate(PID_BYTES_MAX);
        file.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    }
}
