package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The statements that look deliveries up. A list goes by event time, then by row. */
final class DeliveryList {
    private DeliveryList() {}

    static Optional<Delivery> find(Session session, StreamId stream, EventId event) throws SQLException {
        return session.first(
                        "select " + DeliveryRow.COLUMNS + """
                            from deliveries
                            where stream = (select key from streams where tenant = ? and id = ?) and event_id = ?
                            """,
                        DeliveryRow.of(stream),
                        stream.tenant(),
                        stream.value(),
                        event.value())
                .map(DeliveryRow::delivery);
    }

    /** Each status and type is read by its index for itself; what is merged are keys, and rows are read last. */
    static Page<Delivery> page(Session session, StreamId stream, DeliveryFilter filter, String after, int max)
            throws SQLException {
        Key start = Key.parse(after).notBefore(from(filter.from()));
        var keys = new ArrayList<Key>();
        for (Status status : filter.statuses().stream().distinct().toList()) {
            Range range = new Range(stream, DeliveryRow.status(status), filter.to(), Instant.MAX);
            keys.addAll(keys(session, range, filter.types(), start, max + 1));
        }
        keys.sort(Key.ORDER);
        List<Key> page = keys.subList(0, Math.min(max, keys.size()));
        var rows = new ArrayList<Delivery>();
        for (Key key : page) {
            session.first(
                            "select " + DeliveryRow.COLUMNS + " from deliveries where seq = ?",
                            DeliveryRow.of(stream),
                            key.seq())
                    .map(DeliveryRow::delivery)
                    .ifPresent(rows::add);
        }
        return new Page<>(rows, keys.size() > max ? Optional.of(page.getLast().text()) : Optional.empty());
    }

    /** Rows of deliveries that failed no later than {@code by}, oldest first. */
    static List<Long> failed(Session session, StreamId stream, RedeliveryFilter filter, Instant by, int max)
            throws SQLException {
        if (filter.event().isPresent()) {
            return failed(session, stream, filter.event().get(), by);
        }
        Range range = new Range(stream, DeliveryRow.FAILED, filter.to(), by);
        List<Key> keys = keys(session, range, filter.types(), Key.FIRST.notBefore(from(filter.from())), max);
        keys.sort(Key.ORDER);
        return keys.stream().map(Key::seq).limit(max).toList();
    }

    private static List<Long> failed(Session session, StreamId stream, EventId event, Instant by) throws SQLException {
        return session.list("""
            select seq from deliveries
            where stream = (select key from streams where tenant = ? and id = ?) and event_id = ?
              and status = 2 and state_at <= ?
            """, row -> row.number("seq"), stream.tenant(), stream.value(), event.value(), by);
    }

    /**
     * Rows of one status.
     *
     * @param to event time, exclusive
     * @param by due or settled no later
     */
    private record Range(StreamId stream, int status, Optional<Instant> to, Instant by) {}

    /** The first of each type, or of all; not sorted over several types. */
    private static List<Key> keys(Session session, Range range, List<EventType> types, Key after, int max)
            throws SQLException {
        if (types.isEmpty()) {
            return session.list(
                    """
                    select event_time, seq from deliveries
                    where stream = (select key from streams where tenant = ? and id = ?) and status = ?
                      and (event_time, seq) > (?, ?) and event_time < ? and state_at <= ?
                    order by event_time, seq limit ?
                    """,
                    Key::read,
                    range.stream().tenant(),
                    range.stream().value(),
                    range.status(),
                    after.time(),
                    after.seq(),
                    to(range.to()),
                    range.by(),
                    max);
        }
        var keys = new ArrayList<Key>();
        for (EventType type : types.stream().distinct().toList()) {
            keys.addAll(session.list(
                    """
                    select event_time, seq from deliveries
                    where stream = (select key from streams where tenant = ? and id = ?) and status = ? and type = ?
                      and (event_time, seq) > (?, ?) and event_time < ? and state_at <= ?
                    order by event_time, seq limit ?
                    """,
                    Key::read,
                    range.stream().tenant(),
                    range.stream().value(),
                    range.status(),
                    type.value(),
                    after.time(),
                    after.seq(),
                    to(range.to()),
                    range.by(),
                    max));
        }
        return keys;
    }

    private static long from(Optional<Instant> time) {
        return time.map(Nanos::of).orElse(Long.MIN_VALUE);
    }

    private static long to(Optional<Instant> time) {
        return time.map(Nanos::of).orElse(Long.MAX_VALUE);
    }

    /** Where a row stands in a list. */
    private record Key(long time, long seq) {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::time).thenComparingLong(Key::seq);

        static final Key FIRST = new Key(Long.MIN_VALUE, 0);

        static Key read(Row row) throws SQLException {
            return new Key(row.number("event_time"), row.number("seq"));
        }

        static Key parse(String text) {
            if (text.isEmpty()) {
                return FIRST;
            }
            String[] parts = text.split("\\.", 2);
            try {
                return new Key(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
                throw Problem.Invalid.plain("The key of the page is not one that this list gave.");
            }
        }

        /** At the first row of this time, where that comes later. */
        Key notBefore(long first) {
            return time < first ? new Key(first, 0) : this;
        }

        String text() {
            return time + "." + seq;
        }
    }
}
