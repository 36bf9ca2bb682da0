package dev.tailrace.runtime.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Really starts a process as workers are started, lets it try what no action may do ({@link SelfTest}), and reads over
 * the one socket it was given what came of it.
 */
public final class Probe {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final int ANSWER_BYTES_MAX = 16 * 1024;
    private static final int SAID_CHARS_MAX = 300;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final OptionalInt uid;
    private final Starter starter;

    /** Starts Node with a script of ours as a worker is started at this level. */
    @FunctionalInterface
    public interface Starter {
        Cell start(Level level, Path script, List<String> arguments, View view)
                throws IOException, InterruptedException;
    }

    /**
     * @param folder made here; other users may pass to it
     * @param uid whose process it is to be; ours where it is empty
     */
    public Probe(Path folder, OptionalInt uid, Starter starter) {
        this.folder = folder;
        this.uid = uid;
        this.starter = starter;
    }

    /** Why the level does not stand; empty when it does. */
    Optional<String> at(Level level) throws IOException, InterruptedException {
        prepare();
        Path knock = folder.resolve(level + ".sock");
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(knock), 1);
            Files.setPosixFilePermissions(knock, PosixFilePermissions.fromString("rw-------"));
            if (uid.isPresent()) {
                Files.setAttribute(knock, "unix:uid", uid.getAsInt());
            }
            var arguments = List.of(
                    knock.toString(),
                    folder.resolve("canary").toString(),
                    Long.toString(ProcessHandle.current().pid()),
                    Integer.toString(port.getLocalPort()));
            try (Cell cell = starter.start(
                    level, script(), arguments, new View(List.of(script().getParent()), List.of(knock), uid))) {
                return judge(level, cell, door);
            }
        } finally {
            Files.deleteIfExists(knock);
        }
    }

    private Optional<String> judge(Level level, Cell cell, ServerSocketChannel door)
            throws IOException, InterruptedException {
        Process process = cell.process();
        process.onExit().thenRun(() -> closeQuietly(door));
        CompletableFuture.delayedExecutor(TIME.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        try (SocketChannel from = door.accept()) {
            JsonNode report = MAPPER.readTree(read(from));
            if (level == Level.L4 && !cell.entered()) {
                return Optional.of("the process did not enter its cgroup");
            }
            var failures = SelfTest.failures(level, report);
            return failures.isEmpty()
                    ? Optional.empty()
                    : Optional.of("its self-test could " + String.join(", ", failures));
        } catch (IOException | JacksonException e) {
            process.destroyForcibly();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of("its self-test did not run: "
                    + (said.isEmpty()
                            ? "no answer, " + e
                            : said.substring(0, Math.min(said.length(), SAID_CHARS_MAX))));
        } finally {
            process.destroyForcibly().waitFor(TIME.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Path script() {
        return folder.resolve("probe").resolve("probe.js");
    }

    private void prepare() throws IOException {
        if (Files.exists(script())) {
            return;
        }
        for (Path made : List.of(folder, script().getParent())) {
            Files.createDirectory(made);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (var from = Probe.class.getResourceAsStream("probe.js")) {
            if (from == null) {
                throw new IllegalStateException("probe.js is missing in the runtime's jar");
            }
            Files.copy(from, script());
        }
        Files.writeString(folder.resolve("canary"), "seen\n");
        for (Path made : List.of(script(), folder.resolve("canary"))) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static byte[] read(SocketChannel from) throws IOException {
        var all = new ByteArrayOutputStream();
        var chunk = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        while (from.read(chunk.clear()) >= 0 && all.size() <= ANSWER_BYTES_MAX) {
            all.write(chunk.array(), 0, chunk.position());
            if (chunk.position() > 0 && chunk.get(chunk.position() - 1) == '\n') {
                break;
            }
        }
        return all.toByteArray();
    }

    private static void closeQuietly(ServerSocketChannel door) {
        try {
            door.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
