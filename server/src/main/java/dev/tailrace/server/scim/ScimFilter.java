package dev.tailrace.server.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a list is filtered by: attributes that must be equal to values, all of them. Other operators are refused: each
 * answer comes from an index.
 */
record ScimFilter(List<Equal> every) {
    private static final int CHARACTERS_MAX = 2_000;
    private static final int PARTS_MAX = 10;

    /** @param attribute in lower case, without the schema, for example {@code emails.value} */
    record Equal(String attribute, String value) {}

    static ScimFilter parse(String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw ScimError.filter("The filter is longer than " + CHARACTERS_MAX + " characters.");
        }
        var every = new ArrayList<Equal>();
        collect(parsed(text), "", every);
        if (every.size() > PARTS_MAX) {
            throw ScimError.filter("The filter has more than " + PARTS_MAX + " parts.");
        }
        return new ScimFilter(every);
    }

    Optional<String> value(String attribute) {
        return every.stream()
                .filter(equal -> equal.attribute().equals(attribute))
                .map(Equal::value)
                .findFirst();
    }

    /** Refuses attributes that nobody asks by. */
    ScimFilter only(String... attributes) {
        List<String> known = List.of(attributes);
        every.stream()
                .filter(equal -> !known.contains(equal.attribute()))
                .findFirst()
                .ifPresent(equal -> {
                    throw ScimError.filter("'" + equal.attribute() + "' cannot be asked for; known are "
                            + String.join(", ", known) + ".");
                });
        return this;
    }

    private static void collect(Filter filter, String before, List<Equal> every) {
        FilterType type = filter.getFilterType();
        if (type == FilterType.AND) {
            filter.getCombinedFilters().forEach(part -> collect(part, before, every));
        } else if (type == FilterType.COMPLEX_VALUE) {
            collect(filter.getValueFilter(), before + name(filter.getAttributePath()) + ".", every);
        } else if (type == FilterType.EQUAL) {
            every.add(new Equal(
                    before + name(filter.getAttributePath()),
                    filter.getComparisonValue().asText()));
        } else {
            throw ScimError.filter("Only 'eq' and 'and' are supported, not '" + type + "'.");
        }
    }

    private static String name(Path path) {
        var names = new ArrayList<String>();
        for (Path.Element element : path) {
            if (element.getValueFilter() != null) {
                throw ScimError.filter("A value path cannot stand left of an operator here.");
            }
            names.add(element.getAttribute().toLowerCase(Locale.ROOT));
        }
        return String.join(".", names);
    }

    /** Some malformed texts end in exceptions that the parser did not mean to throw. */
    private static Filter parsed(String text) {
        try {
            return Filter.fromString(text);
        } catch (BadRequestException e) {
            throw ScimError.filter(ScimError.reason(e));
        } catch (RuntimeException e) {
            throw ScimError.filter("This filter cannot be read.");
        }
    }
}
