package dev.tailrace.runtime;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/** The socket at which one process, and only it, may knock once. */
final class Doorway implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel door;

    private Doorway(Path path, ServerSocketChannel door) {
        this.path = path;
        this.door = door;
    }

    /** @param uid who may connect; ourselves where it is empty */
    static Doorway open(Path path, OptionalInt uid) throws IOException {
        return new Doorway(path, bound(path, uid, 1));
    }

    /** A socket at which only this user may knock; the file is the caller's to delete. */
    static ServerSocketChannel bound(Path path, OptionalInt uid, int waiting) throws IOException {
        var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(path), waiting);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            if (uid.isPresent()) {
                Files.setAttribute(path, "unix:uid", uid.getAsInt());
            }
            return door;
        } catch (IOException e) {
            door.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Waits until the process connects; fails when it ends before it did. */
    FrameChannel await(Process process) throws IOException {
        process.onExit().thenRun(this::closeQuietly);
        return new FrameChannel(door.accept());
    }

    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(path);
    }

    private void closeQuietly() {
        try {
            door.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
