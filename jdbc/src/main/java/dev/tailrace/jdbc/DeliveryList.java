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

    /** Each status, and where types are named each type of it, is read by the index for itself, then they are merged. */
    static Page<Delivery> page(Session session, StreamId stream, DeliveryFilter filter, String after, int max)
            throws SQLException {
        Key key = Key.parse(after).notBefore(from(filter.from()));
        var rows = new ArrayList<DeliveryRow>();
        for (Status status : filter.statuses().stream().distinct().toList()) {
            if (filter.types().isEmpty()) {
                rows.addAll(ofStatus(session, stream, status, filter, key, max + 1));
            }
            for (EventType type : filter.types().stream().distinct().toList()) {
                rows.addAll(ofType(session, stream, status, type, filter, key, max + 1));
            }
        }
        rows.sort(Comparator.comparing(Key::of));
        List<DeliveryRow> page = rows.subList(0, Math.min(max, rows.size()));
        return new Page<>(
                page.stream().map(DeliveryRow::delivery).toList(),
                rows.size() > max ? Optional.of(Key.of(page.getLast()).text()) : Optional.empty());
    }

    /** Rows of deliveries that failed no later than {@code by}, oldest first. */
    static List<Long> failed(Session session, StreamId stream, RedeliveryFilter filter, Instant by, int max)
            throws SQLException {
        Optional<String> event = filter.event().map(EventId::value);
        return session.list(
                """
                        select seq from deliveries
                        where stream = (select key from streams where tenant = ? and id = ?) and status = 2
                          and event_time >= ? and event_time < ? and state_at <= ?
                          and (? is null or type in (select value from json_each(?)))
                        """
                        + (event.isPresent()
                                ? "and event_id = ? limit ?"
                                : "and ? is null order by event_time, seq limit ?"),
                row -> row.number("seq"),
                stream.tenant(),
                stream.value(),
                from(filter.from()),
                to(filter.to()),
                by,
                types(filter.types()),
                types(filter.types()),
                event,
                max);
    }

    private static List<DeliveryRow> ofStatus(
            Session session, StreamId stream, Status status, DeliveryFilter filter, Key after, int max)
            throws SQLException {
        return session.list(
                "select " + DeliveryRow.COLUMNS + """
                    from deliveries
                    where stream = (select key from streams where tenant = ? and id = ?) and status = ?
                      and (event_time, seq) > (?, ?) and event_time < ?
                    order by event_time, seq limit ?
                    """,
                DeliveryRow.of(stream),
                stream.tenant(),
                stream.value(),
                DeliveryRow.status(status),
                after.time(),
                after.seq(),
                to(filter.to()),
                max);
    }

    private static List<DeliveryRow> ofType(
            Session session, StreamId stream, Status status, EventType type, DeliveryFilter filter, Key after, int max)
            throws SQLException {
        return session.list(
                "select " + DeliveryRow.COLUMNS + """
                    from deliveries
                    where stream = (select key from streams where tenant = ? and id = ?) and status = ? and type = ?
                      and (event_time, seq) > (?, ?) and event_time < ?
                    order by event_time, seq limit ?
                    """,
                DeliveryRow.of(stream),
                stream.tenant(),
                stream.value(),
                DeliveryRow.status(status),
                type.value(),
                after.time(),
                after.seq(),
                to(filter.to()),
                max);
    }

    private static long from(Optional<Instant> time) {
        return time.map(Nanos::of).orElse(Long.MIN_VALUE);
    }

    private static long to(Optional<Instant> time) {
        return time.map(Nanos::of).orElse(Long.MAX_VALUE);
    }

    private static Optional<String> types(List<EventType> types) {
        return types.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.texts(types.stream().map(EventType::value)));
    }

    /** Where a row stands in a list. */
    private record Key(long time, long seq) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::time).thenComparingLong(Key::seq);

        static Key of(DeliveryRow row) {
            return new Key(Nanos.of(row.delivery().entry().event().time()), row.seq());
        }

        static Key parse(String text) {
            if (text.isEmpty()) {
                return new Key(Long.MIN_VALUE, 0);
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

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
