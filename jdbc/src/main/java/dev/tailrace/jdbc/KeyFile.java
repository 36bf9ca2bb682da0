package dev.tailrace.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The file that holds the key of all secrets: 64 hex digits on one line. */
final class KeyFile {
    private KeyFile() {}

    /** @throws CannotOpen when it is missing or holds something else */
    static SecretBox read(Path file) {
        try {
            return new SecretBox(HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IllegalArgumentException | IOException e) {
            String why = e instanceof IOException ? e.toString() : "it must hold 64 hex digits";
            // The cause is left out: the message of a failed parse quotes what it read.
            throw new CannotOpen("Cannot read the key file " + file + ": " + why);
        }
    }

    /** Makes a key of its own, readable for its owner alone, and on disk when this returns. */
    static SecretBox create(Path file) {
        var key = new byte[SecretBox.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            write(fresh, HexFormat.of().formatHex(key) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotOpen("Cannot make the key file " + file + ": " + e, e);
        }
        return new SecretBox(key);
    }

    private static void write(Path file, String text) throws IOException {
        var create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] oursAlone =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel = FileChannel.open(file, create, oursAlone)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    /** The key that the data is written with: the one named, or that of the data directory, which is made with new data. */
    static SecretBox open(DataDirectory directory, Optional<Path> named, Session session) throws SQLException {
        Optional<byte[]> check = Meta.keyCheck(session);
        Path file = named.orElse(directory.keyFile());
        if (check.isPresent() && !Files.exists(file)) {
            throw new CannotOpen("The key file " + file + " is missing, and the data cannot be read without it.");
        }
        boolean make = named.isEmpty() && !Files.exists(file);
        SecretBox box = make ? create(file) : read(file);
        if (check.isEmpty()) {
            Meta.setKeyCheck(session, box);
        } else if (!Meta.fits(check.get(), box)) {
            throw new CannotOpen("The key in " + file + " is not the one that the data in " + directory.database()
                    + " was written with.");
        }
        return box;
    }
}
