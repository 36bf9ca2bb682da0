package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;

/** A row of deliveries and what it stands for. */
record DeliveryRow(long seq, Delivery delivery) {
    static final String COLUMNS = """
        seq, status, state_at, attempts, log_offset, appended, event_time, type, id, source, subject, json
        """;
    static final int PENDING = 0;
    static final int DELIVERED = 1;
    static final int FAILED = 2;

    static Row.Reading<DeliveryRow> of(StreamId stream) {
        return row -> new DeliveryRow(
                row.number("seq"),
                new Delivery(stream, entry(row), state(row), AttemptsJson.read(row.text("attempts"))));
    }

    static int status(Status status) {
        return switch (status) {
            case PENDING -> PENDING;
            case DELIVERED -> DELIVERED;
            case FAILED -> FAILED;
        };
    }

    static int status(State state) {
        return status(Status.of(state));
    }

    private static State state(Row row) throws SQLException {
        Instant at = row.time("state_at");
        return switch ((int) row.number("status")) {
            case PENDING -> new State.Pending(at);
            case DELIVERED -> new State.Delivered(at);
            case FAILED -> new State.Failed(at);
            default -> throw new IllegalStateException("delivery " + row.number("seq") + " has an unknown status");
        };
    }

    static LogEntry entry(Row row) throws SQLException {
        var event = new Event(
                row.text("id"),
                row.text("source"),
                EventType.of(row.text("type")),
                row.time("event_time"),
                row.textIfAny("subject").map(Subject::new),
                row.text("json"));
        return new LogEntry(new Offset(row.number("log_offset")), row.time("appended"), event);
    }
}
