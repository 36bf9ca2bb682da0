package dev.tailrace.server.ui;

import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells one page what happens, on the thread of its request, which holds nothing while it waits or writes. */
final class Listener {
    private static final int EVENTS_IN_FRAME = 500;
    private static final int RUNS_IN_FRAME = 100;
    private final Live.Sources sources;
    private final Live.Ear ear;
    private final Topics topics;
    private final LiveSettings settings;
    private final BooleanSupplier session;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final Map<String, JsonNode> streams = new HashMap<>();
    private final Map<Object, JsonNode> told = new HashMap<>();
    private Optional<ObjectNode> overview = Optional.empty();
    private Offset at = Offset.START;

    /** @param session whether it still holds */
    Listener(Live.Sources sources, Live.Ear ear, Topics topics, LiveSettings settings, BooleanSupplier session) {
        this.sources = sources;
        this.ear = ear;
        this.topics = topics;
        this.settings = settings;
        this.session = session;
    }

    /** @param from after which event to go on; empty from now on */
    void run(OutputStream out, Optional<Offset> from) throws IOException, InterruptedException {
        at = from.orElseGet(() -> sources.log().end(ear.tenant()));
        add(LiveJson.BEGIN);
        var look = new Every(settings.look());
        var check = new Every(settings.session());
        var beat = new Every(settings.beat());
        var end = new Every(settings.connectionMax());
        end.isDue();
        beat.isDue();
        while (true) {
            if (check.isDue() && !session.getAsBoolean()) {
                add(LiveJson.frame("end", LiveJson.end("session_ended")));
                write(out);
                return;
            }
            boolean more = topics.events() && events();
            more |= topics.executions() && executions();
            if (topics.anySeen() && look.isDue()) {
                look();
            }
            if (beat.isDue()) {
                add(LiveJson.BEAT);
            }
            if (end.isDue()) {
                add(LiveJson.frame("end", LiveJson.end("rotation")));
                write(out);
                return;
            }
            boolean wrote = frames.size() > 0;
            write(out);
            if (wrote) {
                Bell.pause(settings.gather().toNanos());
            }
            if (!more) {
                ear.bell().await(settings.look().toNanos());
            }
        }
    }

    /** @return whether there may be more right now */
    private boolean events() {
        Offset end = sources.log().end(ear.tenant());
        long behind = end.value() - at.value();
        if (behind > settings.behindMax()) {
            // Offsets of all tenants are one sequence: how many of them were ours nobody counts.
            at = new Offset(end.value() - settings.behindMax() / 2);
            add(LiveJson.frame("dropped", LiveJson.dropped("events", Optional.empty())));
        }
        List<LogEntry> entries = sources.log().read(ear.tenant(), at, EVENTS_IN_FRAME);
        if (entries.isEmpty()) {
            return false;
        }
        at = entries.getLast().offset();
        add(LiveJson.frame("events", sources.cursors().text(ear.tenant(), at), LiveJson.events(entries)));
        return entries.size() == EVENTS_IN_FRAME;
    }

    private boolean executions() {
        Runs.Taken taken = ear.runs().take(RUNS_IN_FRAME);
        if (taken.dropped() > 0) {
            add(LiveJson.frame("dropped", LiveJson.dropped("executions", Optional.of(taken.dropped()))));
        }
        if (!taken.runs().isEmpty()) {
            add(LiveJson.frame("executions", LiveJson.executions(taken.runs())));
        }
        return taken.runs().size() == RUNS_IN_FRAME;
    }

    private void look() {
        if (topics.overview() || !topics.streams().isEmpty()) {
            ObjectNode now = sources.overview().of(ear.tenant());
            if (topics.overview()) {
                LiveJson.overview(overview, streams, now).ifPresent(json -> add(LiveJson.frame("overview", json)));
                overview = Optional.of(now);
            }
            topics.streams().forEach(stream -> changed("stream", stream, row(now, stream)));
        }
        topics.deliveries()
                .forEach(one -> changed(
                        "delivery",
                        one,
                        LiveJson.delivery(one, sources.deliveries().find(one.stream(), one.event()))));
    }

    private static JsonNode row(ObjectNode overview, StreamId stream) {
        for (JsonNode row : overview.path("streams")) {
            if (row.path("id").asString().equals(stream.value())) {
                return row;
            }
        }
        return LiveJson.gone(stream.value());
    }

    private void changed(String topic, Object key, JsonNode now) {
        if (!now.equals(told.put(key, now))) {
            add(LiveJson.frame(topic, now));
        }
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

    /** Whether so much time has passed since it was due last; due at first. */
    private static final class Every {
        private final long nanos;
        private long last;
        private boolean begun;

        Every(Duration time) {
            this.nanos = time.toNanos();
        }

        boolean isDue() {
            long now = System.nanoTime();
            if (begun && now - last < nanos) {
                return false;
            }
            begun = true;
            last = now;
            return true;
        }
    }
}
