package dev.tailrace.server.api;

import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log for one peer, on the thread of its request, which holds nothing while it waits or writes. */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    /** Entries read at a time: with events of 256 KiB, 8 MiB. */
    private static final int READ_MAX = 32;
    /** Frames gathered until they are written. */
    private static final int WRITE_BYTES = 64 * 1024;

    private final EventLog log;
    private final Cursors cursors;
    private final SubscribeSettings settings;
    private final Connection connection;
    private final Reader reader;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private Offset at;
    private Offset told;
    private boolean caughtUp = true;
    private boolean waiting;

    /**
     * What is read.
     *
     * @param types those wanted; none means all
     * @param start the first event is the one after it
     * @param fresh whether the peer holds no cursor for the start yet
     * @param notBefore what was appended before it is passed over; until then the peer gets no cursor, lest it come back
     *     with one and be sent what it did not ask for
     */
    record Reader(TenantId tenant, Set<EventType> types, Offset start, boolean fresh, Instant notBefore) {
        boolean wants(LogEntry entry) {
            return !entry.appended().isBefore(notBefore)
                    && (types.isEmpty() || types.contains(entry.event().type()));
        }
    }

    Subscription(EventLog log, Cursors cursors, SubscribeSettings settings, Connection connection, Reader reader) {
        this.log = log;
        this.cursors = cursors;
        this.settings = settings;
        this.connection = connection;
        this.reader = reader;
        this.at = reader.start();
        this.waiting = !reader.notBefore().equals(Instant.MIN);
        this.told = reader.fresh() ? new Offset(-1) : reader.start();
    }

    void run(OutputStream out) throws IOException, InterruptedException {
        add(SubscribeJson.CONNECTED);
        write(out);
        long began = System.nanoTime();
        long beats = 0;
        while (true) {
            long age = System.nanoTime() - began;
            if (connection.isStopping()) {
                end(out, "connection_timeout", "The server is stopping");
                return;
            }
            if (age >= settings.connectionMax().toNanos()) {
                end(out, "connection_timeout", "Connection closed for rotation");
                return;
            }
            if (!forward(out)) {
                return;
            }
            if (age / settings.heartbeat().toNanos() > beats) {
                beats = age / settings.heartbeat().toNanos();
                beat();
            }
            if (connection.takeProbe()) {
                add(SubscribeJson.PROBE);
            }
            write(out);
            if (caughtUp) {
                long nextBeat = (beats + 1) * settings.heartbeat().toNanos();
                long until = Math.min(nextBeat, settings.connectionMax().toNanos()) - (System.nanoTime() - began);
                connection.await(Math.clamp(until, 0, settings.poll().toNanos()));
            }
        }
    }

    /** Reads on and writes what is wanted of it; false when the peer was told that it cannot go on. */
    private boolean forward(OutputStream out) throws IOException {
        List<LogEntry> entries;
        try {
            entries = log.read(reader.tenant(), at, READ_MAX);
            if (isTorn(entries)) {
                end(out, "cursor_expired", Cursors.expired().text());
                return false;
            }
        } catch (StorageException e) {
            LOG.warn("{}: a subscription at offset {} ends: the event log cannot be read", reader.tenant(), at, e);
            end(out, "processing_error", "The event log cannot be read at the moment");
            return false;
        }
        for (LogEntry entry : entries) {
            at = entry.offset();
            waiting &= entry.appended().isBefore(reader.notBefore());
            if (reader.wants(entry)) {
                add(SubscribeJson.event(cursor(), entry.event()));
                told = at;
            }
            if (frames.size() >= WRITE_BYTES) {
                write(out);
            }
        }
        caughtUp = entries.isEmpty();
        return true;
    }

    /** Whether retention overtook a reader that lags behind: only then can a gap in the offsets be a loss. */
    private boolean isTorn(List<LogEntry> entries) {
        boolean gap = !entries.isEmpty() && entries.getFirst().offset().value() > at.value() + 1;
        return gap && !caughtUp && cursors.isExpired(reader.tenant(), at);
    }

    private void beat() {
        if (!waiting && !at.equals(told)) {
            add(SubscribeJson.offsetOnly(cursor()));
            told = at;
        }
        add(SubscribeJson.HEARTBEAT);
    }

    private void end(OutputStream out, String code, String message) throws IOException {
        add(SubscribeJson.error(code, message, waiting ? Optional.empty() : Optional.of(cursor())));
        write(out);
    }

    private String cursor() {
        return cursors.text(reader.tenant(), at);
    }

    private void add(String frame) {
        frames.writeBytes(frame.getBytes(StandardCharsets.UTF_8));
    }

    private void write(OutputStream out) throws IOException {
        if (frames.size() > 0) {
            frames.writeTo(out);
            out.flush();
            frames.reset();
        }
    }
}
