package dev.tailrace.engine.directory;

import java.time.Duration;

/**
 * How many failed sign-ins are borne within a window that slides. Attempts beyond a limit are refused unchecked and make
 * no event, so these numbers also bound how many {@code user.login.failed} events one address, or one user, can make.
 *
 * @param perUser failures of one user, from anywhere
 * @param perAddress failures from one address (IPv6: from one /64 network), whoever was tried
 * @param tracked users, and as many addresses, that are remembered; beyond that the longest unused is forgotten
 */
public record SignInLimits(int perUser, int perAddress, Duration window, int tracked) {
    public static final SignInLimits DEFAULT = new SignInLimits(10, 100, Duration.ofMinutes(10), 10_000);
}
