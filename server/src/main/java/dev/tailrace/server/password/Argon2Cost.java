package dev.tailrace.server.password;

/**
 * What one hash costs.
 *
 * @param memoryKib memory in KiB
 * @param passes times the memory is gone through
 * @param lanes lanes, worked on one after the other here
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
    /** 19 MiB and 2 passes: about 35 ms. */
    public static final Argon2Cost DEFAULT = new Argon2Cost(19 * 1024, 2, 1);

    private static final int MEMORY_KIB_MAX = 128 * 1024;
    private static final int PASSES_MAX = 16;
    private static final int LANES_MAX = 8;

    public Argon2Cost {
        if (lanes < 1
                || lanes > LANES_MAX
                || passes < 1
                || passes > PASSES_MAX
                || memoryKib < 8 * lanes
                || memoryKib > MEMORY_KIB_MAX) {
            throw new IllegalArgumentException(
                    "Argon2 cost out of bounds: m=" + memoryKib + ",t=" + passes + ",p=" + lanes);
        }
    }
}
