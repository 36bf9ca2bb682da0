package dev.tailrace.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The packages that one version's processes are given, by their keys in the store: each a file that is sent to them, or
 * a folder that they may read.
 *
 * @param bundles in the order of their numbers, the first one is 1
 */
record Installed(Map<String, Path> folders, Map<String, Integer> numbers, List<String> bundles) {
    static final Installed NOTHING = new Installed(Map.of(), Map.of(), List.of());

    Installed {
        folders = Map.copyOf(folders);
        numbers = Map.copyOf(numbers);
        bundles = List.copyOf(bundles);
    }

    static Installed of(Stream<String> keys, PackageStore store) {
        var folders = new TreeMap<String, Path>();
        var numbers = new TreeMap<String, Integer>();
        var bundles = new ArrayList<String>();
        keys.distinct().forEach(key -> {
            Optional<String> bundle = store.bundle(key);
            if (bundle.isPresent()) {
                bundles.add(bundle.get());
                numbers.put(key, bundles.size());
            } else {
                folders.put(key, store.readable(key));
            }
        });
        return new Installed(folders, numbers, bundles);
    }

    /** What goes before the code that requires them. */
    List<Frame> frames() {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < bundles.size(); i++) {
            frames.add(Frame.of(Frame.BUNDLE, i + 1, bundles.get(i)));
        }
        return frames;
    }
}
