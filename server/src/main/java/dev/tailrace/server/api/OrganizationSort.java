package dev.tailrace.server.api;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.OrganizationOrder;
import dev.tailrace.engine.directory.OrganizationOrder.By;
import dev.tailrace.engine.directory.OrganizationOrder.Sort;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The order in which a list of organizations was asked for: a field, a colon, and 1 or -1. */
record OrganizationSort(Sort sort, String text) {
    private static final Pattern FORM = Pattern.compile("(name|display_name|created_at):(-?)1");

    /** Empty where the order of creation is meant. */
    static Optional<OrganizationSort> of(Request request) {
        return QueryValues.text(request, "sort").map(OrganizationSort::parsed).filter(asked -> !asked.byCreation());
    }

    private static OrganizationSort parsed(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Problem.Invalid.query(
                    "sort", "Expected name, display_name or created_at, a colon, and 1 or -1, for example name:1");
        }
        By by = By.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        return new OrganizationSort(new Sort(by, !form.group(2).isEmpty()), text);
    }

    /** An item's place is its number, from 1. */
    List<Listed<Entity>> part(OrganizationOrder order, TenantId tenant, Part part) {
        int skip = (int) Math.min(OrganizationOrder.REACH, part.after() + part.skip());
        if (skip >= OrganizationOrder.REACH && part.max() > 0) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "You can only page through the first " + OrganizationOrder.REACH
                            + " results in this order; leave out sort to go on.");
        }
        List<Entity> found = order.list(tenant, sort, skip, part.max());
        return IntStream.range(0, found.size())
                .mapToObj(i -> new Listed<>(skip + i + 1L, found.get(i)))
                .toList();
    }

    private boolean byCreation() {
        return sort.equals(new Sort(By.CREATED_AT, false));
    }
}
