package dev.tailrace.runtime.sandbox;

import java.util.Locale;
import java.util.Optional;

/** Processors that the system call filter is written for, with what it must know of each (Linux {@code unistd.h}). */
enum Machine {
    X86_64(0xC000003E, 56, 41, 16),
    AARCH64(0xC00000B7, 220, 198, 29);

    /** The same number everywhere. */
    static final int CLONE3 = 435;

    private final int audit;
    private final int cloning;
    private final int socket;
    private final int ioctl;

    Machine(int audit, int cloning, int socket, int ioctl) {
        this.audit = audit;
        this.cloning = cloning;
        this.socket = socket;
        this.ioctl = ioctl;
    }

    /** What the kernel calls it in a filter's data ({@code audit.h}). */
    int audit() {
        return audit;
    }

    /** The number of {@code clone}. */
    int cloning() {
        return cloning;
    }

    int socket() {
        return socket;
    }

    int ioctl() {
        return ioctl;
    }

    /** The one we run on; empty when the filter does not know it. */
    static Optional<Machine> here() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
