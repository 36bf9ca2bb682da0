package dev.tailrace.server;

import dev.tailrace.outbound.EgressRule;
import java.time.Duration;
import java.util.List;

/** What can be set about the places that webhooks and actions reach, besides {@link Settings#ALLOW_LOCAL}. */
final class EgressSettings {
    private static final long MIB = 1024 * 1024;

    static final Setting<List<EgressRule>> ALLOW = new Setting<>(
            "egress.allow",
            "HOST[:PORT],…",
            "",
            "The only places that webhooks, actions and registries may be, as names (`*.example.com`), addresses or"
                + " prefixes (`10.0.0.0/8`). Unless set, every public one. It opens no loopback or private address.",
            false,
            Forms::egress);
    static final Setting<List<EgressRule>> DENY = new Setting<>(
            "egress.deny",
            "HOST[:PORT],…",
            "",
            "Places that webhooks, actions and registries must not be, whatever else allows them; for example `*:25`.",
            false,
            Forms::egress);
    static final Setting<Integer> CONNECTIONS = new Setting<>(
            "egress.connections",
            "number",
            "256",
            "Connections to the outside that one action may have open; one more waits for a free one.",
            false,
            text -> Forms.number(text, 1, 10_000));
    static final Setting<Long> BYTES = new Setting<>(
            "egress.bytes-per-minute",
            "size",
            "256MiB",
            "Bytes that one action may send and receive in a minute; then its connections are cut off.",
            false,
            text -> Forms.bytes(text, MIB, 1024 * 1024 * MIB));
    static final Setting<Duration> CONNECT = new Setting<>(
            "egress.connect-timeout",
            "time",
            "10s",
            "How long looking up and connecting may take together, for an action.",
            false,
            text -> Forms.time(text, Duration.ofMillis(100), Duration.ofMinutes(1)));
    static final Setting<Duration> IDLE = new Setting<>(
            "egress.idle-timeout",
            "time",
            "5m",
            "A connection of an action over which nothing moves for so long is closed.",
            false,
            text -> Forms.time(text, Duration.ofSeconds(1), Duration.ofHours(1)));

    private EgressSettings() {}
}
