package dev.tailrace.server.metrics;

import java.util.function.Supplier;

/** What a scrape is answered; one at a time, however many ask. Threads may share it. */
public final class MetricsPage {
    private final Runnable refresh;
    private final Supplier<String> scrape;

    MetricsPage(Runnable refresh, Supplier<String> scrape) {
        this.refresh = refresh;
        this.scrape = scrape;
    }

    /** Prometheus text format 0.0.4. */
    public synchronized String text() {
        refresh.run();
        return scrape.get();
    }
}
