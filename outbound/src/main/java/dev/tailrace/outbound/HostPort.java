package dev.tailrace.outbound;

import java.util.Locale;

/** A host as somebody writes it (a name, or an address without brackets; lower case) and a port. */
public record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;

    public HostPort {
        host = bare(host);
        if (host.isEmpty() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "not a host and a port from 1 to " + PORT_MAX + ": " + host + ":" + port);
        }
    }

    /** Reads {@code name:port}, {@code 10.0.0.5:port} or {@code [::1]:port}. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        if (host.isEmpty() || bareIpv6 || !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT (an IPv6 address needs [brackets])");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    /** The host without the brackets of an IPv6 address and without the dot that may end a name, in lower case. */
    static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
