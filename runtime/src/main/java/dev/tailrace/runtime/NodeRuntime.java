package dev.tailrace.runtime;

/** A Node that an action may ask for by name. */
public enum NodeRuntime {
    /** Also for older names: what was written for them runs here. */
    NODE22("node22", 22),
    NODE24("node24", 24);

    private final String text;
    private final int major;

    NodeRuntime(String text, int major) {
        this.text = text;
        this.major = major;
    }

    /** @param written as an action's {@code runtime} says it, with or without an ending such as {@code -actions} */
    static NodeRuntime of(String written) {
        return written.startsWith(NODE24.text) ? NODE24 : NODE22;
    }

    int major() {
        return major;
    }

    @Override
    public String toString() {
        return text;
    }
}
