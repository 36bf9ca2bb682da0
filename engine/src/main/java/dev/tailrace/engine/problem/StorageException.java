package dev.tailrace.engine.problem;

/** A backend broke: nothing of the call was written, or nobody knows. The edge answers 503; loops wait and go on. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
