package dev.tailrace.engine.directory;

import java.util.List;
import java.util.Optional;

/**
 * A part of the users that match. What it costs is bounded, however many users there are.
 *
 * @param order none: the same from call to call while nobody changes
 * @param skip how many to leave out; with {@code max} at most {@link #REACH}
 * @param total whether to count them
 */
public record UserSearch(UserFilter filter, Optional<Order> order, int skip, int max, boolean total) {
    /** So many of the users that match can be reached, and are counted; one more means "more than that". */
    public static final int REACH = 1_000;

    /** So many users are looked at one by one before a search gives up. */
    public static final int LOOKED_AT_MAX = 10_000;

    /** @param field one of {@link UserTerms#sortable}, whose users without it are left out; empty: by creation */
    public record Order(Optional<String> field, boolean descending) {
        public static final Order CREATION = new Order(Optional.empty(), false);
    }

    /** @param total how many match: exact where all users are meant, else up to {@link #REACH} plus one; 0 if not asked */
    public record Found(List<User> users, long total) {
        public Found {
            users = List.copyOf(users);
        }
    }
}
