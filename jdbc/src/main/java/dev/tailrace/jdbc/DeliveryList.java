package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Success;
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
    private static final int ROW = 0;
    private static final int SUCCESS = 1;

    private DeliveryList() {}

    static Optional<Delivery> find(Session session, StreamId stream, EventId event, KeptSuccesses kept)
            throws SQLException {
        Optional<Delivery> row = session.first(
                        "select " + DeliveryRow.COLUMNS + """
                            from deliveries
                            where stream = (select key from streams where tenant = ? and id = ?) and event_id = ?
                            """,
                        DeliveryRow.of(stream),
                        stream.tenant(),
                        stream.value(),
                        event.value())
                .map(DeliveryRow::delivery);
        return row.isPresent() ? row : Successes.find(session, stream, event, kept);
    }

    /**
     * Each status and type is read by its index for itself, and successes as a whole; what is merged are keys, and rows and
     * events are read last.
     */
    static Page<Delivery> page(
            Session session, StreamId stream, DeliveryFilter filter, KeptSuccesses kept, String after, int max)
            throws SQLException {
        Key start = Key.parse(after).notBefore(from(filter.from()));
        var found = new ArrayList<Found>();
        for (Status status : filter.statuses().stream().distinct().toList()) {
            Range range = new Range(stream, DeliveryRow.status(status), filter.to(), Instant.MAX);
            keys(session, range, filter.types(), start, max + 1).forEach(key -> found.add(Found.row(key)));
        }
        if (filter.statuses().contains(Status.DELIVERED)) {
            found.addAll(successes(session, stream, filter, kept, start));
        }
        found.sort(Comparator.comparing(Found::key, Key.ORDER));
        var page = new ArrayList<Delivery>();
        Key last = start;
        for (Found one : found) {
            Optional<Delivery> delivery = one.read(session, stream);
            if (delivery.isPresent() && page.size() == max) {
                return new Page<>(page, Optional.of(last.text()));
            }
            if (delivery.isPresent()) {
                page.add(delivery.get());
                last = one.key();
            }
        }
        return new Page<>(page, Optional.empty());
    }

    /** What a list found, to be read when its turn comes. */
    private record Found(Key key, Optional<Success> success) {
        static Found row(Key key) {
            return new Found(key, Optional.empty());
        }

        Optional<Delivery> read(Session session, StreamId stream) throws SQLException {
            if (success.isEmpty()) {
                return session.first(
                                "select " + DeliveryRow.COLUMNS + " from deliveries where seq = ?",
                                DeliveryRow.of(stream),
                                key.seq())
                        .map(DeliveryRow::delivery);
            }
            Optional<Delivery> delivery = Successes.delivery(session, stream, success.get());
            return delivery.isEmpty() || hasRow(session, delivery.get()) ? Optional.empty() : delivery;
        }

        /** Then the row tells the story of this event. */
        private static boolean hasRow(Session session, Delivery delivery) throws SQLException {
            return session.number(
                            """
                            select count(*) from deliveries
                            where stream = (select key from streams where tenant = ? and id = ?) and event_id = ?
                            """,
                            delivery.stream().tenant(),
                            delivery.stream().value(),
                            delivery.entry().event().listedAs().value())
                    > 0;
        }
    }

    private static List<Found> successes(
            Session session, StreamId stream, DeliveryFilter filter, KeptSuccesses kept, Key after)
            throws SQLException {
        return Successes.of(session, stream, kept).stream()
                .filter(success -> filter.types().isEmpty() || filter.types().contains(success.type()))
                .filter(success -> filter.to().isEmpty()
                        || success.time().isBefore(filter.to().get()))
                .map(success -> new Found(
                        new Key(
                                Nanos.of(success.time()),
                                SUCCESS,
                                success.offset().value()),
                        Optional.of(success)))
                .filter(found -> Key.ORDER.compare(found.key(), after) > 0)
                .toList();
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
                    after.afterRow(),
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
                    after.afterRow(),
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

    /** Where something stands in a list: at the same time a row comes before a success, whose number is its offset. */
    private record Key(long time, int kind, long seq) {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::time).thenComparingInt(Key::kind).thenComparingLong(Key::seq);

        static final Key FIRST = new Key(Long.MIN_VALUE, ROW, 0);

        static Key read(Row row) throws SQLException {
            return new Key(row.number("event_time"), ROW, row.number("seq"));
        }

        static Key parse(String text) {
            if (text.isEmpty()) {
                return FIRST;
            }
            String[] parts = text.split("\\.", 3);
            try {
                int kind = parts.length > 2 ? Integer.parseInt(parts[2]) : ROW;
                return new Key(Long.parseLong(parts[0]), kind, Long.parseLong(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
                throw Problem.Invalid.plain("The key of the page is not one that this list gave.");
            }
        }

        /** At the first row of this time, where that comes later. */
        Key notBefore(long first) {
            return time < first ? new Key(first, ROW, 0) : this;
        }

        /** The row after which those of a page begin. */
        long afterRow() {
            return kind == ROW ? seq : Long.MAX_VALUE;
        }

        String text() {
            return time + "." + seq + (kind == ROW ? "" : "." + kind);
        }
    }
}
