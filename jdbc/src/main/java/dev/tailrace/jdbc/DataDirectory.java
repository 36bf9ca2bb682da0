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
import org.jspecify.annotations.Nullable;

/** The folder everything is kept in: ours alone (0700), and locked while it is open. */
final class DataDirectory implements AutoCloseable {
    private static final int PID_BYTES_MAX = 20;
    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws CannotOpen when it cannot be made, or another server is using it */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            makeOursAlone(path);
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new CannotOpen("Cannot use the data directory " + path + ": " + e, e);
        }
    }

    Path database() {
        return path.resolve("tailrace.db");
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
