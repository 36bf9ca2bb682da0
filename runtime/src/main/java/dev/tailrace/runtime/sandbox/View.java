package dev.tailrace.runtime.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one process is given of the machine.
 *
 * @param folders what it may read besides Node and the system's libraries; the first one is where it starts
 * @param sockets Unix sockets it may connect to; each lies at the same path inside
 * @param uid the user it is; ours where it is empty
 */
public record View(List<Path> folders, List<Path> sockets, OptionalInt uid) {
    public View {
        folders = List.copyOf(folders);
        sockets = List.copyOf(sockets);
    }
}
