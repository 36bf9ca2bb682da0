package dev.tailrace.runtime.sandbox;

import java.util.Locale;
import java.util.Optional;

/** Processors that the system call filter is written for, with what it must know of each (Linux {@code audit.h}). */
enum Machine {
    X86_64(0xC000003E, new Numbers(56, 435, 41, 16)),
    AARCH64(0xC00000B7, new Numbers(220, 435, 198, 29));

    private final int audit;
    private final Numbers numbers;

    Machine(int audit, Numbers numbers) {
        this.audit = audit;
        this.numbers = numbers;
    }

    /** System calls whose arguments are looked at. */
    record Numbers(int cloning, int clone3, int socket, int ioctl) {}

    /** What the kernel calls it in a filter's data. */
    int audit() {
        return audit;
    }

    Numbers numbers() {
        return numbers;
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
