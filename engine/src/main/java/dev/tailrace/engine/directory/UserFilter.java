package dev.tailrace.engine.directory;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** Which users are meant: a condition over their {@link UserTerms}. */
public sealed interface UserFilter {
    /** Everybody. */
    static UserFilter all() {
        return new Every(List.of());
    }

    /** Asks for one field: a whole value, or how it begins. */
    record Has(String field, String value, boolean begins) implements UserFilter {
        /** The first term it accepts. */
        public String first() {
            return UserTerms.term(field, value);
        }

        /** The first of these terms that it accepts. */
        public Optional<String> among(NavigableSet<String> terms) {
            return Optional.ofNullable(terms.ceiling(first()))
                    .filter(term -> begins ? term.startsWith(first()) : term.equals(first()));
        }

        /** No term that it accepts sorts after this. */
        public String last() {
            return begins ? first() + Character.toString(Character.MAX_CODE_POINT) : first();
        }
    }

    record Every(List<UserFilter> parts) implements UserFilter {
        public Every {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<UserFilter> parts) implements UserFilter {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(UserFilter part) implements UserFilter {}

    default boolean matches(NavigableSet<String> terms) {
        return switch (this) {
            case Has has -> has.among(terms).isPresent();
            case Every(var parts) -> parts.stream().allMatch(part -> part.matches(terms));
            case Any(var parts) -> parts.stream().anyMatch(part -> part.matches(terms));
            case Not(var part) -> !part.matches(terms);
        };
    }

    /**
     * Sets of fields asked for, each enough to find by: whoever matches has one of the fields of every set. None where
     * users match for what they do not have.
     */
    default List<List<Has>> covers() {
        return switch (this) {
            case Has has -> List.of(List.of(has));
            case Every(var parts) ->
                parts.stream().flatMap(part -> part.covers().stream()).toList();
            case Any(var parts) -> {
                List<Optional<List<Has>>> each = parts.stream()
                        .map(part -> part.covers().stream().findFirst())
                        .toList();
                yield each.stream().allMatch(Optional::isPresent)
                        ? List.of(each.stream()
                                .flatMap(Optional::stream)
                                .flatMap(List::stream)
                                .toList())
                        : List.of();
            }
            case Not _ -> List.of();
        };
    }
}
