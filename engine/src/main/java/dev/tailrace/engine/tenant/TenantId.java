package dev.tailrace.engine.tenant;

import java.util.regex.Pattern;

/** Name of a tenant: 3 to 63 of {@code [a-z0-9-]}, as the {@code a0tenant} attribute wants it. */
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][-a-z0-9]{1,61}[a-z0-9]");

    public TenantId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("tenant must be 3 to 63 of a-z, 0-9 and '-': " + value);
        }
    }

    public static boolean isOne(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
