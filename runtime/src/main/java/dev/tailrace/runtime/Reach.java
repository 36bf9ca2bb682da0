package dev.tailrace.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who we are, and whether another user could start a program that lies somewhere. */
final class Reach {
    private static final int PROBE_SECONDS_MAX = 5;

    private Reach() {}

    /** Our effective user id. */
    static int uid() {
        return (int) new com.sun.security.auth.module.UnixSystem().getUid();
    }

    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether anybody may run this file: it is readable and executable, and every folder above lets one pass. */
    static boolean reaches(Path file) throws IOException {
        var mode = Files.getPosixFilePermissions(file);
        return mode.contains(PosixFilePermission.OTHERS_READ)
                && mode.contains(PosixFilePermission.OTHERS_EXECUTE)
                && passes(file.getParent());
    }

    /** Refuses a folder that other users cannot pass to, or from which nothing can be run (a noexec mount). */
    static void check(Path folder) throws IOException {
        if (!passes(folder.toRealPath())) {
            throw new IllegalStateException("a folder above it is closed to other users");
        }
        Path probe = Files.createTempFile(
                folder,
                "probe",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.writeString(probe, "#!/bin/sh\nexit 0\n");
            Process process = new ProcessBuilder(probe.toString()).start();
            if (!process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing can be run from it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static boolean passes(@Nullable Path folder) throws IOException {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
