package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.log.Offset;

/** How far the lane has read, and whether it must read for itself because the tail reader is elsewhere. */
final class Reading {
    private Offset to = Offset.START;
    private boolean behind = true;
    private boolean asked;

    Offset to() {
        return to;
    }

    void restartAt(Offset position) {
        to = position;
        behind = true;
    }

    void behind() {
        behind = true;
    }

    /** The lane's own reading came back. */
    boolean answers(Signal.Read read, boolean wanted) {
        asked = false;
        boolean fits = read.after().equals(to);
        behind = !fits || !wanted || !read.following();
        return fits && goesTo(read.upTo());
    }

    /** The tail reader handed something over. */
    boolean continues(Signal.Appended appended) {
        behind = behind || !appended.after().equals(to);
        return !behind && goesTo(appended.upTo());
    }

    boolean following() {
        return !behind;
    }

    boolean due() {
        return behind && !asked;
    }

    Step.Read ask() {
        asked = true;
        return new Step.Read(to);
    }

    private boolean goesTo(Offset upTo) {
        to = upTo;
        return true;
    }
}
