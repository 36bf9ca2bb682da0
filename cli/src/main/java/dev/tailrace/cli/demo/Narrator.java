package dev.tailrace.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what was seen, with the seconds since the demo began. Threads may share it. */
public final class Narrator {
    private final PrintStream out;
    private final boolean colours;
    private final long start = System.nanoTime();

    public Narrator(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** A new part of the story. */
    public synchronized void part(String title) {
        out.println();
        out.println(colours ? "\u001b[1m" + title + "\u001b[0m" : title);
    }

    /** Something that was just seen. */
    public synchronized void saw(String what) {
        double seconds = (System.nanoTime() - start) / 1e9;
        String time = String.format(Locale.ROOT, "%7.2f s  ", seconds);
        out.println((colours ? "\u001b[2m" + time + "\u001b[0m" : time) + what);
    }

    /** A line without a time. */
    public synchronized void line(String text) {
        out.println(text);
    }
}
