package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.RegistryDoor;
import dev.tailrace.runtime.npm.Trees;
import dev.tailrace.runtime.sandbox.Cell;
import dev.tailrace.runtime.sandbox.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one build works: a folder of its own, a user of its own where the server may choose one, an empty environment,
 * bounds of time, memory, disk, files and output, and, where workers have one, a box without network. Gone with all that
 * lies in it when closed.
 */
final class Workbench implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workbench.class);
    private static final int OUTPUT_BYTES_MAX = 256 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final WorkerHost host;
    private final Path folder;
    private final OptionalInt uid;
    private final Path step;
    private Optional<Doorstep> doorstep = Optional.empty();

    Workbench(WorkerHost host, RuntimeDirectory directory, OptionalInt uid) throws IOException {
        this.host = host;
        this.folder = directory.nextBuild();
        this.step = directory.nextWayOut();
        this.uid = uid;
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        own(folder);
    }

    /** What a program came to. */
    sealed interface Ended {
        /** @param output the first part of what it wrote */
        record Exited(int code, String output) implements Ended {}

        record TookTooLong(Duration limit) implements Ended {}

        record TookTooMuch(long bytes) implements Ended {}

        record TooManyFiles(int files) implements Ended {}

        record OutOfMemory(int megabytes) implements Ended {}
    }

    /** @param files with folders and links */
    record Bounds(Duration time, long diskBytes, int files, int megabytes) {}

    Path folder() {
        return folder;
    }

    void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        own(file);
    }

    /** From now on programs reach this registry, in a box, too. Answers options that Node needs for that. */
    List<String> leadTo(RegistryDoor door) throws IOException, InterruptedException {
        if (!host.isolation().level().boxed()) {
            return List.of();
        }
        var opened = Doorstep.open(step, uid, door);
        doorstep = Optional.of(opened);
        write("door.js", opened.script());
        return List.of("--require=" + folder.resolve("door.js"));
    }

    /**
     * Runs a program here, and waits for its end; nothing of it is left then.
     *
     * @param reads folders that it may read besides this one
     */
    Ended run(List<String> program, List<Path> reads, Bounds bounds) throws IOException, InterruptedException {
        var sockets = doorstep.map(Doorstep::path).stream().toList();
        var view = new View(reads, sockets, uid, Optional.of(folder));
        try (Cell cell = host.build(program, view, bounds.megabytes())) {
            return ended(cell, bounds);
        }
    }

    private Ended ended(Cell cell, Bounds bounds) throws IOException, InterruptedException {
        Process process = cell.process();
        try {
            var output = new ByteArrayOutputStream();
            Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output));
            long until = System.nanoTime() + bounds.time().toNanos();
            while (!process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > until) {
                    return new Ended.TookTooLong(bounds.time());
                }
                var over = over(cell, bounds);
                if (over.isPresent()) {
                    return over.get();
                }
            }
            reader.join();
            return over(cell, bounds)
                    .orElseGet(() -> new Ended.Exited(process.exitValue(), output.toString(StandardCharsets.UTF_8)));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Optional<Ended> over(Cell cell, Bounds bounds) throws IOException {
        if (cell.ranOutOfMemory() || cell.residentMegabytes() > bounds.megabytes()) {
            return Optional.of(new Ended.OutOfMemory(bounds.megabytes()));
        }
        Trees.Size size = Trees.size(folder);
        if (size.files() > bounds.files()) {
            return Optional.of(new Ended.TooManyFiles(bounds.files()));
        }
        return size.bytes() > bounds.diskBytes()
                ? Optional.of(new Ended.TookTooMuch(bounds.diskBytes()))
                : Optional.empty();
    }

    /** Removes all else that lies at the top. */
    void keepOnly(List<String> names) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path other :
                    all.filter(p -> !names.contains(p.getFileName().toString())).toList()) {
                Trees.delete(other);
            }
        }
    }

    @Override
    public void close() {
        doorstep.ifPresent(Doorstep::close);
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            log.warn("a build's folder was not removed; the next start removes it: {}", e.toString());
        }
        host.leave(uid);
    }

    private void own(Path path) throws IOException {
        if (uid.isPresent()) {
            Files.setAttribute(path, "unix:uid", uid.getAsInt());
        }
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            var chunk = new byte[8 * 1024];
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                to.write(chunk, 0, Math.min(read, OUTPUT_BYTES_MAX - to.size()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
