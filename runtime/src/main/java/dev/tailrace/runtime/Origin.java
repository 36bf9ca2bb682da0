package dev.tailrace.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a worker process is from its start on.
 *
 * @param packages the folders it may read besides our own code
 * @param uid the user it is; ours where it is empty
 */
record Origin(NodeRuntime runtime, List<Path> packages, OptionalInt uid) {
    Origin {
        packages = List.copyOf(packages);
    }
}
