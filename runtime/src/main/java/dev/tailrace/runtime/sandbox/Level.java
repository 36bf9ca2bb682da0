package dev.tailrace.runtime.sandbox;

/** How far actions are kept from everything else, weakest first. */
public enum Level {
    L1("Node's --permission and an empty environment alone; for trusted code"),
    L2("a user of its own and Node's --permission"),
    L3("namespaces, read-only files, a system call filter"),
    L4("namespaces, read-only files, a system call filter, a cgroup");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** What it is made of. */
    public String words() {
        return words;
    }

    /** 1 is the weakest. */
    public int number() {
        return ordinal() + 1;
    }

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }

    /** Whether a process sees only the files it needs, and no network. */
    public boolean boxed() {
        return atLeast(L3);
    }
}
