package dev.tailrace.outbound;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pure: a set of places, written {@code HOST}, {@code HOST:PORT}, {@code RANGE} or {@code RANGE:PORT}. A host is a name,
 * {@code *.example.com} (every name below it, not itself) or {@code *} (everything); a range is an address, or a prefix
 * such as {@code 10.0.0.0/8} or {@code [fd00::/8]}, and is held against the address a name resolved to.
 */
public final class EgressRule {
    private static final int TEXT_CHARS_MAX = 300;
    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:/\\d{1,3})?]|[^\\[\\]:]+)(?::(\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("(\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)");
    private static final Pattern NUMBERS = Pattern.compile("[0-9./]+");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?");

    private final String text;
    private final String name;
    private final Optional<AddressRange> range;
    /** 0: every port. */
    private final int port;

    private EgressRule(String text, String name, Optional<AddressRange> range, int port) {
        this.text = text;
        this.name = name;
        this.range = range;
        this.port = port;
    }

    /** @throws IllegalArgumentException with a message for whoever wrote it */
    public static EgressRule parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > TEXT_CHARS_MAX || !form.matches()) {
            throw malformed(text);
        }
        String host = HostPort.bare(form.group(1));
        int port = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        if (port > PORT_MAX || (port == 0 && form.group(2) != null)) {
            throw malformed(text);
        }
        boolean numbers = NUMBERS.matcher(host).matches();
        if (form.group(1).startsWith("[") || numbers) {
            if (numbers && !IPV4.matcher(host).matches()) {
                throw malformed(text);
            }
            try {
                return new EgressRule(text, "", Optional.of(AddressRange.parse(host)), port);
            } catch (IllegalArgumentException e) {
                throw malformed(text);
            }
        }
        if (!NAME.matcher(host).matches()) {
            throw malformed(text);
        }
        return new EgressRule(text, host, Optional.empty(), port);
    }

    /** Whether it holds this host by its name, whatever it resolves to. */
    boolean holds(String host, int onPort) {
        return holds(onPort) && range.isEmpty() && named(HostPort.bare(host));
    }

    boolean holds(String host, int onPort, InetAddress address) {
        return holds(host, onPort)
                || (holds(onPort) && range.isPresent() && range.get().holds(address.getAddress()));
    }

    /** Whether it is about addresses, so that a name alone does not tell. */
    boolean ofAddresses() {
        return range.isPresent();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** The same place, whatever the port: a look-up knows none. */
    EgressRule onAnyPort() {
        return new EgressRule(text, name, range, 0);
    }

    private boolean holds(int onPort) {
        return port == 0 || port == onPort;
    }

    private boolean named(String host) {
        return name.equals("*")
                || name.equals(host)
                || (name.startsWith("*.") && host.length() >= name.length() && host.endsWith(name.substring(1)));
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…";
        return new IllegalArgumentException("'" + shown
                + "' is not a host, *.host, an address or a prefix such as 10.0.0.0/8, with or without :PORT");
    }
}
