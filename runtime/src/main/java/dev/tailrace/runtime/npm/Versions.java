package dev.tailrace.runtime.npm;

import java.math.BigInteger;
import java.util.Comparator;

/** Pure: the order of versions (semver.org 2.0.0, §11). */
final class Versions {
    /** Among those that are no versions, and before all that are, the order is any. */
    static final Comparator<String> NEWEST_LAST = Versions::compare;

    private Versions() {}

    private static int compare(String one, String other) {
        String[] a = split(one);
        String[] b = split(other);
        int core = parts(a[0], b[0]);
        if (core != 0) {
            return core;
        }
        if (a[1].isEmpty() || b[1].isEmpty()) {
            return Boolean.compare(a[1].isEmpty(), b[1].isEmpty());
        }
        return parts(a[1], b[1]);
    }

    /** Numbers and what comes before a release; builds do not count. */
    private static String[] split(String version) {
        String counted = version.replaceFirst("\\+.*", "");
        int dash = counted.indexOf('-');
        return dash < 0
                ? new String[] {counted, ""}
                : new String[] {counted.substring(0, dash), counted.substring(dash + 1)};
    }

    private static int parts(String one, String other) {
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = part(a[i], b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int part(String a, String b) {
        boolean number = a.matches("\\d+");
        if (number != b.matches("\\d+")) {
            return number ? -1 : 1;
        }
        return number ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }
}
