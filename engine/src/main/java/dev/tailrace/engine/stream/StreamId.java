package dev.tailrace.engine.stream;

import dev.tailrace.engine.tenant.TenantId;
import java.util.regex.Pattern;

/** Id of an event stream, with its tenant: {@code est_} and 22 of {@code [a-zA-Z0-9]}. */
public record StreamId(TenantId tenant, String value) {
    private static final Pattern FORM = Pattern.compile("est_[a-zA-Z0-9]{22}");

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
