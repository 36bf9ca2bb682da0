package dev.tailrace.engine.log;

/** Place of an entry in a tenant's log; grows, gaps are legal. {@link #START} lies before every entry. */
public record Offset(long value) implements Comparable<Offset> {
    public static final Offset START = new Offset(0);

    @Override
    public int compareTo(Offset other) {
        return Long.compare(value, other.value);
    }

    public boolean isAfter(Offset other) {
        return value > other.value;
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
