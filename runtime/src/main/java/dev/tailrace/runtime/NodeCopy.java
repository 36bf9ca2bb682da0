package dev.tailrace.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A copy of Node that other users may start, made once for each content. */
final class NodeCopy {
    private static final int HASH_BYTES = 8;
    private static final int CHUNK_BYTES = 1024 * 1024;

    private NodeCopy() {}

    static Path in(Path folder, Path binary) throws IOException {
        Path copy = folder.resolve("node-" + hash(binary));
        if (Files.exists(copy) && Files.size(copy) == Files.size(binary) && Reach.owner(copy) == Reach.uid()) {
            return copy;
        }
        Path half = Files.createTempFile(folder, "node-", ".half");
        Files.copy(binary, half, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var sha = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sha.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
