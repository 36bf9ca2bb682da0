package dev.tailrace.runtime;

import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.ConsoleLine;
import dev.tailrace.engine.action.ConsoleLine.Level;
import dev.tailrace.engine.action.Execution.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a run wrote and how it used the cache, as its worker tells it; bounded. Threads may share it. */
final class Said {
    private static final int OUTPUT_CHARS_MAX = 64 * 1024 + 64;

    private final StringBuilder output = new StringBuilder(0);
    private final List<ConsoleLine> lines = new ArrayList<>(0);
    private CacheUse cache = CacheUse.NONE;

    /** @param told a letter that says what it is, and the text, as {@code worker/frames.js} has it */
    synchronized void add(String told) {
        if (told.isEmpty()) {
            return;
        }
        if (told.charAt(0) == 'c') {
            cache = WorkerJson.cacheUse(told.substring(1));
            return;
        }
        int room = OUTPUT_CHARS_MAX - output.length();
        String text = told.substring(1, Math.min(told.length(), room + 1));
        output.append(text);
        if (!text.isEmpty() && lines.size() < Trace.LINES_MAX) {
            lines.add(new ConsoleLine(Instant.now(), level(told.charAt(0)), text));
        }
    }

    synchronized String output() {
        return output.toString();
    }

    synchronized List<ConsoleLine> lines() {
        return List.copyOf(lines);
    }

    synchronized CacheUse cache() {
        return cache;
    }

    /** What a worker makes up is a line like any other. */
    private static Level level(char letter) {
        return switch (letter) {
            case 'd' -> Level.DEBUG;
            case 'i' -> Level.INFO;
            case 'w' -> Level.WARN;
            case 'e' -> Level.ERROR;
            default -> Level.LOG;
        };
    }
}
