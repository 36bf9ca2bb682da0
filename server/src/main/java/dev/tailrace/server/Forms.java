package dev.tailrace.server;

import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.outbound.EgressRule;
import dev.tailrace.outbound.EgressRules;
import dev.tailrace.runtime.sandbox.Level;
import dev.tailrace.server.Setting.Malformed;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written. */
final class Forms {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]+)");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):(\\d{1,5})");
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");
    private static final Pattern UIDS = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private static final int NOBODY = 65_534;
    private static final int NOBODY_OF_OLD = 65_535;
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Integer> SIZES = Map.of("KIB", 10, "MIB", 20, "GIB", 30);

    private Forms() {}

    static Path path(String text) {
        try {
            if (text.isEmpty()) {
                throw new Malformed("a path");
            }
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException _) {
            throw new Malformed("a path");
        }
    }

    /** A count, a time, or nothing. */
    static KeptSuccesses successes(String text) {
        if (text.equals("none")) {
            return KeptSuccesses.NONE;
        }
        try {
            return text.matches("\\d+")
                    ? KeptSuccesses.newest(number(text, 0, KeptSuccesses.MAX))
                    : KeptSuccesses.within(time(text, Duration.ofMinutes(1), Duration.ofDays(3650)));
        } catch (Malformed _) {
            throw new Malformed("a number up to " + KeptSuccesses.MAX + ", a time of 1m or more, such as 24h, or none");
        }
    }

    /** Schemes and hosts as a browser sends them in {@code Origin}, with commas between. */
    static List<String> origins(String text) {
        var origins = Arrays.stream(text.split(",")).map(String::strip).toList();
        if (!origins.stream()
                .allMatch(origin -> origin.equals("*") || ORIGIN.matcher(origin).matches())) {
            throw new Malformed("origins such as https://app.example.com, in lower case and without a path, or *");
        }
        return origins;
    }

    /** As AWS names event buses. */
    static String bus(String text) {
        if (!text.matches("[-._A-Za-z0-9]{1,256}")) {
            throw new Malformed("1 to 256 of letters, digits, '.', '-' and '_'");
        }
        return text;
    }

    /** With http or https and a host, and nothing that could hold a secret. */
    static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean whole = List.of("http", "https").contains(url.getScheme()) && url.getHost() != null;
            if (whole && url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw new Malformed("a URL such as http://127.0.0.1:4010");
    }

    static int port(String text) {
        return number(text, 0, 65_535);
    }

    static int number(String text, int least, int most) {
        String wanted = "a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new Malformed(wanted);
            }
            return number;
        } catch (NumberFormatException _) {
            throw new Malformed(wanted);
        }
    }

    static Duration time(String text, Duration least, Duration most) {
        String wanted = "a time such as 500ms, 20s, 15m, 24h or 7d, from " + shown(least) + " to " + shown(most);
        Matcher matcher = AMOUNT.matcher(text);
        Duration unit = matcher.matches() ? TIMES.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new Malformed(wanted);
        }
        Duration time = unit.multipliedBy(Long.parseLong(matcher.group(1)));
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new Malformed(wanted);
        }
        return time;
    }

    static long bytes(String text, long least, long most) {
        String wanted = "a size such as 256KiB, 64MiB or 1GiB, from " + least / 1024 + "KiB to " + most / 1024 + "KiB";
        Matcher matcher = AMOUNT.matcher(text);
        Integer shift = matcher.matches() ? SIZES.get(matcher.group(2).toUpperCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new Malformed(wanted);
        }
        long bytes = Long.parseLong(matcher.group(1)) << shift;
        if (bytes < least || bytes > most) {
            throw new Malformed(wanted);
        }
        return bytes;
    }

    static boolean onOff(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new Malformed("on or off");
        };
    }

    static TenantId tenant(String text) {
        try {
            return new TenantId(text);
        } catch (IllegalArgumentException _) {
            throw new Malformed("3 to 63 of a-z, 0-9 and '-'");
        }
    }

    /** A host name or an address, without a port. */
    static String host(String text) {
        if (HOST.matcher(text).matches() || isAddress(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        throw new Malformed("a host name or an address, without scheme and port");
    }

    /** An address of this machine to listen on. */
    static String address(String text) {
        if (text.equals("localhost")) {
            return "127.0.0.1";
        }
        if (!isAddress(text)) {
            throw new Malformed("an address such as 127.0.0.1, 0.0.0.0 or ::1");
        }
        return text;
    }

    static boolean isAddress(String text) {
        if (!text.contains(":") && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return false;
        }
        try {
            // A literal is parsed; nothing is looked up.
            return !InetAddress.getByName(text).getHostAddress().isEmpty();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    static Secret secret(String text, int least) {
        if (text.length() < least) {
            throw new Malformed("at least " + least + " characters long");
        }
        return new Secret(text);
    }

    /** {@code off}, {@code all}, or {@code HOST:PORT,…}; answered as {@code ""}, {@code "all"} or the list. */
    static String local(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off", "none", "false" -> "";
            case "on", "all", "true" -> "all";
            default -> {
                boolean good =
                        Arrays.stream(text.split(",", -1)).map(String::strip).allMatch(Forms::isHostAndPort);
                if (!good) {
                    throw new Malformed("off, all, or HOST:PORT,… (an IPv6 address in brackets)");
                }
                yield text;
            }
        };
    }

    static List<EgressRule> egress(String text) {
        try {
            return EgressRules.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed("HOST, *.HOST, ADDRESS or PREFIX, each with or without :PORT, and commas between");
        }
    }

    static Level level(String text) {
        try {
            return Level.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new Malformed("L1, L2, L3 or L4");
        }
    }

    /** {@code FIRST-LAST}, neither root's nor nobody's ids among them. */
    static String uids(String text) {
        Matcher range = UIDS.matcher(text);
        boolean good = range.matches();
        if (good) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            good = first > 0 && last >= first && (last < NOBODY || first > NOBODY_OF_OLD);
        }
        if (!good) {
            throw new Malformed("a range such as 60706-61183, without 0, 65534 and 65535");
        }
        return text;
    }

    private static boolean isHostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1);
        int port = Integer.parseInt(parts.group(2));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return port >= 1
                && port <= 65_535
                && (bracketed
                        ? isAddress(host.substring(1, host.length() - 1))
                        : HOST.matcher(host).matches());
    }

    private static String shown(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + "d"
                : time.toSeconds() > 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
