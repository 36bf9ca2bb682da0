package dev.tailrace.runtime.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one process is given of the machine.
 *
 * @param folders what it may read besides Node and the system's libraries; the first one is where it starts
 * @param sockets Unix sockets it may connect to; each lies at the same path inside
 * @param uid the user it is; ours where it is empty
 * @param home the one folder of the host that it may write, where it starts then
 */
public record View(List<Path> folders, List<Path> sockets, OptionalInt uid, Optional<Path> home) {
    public View {
        folders = List.copyOf(folders);
        sockets = List.copyOf(sockets);
    }

    /** It writes nothing of the host's. */
    public View(List<Path> folders, List<Path> sockets, OptionalInt uid) {
        this(folders, sockets, uid, Optional.empty());
    }
}
