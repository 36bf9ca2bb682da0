package dev.tailrace.engine.tenant;

/**
 * Part of a list, which is in the order of creation.
 *
 * @param after the place of the last item that is known; 0 from the start
 * @param skip how many items after that to leave out
 * @param max how many at most
 */
public record Part(long after, int skip, int max) {
    public static Part after(long place, int max) {
        return new Part(place, 0, max);
    }

    public static Part skipping(int skip, int max) {
        return new Part(0, skip, max);
    }

    /** @param place where an item stands in every list it is in; grows with creation, starts above 0 */
    public record Listed<T>(long place, T item) {}
}
