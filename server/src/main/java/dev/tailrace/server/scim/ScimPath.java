package dev.tailrace.server.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a patch operation changes something (RFC 7644 §3.5.2): {@code schema:attribute[filter].sub}.
 *
 * @param extension the schema whose attribute it is; empty for those of the resource itself
 * @param attribute empty where the whole extension is meant
 */
record ScimPath(Optional<String> extension, String attribute, Optional<Filter> filter, Optional<String> sub) {
    private static final int CHARACTERS_MAX = 1_000;
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    static ScimPath parse(String text) {
        if (text.isBlank() || text.length() > CHARACTERS_MAX) {
            throw ScimError.path("A path has 1 to " + CHARACTERS_MAX + " characters.");
        }
        if (text.equalsIgnoreCase(ScimUserJson.ENTERPRISE)) {
            return new ScimPath(Optional.of(ScimUserJson.ENTERPRISE), "", Optional.empty(), Optional.empty());
        }
        Path path = parsed(text);
        if (path.size() == 0 || path.size() > 2) {
            throw ScimError.path("'" + text + "' names no attribute.");
        }
        Path.Element first = path.getElement(0);
        Optional<String> sub = path.size() == 1
                ? Optional.empty()
                : Optional.of(path.getElement(1).getAttribute());
        return new ScimPath(
                Optional.ofNullable(path.getSchemaUrn()).filter(urn -> !core(urn)),
                first.getAttribute(),
                Optional.ofNullable(first.getValueFilter()),
                sub);
    }

    boolean names(String other) {
        return extension.isEmpty() && attribute.equalsIgnoreCase(other);
    }

    /** Whether an item of a multi-valued attribute is meant. */
    boolean means(JsonNode item) {
        return filter.map(one -> matches(one, item)).orElse(true);
    }

    private static boolean matches(Filter filter, JsonNode item) {
        return switch (filter.getFilterType()) {
            case AND -> filter.getCombinedFilters().stream().allMatch(part -> matches(part, item));
            case OR -> filter.getCombinedFilters().stream().anyMatch(part -> matches(part, item));
            case NOT -> !matches(filter.getInvertedFilter(), item);
            case PRESENT -> !value(filter, item).isEmpty();
            case EQUAL -> same(filter, item);
            case NOT_EQUAL -> !same(filter, item);
            case CONTAINS -> value(filter, item).contains(asked(filter));
            case STARTS_WITH -> value(filter, item).startsWith(asked(filter));
            case ENDS_WITH -> value(filter, item).endsWith(asked(filter));
            default ->
                throw ScimError.filter("'" + filter.getFilterType() + "' is not supported in the filter of a path.");
        };
    }

    private static boolean same(Filter filter, JsonNode item) {
        return value(filter, item).equals(asked(filter));
    }

    private static String value(Filter filter, JsonNode item) {
        String name = filter.getAttributePath().getElement(0).getAttribute();
        return ScimNames.find(item, name).map(JsonNode::asString).orElse("").toLowerCase(Locale.ROOT);
    }

    private static String asked(Filter filter) {
        return filter.getComparisonValue().asText().toLowerCase(Locale.ROOT);
    }

    /** What {@code [type eq "work"]} says about an item that is not there yet. */
    Optional<String[]> said() {
        return filter.filter(one -> one.getFilterType() == FilterType.EQUAL).map(one -> new String[] {
            one.getAttributePath().getElement(0).getAttribute(),
            one.getComparisonValue().asText()
        });
    }

    private static boolean core(String urn) {
        return urn.regionMatches(true, 0, CORE, 0, CORE.length());
    }

    /** Some malformed texts end in exceptions that the parser did not mean to throw. */
    private static Path parsed(String text) {
        try {
            return Path.fromString(text);
        } catch (BadRequestException e) {
            throw ScimError.path(ScimError.reason(e));
        } catch (RuntimeException e) {
            throw ScimError.path("This path cannot be read.");
        }
    }
}
