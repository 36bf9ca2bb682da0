package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What this system has for keeping processes apart.
 *
 * @param filter the system call filter, in a file
 */
record Means(Found<Bubblewrap> box, Found<Cgroups> groups, Path filter, boolean otherUsers) {
    private static final String PASSWD =
            "action:x:" + Bubblewrap.USER + ":" + Bubblewrap.USER + "::/tmp:/sbin/nologin\n";
    private static final String HOSTS = "127.0.0.1 localhost\n::1 localhost\n";

    /** A means, or why there is none. */
    record Found<T>(Optional<T> value, Optional<String> why) {
        static <T> Found<T> of(T value) {
            return new Found<>(Optional.of(value), Optional.empty());
        }

        static <T> Found<T> none(String why) {
            return new Found<>(Optional.empty(), Optional.of(why));
        }

        T here() {
            return value.orElseThrow(() -> new IllegalStateException(why.orElse("")));
        }
    }

    /** @param folder made here */
    static Means find(Path folder, List<Path> nodes, boolean otherUsers) {
        Path filter = folder.resolve("filter.bpf");
        var box = box(folder, filter, nodes);
        return new Means(box, box.value().isPresent() ? usable() : Found.none("there is no box"), filter, otherUsers);
    }

    private static Found<Bubblewrap> box(Path folder, Path filter, List<Path> nodes) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Found.none("boxes need Linux");
        }
        var machine = Machine.here();
        if (machine.isEmpty()) {
            return Found.none("no system call filter for " + System.getProperty("os.arch"));
        }
        var program = Programs.find("bwrap");
        if (program.isEmpty()) {
            return Found.none("bubblewrap is not installed");
        }
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            readable(filter, Seccomp.filter(machine.get()));
            readable(folder.resolve("passwd"), PASSWD.getBytes(StandardCharsets.UTF_8));
            readable(folder.resolve("hosts"), HOSTS.getBytes(StandardCharsets.UTF_8));
            var libraries = new LinkedHashSet<Path>();
            for (Path node : nodes) {
                libraries.addAll(Libraries.of(node));
            }
            return Found.of(new Bubblewrap(program.get(), List.copyOf(libraries), folder, Launcher.TEMPORARY_BYTES));
        } catch (IOException e) {
            return Found.none("its files could not be made: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Found.none("interrupted");
        }
    }

    private static Found<Cgroups> usable() {
        try {
            return Found.of(Cgroups.open());
        } catch (IOException e) {
            return Found.none("no cgroup can be made: " + e.getMessage());
        }
    }

    private static void readable(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
