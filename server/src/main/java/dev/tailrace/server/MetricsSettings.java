package dev.tailrace.server;

import java.util.List;

/** What can be set about metrics. */
final class MetricsSettings {
    static final Setting<String> LISTEN = Setting.of(
            "metrics.listen",
            "address",
            "127.0.0.1",
            Forms::address,
            "Where metrics are listened for. Whoever reaches this address may read them: they name streams and"
                    + " tenants.");
    static final Setting<Integer> PORT = Setting.of(
            "metrics.port",
            "port",
            "",
            Forms::port,
            "Port of `/metrics`, plain HTTP; 0 takes a free one and prints it. Without it nothing is served.");
    static final Setting<Integer> STREAMS = Setting.number(
            "metrics.streams",
            "100",
            0,
            10_000,
            "Event streams that have figures of their own in the metrics; all others share one.");

    static final List<Setting<?>> ALL = List.of(LISTEN, PORT, STREAMS);

    private MetricsSettings() {}
}
