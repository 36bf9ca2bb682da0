package dev.tailrace.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Waits for something to be saved in a folder or below it, two folders deep. */
final class Watch implements AutoCloseable {
    /** Editors write a file in several steps. */
    private static final Duration SETTLES = Duration.ofMillis(40);

    private static final int DEPTH = 2;
    private final Path folder;
    private final WatchService changes;

    Watch(Path folder) throws IOException {
        this.folder = folder;
        this.changes = folder.getFileSystem().newWatchService();
        look();
    }

    /** Returns when something was saved and nothing more came for a moment. */
    void await() throws IOException, InterruptedException {
        drain(changes.take());
        Thread.sleep(SETTLES);
        for (WatchKey more = changes.poll(); more != null; more = changes.poll()) {
            drain(more);
        }
        look();
    }

    @Override
    public void close() throws IOException {
        changes.close();
    }

    private static void drain(WatchKey key) {
        key.pollEvents();
        key.reset();
    }

    /** Folders may be new. Registering one again does nothing. */
    private void look() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.walk(folder, DEPTH)) {
            folders = found.filter(Files::isDirectory)
                    .filter(path -> !path.endsWith("node_modules"))
                    .toList();
        }
        for (Path one : folders) {
            one.register(
                    changes,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
    }
}
