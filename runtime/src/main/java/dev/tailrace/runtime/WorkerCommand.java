package dev.tailrace.runtime;

import dev.tailrace.runtime.sandbox.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that start Node for a worker. Nothing secret is in here. Where the process is in a box, Node's whole API is
 * open; elsewhere its {@code --permission} is the wall.
 */
record WorkerCommand(Path worker, int heapMegabytes) {
    Path main() {
        return worker.resolve("main.js");
    }

    /** @param folders what it may read */
    List<String> words(Path node, Level level, Path script, List<Path> folders, List<String> arguments) {
        var words = new ArrayList<String>();
        words.add(node.toString());
        if (level.boxed()) {
            words.add("--no-addons");
        } else {
            words.add("--permission");
            folders.forEach(folder -> words.add("--allow-fs-read=" + folder + "/*"));
            words.add("--no-experimental-sqlite"); // opens files that --permission forbids
        }
        words.add("--max-old-space-size=" + heapMegabytes);
        words.add("--disable-warning=ExperimentalWarning"); // for import() in code that vm compiled
        words.add(script.toString());
        words.addAll(arguments);
        return words;
    }
}
