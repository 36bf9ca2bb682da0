package dev.tailrace.engine.problem;

/** A backend broke: nothing of the call was written, or nobody knows. The edge answers 503; loops wait and go on. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean full;

    public StorageException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StorageException(String message, Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** There is no room on the disk; it goes on by itself when there is. */
    public static StorageException full(Throwable cause) {
        return new StorageException(
                "The disk is full: nothing was stored. It goes on when there is room.", cause, true);
    }

    public boolean isFull() {
        return full;
    }
}
