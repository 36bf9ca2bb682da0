package dev.tailrace.runtime.npm;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an archive of a package says of itself; newer versions are greater (semver.org 2.0.0, §11).
 *
 * @param manifest its {@code package.json}
 * @param integrity of the whole file, as npm writes it
 */
record Archive(JsonNode manifest, String integrity) implements Comparable<Archive> {
    private static final Logger log = LoggerFactory.getLogger(Archive.class);
    private static final Archive NOT_ONE = new Archive(JsonMapper.shared().createObjectNode(), "");
    private static final Pattern MANIFEST = Pattern.compile("[^/]+/package\\.json");
    private static final int BLOCK = 512;
    private static final int MANIFEST_BYTES_MAX = 1024 * 1024;
    private static final long UNPACKED_BYTES_MAX = 512L * 1024 * 1024;

    /** One without a name where the file is no package's archive; the log says which. */
    static Archive read(Path file) throws IOException {
        JsonNode manifest;
        try (var in = new DataInputStream(new Bounded(
                new GZIPInputStream(Files.newInputStream(file)),
                new AtomicLong(),
                UNPACKED_BYTES_MAX,
                UNPACKED_BYTES_MAX))) {
            manifest = JsonMapper.shared().readTree(manifest(in));
        } catch (ZipException | EOFException | Bounded.TooMuch | JacksonException e) {
            log.warn("{} is not the archive of a package and is passed over: {}", file, e.getMessage());
            return NOT_ONE;
        }
        return manifest instanceof ObjectNode ? new Archive(manifest, integrity(file)) : NOT_ONE;
    }

    String name() {
        return manifest.path("name").asString("");
    }

    String version() {
        return manifest.path("version").asString("");
    }

    /** As a registry describes it. @param tarball where it lies */
    ObjectNode described(String tarball) {
        ObjectNode json = (ObjectNode) manifest.deepCopy();
        json.putObject("dist").put("tarball", tarball).put("integrity", integrity);
        return json;
    }

    @Override
    public int compareTo(Archive other) {
        return Versions.NEWEST_LAST.compare(version(), other.version());
    }

    private static byte[] manifest(DataInputStream in) throws IOException {
        var header = new byte[BLOCK];
        while (true) {
            in.readFully(header);
            long size = size(header);
            if (MANIFEST.matcher(name(header)).matches() && size <= MANIFEST_BYTES_MAX) {
                var content = new byte[(int) size];
                in.readFully(content);
                return content;
            }
            in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
    }

    private static String name(byte[] header) {
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        return new String(header, 0, end, StandardCharsets.UTF_8);
    }

    /** Octal, as ustar has it; what ends the archive is not a size. */
    private static long size(byte[] header) throws EOFException {
        String octal = new String(header, 124, 11, StandardCharsets.US_ASCII).strip();
        if (!octal.matches("[0-7]{1,11}")) {
            throw new EOFException("it holds no package.json");
        }
        return Long.parseLong(octal, 8);
    }

    private static String integrity(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var hash = MessageDigest.getInstance("SHA-512");
            try (var hashed = new DigestInputStream(in, hash)) {
                hashed.transferTo(OutputStream.nullOutputStream());
            }
            return "sha512-" + Base64.getEncoder().encodeToString(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
