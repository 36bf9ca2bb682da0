package dev.tailrace.runtime;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process says that is no answer: output of runs and of none, the call that is about to end it, and what it writes to its
 * standard streams itself. Frames are told by the one thread that reads them.
 */
final class Voice {
    private static final Logger log = LoggerFactory.getLogger(Voice.class);
    private static final int CALL_CHARS_MAX = 100;
    private static final int STRAY_CHARS_MAX = 500;
    private static final int STRAYS_MAX = 20;

    private final LastWords lastWords = new LastWords();
    private String call = "";
    private int calledBy;
    private int strays;

    void hear(InputStream from) {
        lastWords.hear(from);
    }

    /** @param writer null when no run can be blamed */
    void said(WorkerProcess worker, @Nullable Invocation writer, String text) {
        if (writer != null) {
            writer.wrote(text);
        } else if (strays++ < STRAYS_MAX) {
            log.debug("worker {}, outside of any run: {}", worker, cut(text.strip(), STRAY_CHARS_MAX));
        }
    }

    /** @param by the invocation that is about to end the process; 0 when nobody knows */
    void leaving(String how, int by) {
        call = cut(how, CALL_CHARS_MAX);
        calledBy = by;
    }

    /** Waits for the end of a process that hung up; its exit value or {@link LastWords#STILL_ALIVE}. */
    int last(Process process) {
        return lastWords.of(process);
    }

    Death death(Death.Verdict verdict, int exit, int heapMegabytes) {
        return Death.of(verdict, exit, call, calledBy, lastWords.text(), heapMegabytes);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}
