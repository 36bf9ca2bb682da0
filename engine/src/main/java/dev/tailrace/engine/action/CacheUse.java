package dev.tailrace.engine.action;

import java.util.List;

/**
 * How a run used the cache of its trigger, as its worker says.
 *
 * @param reads calls of {@code get}
 * @param writes calls of {@code set} that were kept
 * @param deletes calls of {@code delete} that removed something
 * @param keys that were named in them, the first {@value #KEYS_MAX}, each once
 */
public record CacheUse(int reads, int writes, int deletes, List<String> keys) {
    public static final int KEYS_MAX = 20;
    public static final CacheUse NONE = new CacheUse(0, 0, 0, List.of());

    public CacheUse {
        keys = List.copyOf(keys);
    }
}
