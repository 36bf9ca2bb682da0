package dev.tailrace.engine.directory;

import dev.tailrace.engine.problem.Problem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Counts sign-ins per user and per address, in memory. An attempt counts from its begin, so that many at once cannot
 * slip through, and is taken back when it was a right one. Threads may share it.
 */
public final class SignInAttempts {
    private static final int NETWORK_BYTES = 8;
    private final InstantSource clock;
    private final SlidingWindow users;
    private final SlidingWindow addresses;

    public SignInAttempts(SignInLimits limits, InstantSource clock) {
        this.clock = clock;
        this.users = new SlidingWindow(limits.perUser(), limits.window(), limits.tracked());
        this.addresses = new SlidingWindow(limits.perAddress(), limits.window(), limits.tracked());
    }

    /** One that was let through. */
    public record Begun(String user, Optional<String> network, Instant at) {}

    /**
     * @param user whom the attempt is about
     * @throws Problem.TooMany when this user, or this address, failed too often lately
     */
    public synchronized Begun begin(String user, Optional<String> address) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<String> network = address.map(SignInAttempts::network);
        refuse("this user", users.wait(user, now));
        refuse("this address", network.flatMap(n -> addresses.wait(n, now)));
        users.add(user, now);
        network.ifPresent(n -> addresses.add(n, now));
        return new Begun(user, network, now);
    }

    /** It was a right one. */
    public synchronized void takeBack(Begun attempt) {
        users.remove(attempt.user(), attempt.at());
        attempt.network().ifPresent(n -> addresses.remove(n, attempt.at()));
    }

    private static void refuse(String whose, Optional<Duration> wait) {
        if (wait.isPresent()) {
            int seconds = (int) Math.max(1, wait.get().plusMillis(999).toSeconds());
            throw new Problem.TooMany(
                    "too_many_requests",
                    "Too many failed sign-ins of " + whose + "; try again in " + seconds + " seconds.",
                    seconds);
        }
    }

    /** An IPv6 customer owns a whole /64, so one address of it is not one person. */
    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "::/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
