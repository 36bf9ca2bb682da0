package dev.tailrace.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** End of what a process itself wrote to its standard streams: V8 says there why it gives up. */
final class LastWords {
    static final int STILL_ALIVE = -1;

    private static final int CHARS_MAX = 16 * 1024;
    private static final int PIPE_BYTES = 64 * 1024;
    private static final int LEAVE_SECONDS = 1;
    private static final int DIE_SECONDS = 5;

    private String end = "";

    /** Takes what is there, without waiting. */
    synchronized void hear(InputStream from) {
        try {
            int there = from.available();
            if (there > 0) {
                String heard = end + new String(from.readNBytes(Math.min(there, PIPE_BYTES)), StandardCharsets.UTF_8);
                end = heard.substring(Math.max(0, heard.length() - CHARS_MAX));
            }
        } catch (IOException e) {
            // The process is gone, and its stream with it.
        }
    }

    synchronized String text() {
        return end;
    }

    /** Waits for the end of a process that hung up, ends it when it does not, and returns its exit value. */
    int of(Process process) {
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (!process.waitFor(DIE_SECONDS, TimeUnit.SECONDS)) {
                return STILL_ALIVE;
            }
            hear(process.getInputStream());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return STILL_ALIVE;
        }
    }
}
