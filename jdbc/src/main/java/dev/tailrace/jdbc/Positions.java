package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Missed;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.delivery.Tally;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.util.Optional;

/** The statements about where streams stand and how many deliveries they have. */
final class Positions {
    private Positions() {}

    /** Number of a stream; empty when it is gone. */
    static Optional<Long> stream(Session session, StreamId id) throws SQLException {
        return session.first(
                "select key from streams where tenant = ? and id = ?",
                row -> row.number("key"),
                id.tenant(),
                id.value());
    }

    static void create(Session session, long stream, Offset at) throws SQLException {
        session.update("insert into positions (stream, epoch, log_offset) values (?, 1, ?)", stream, at.value());
    }

    static Optional<Position> find(Session session, StreamId id) throws SQLException {
        return session.first("""
            select p.epoch, p.log_offset from positions p
            join streams s on s.key = p.stream where s.tenant = ? and s.id = ?
            """, Positions::position, id.tenant(), id.value());
    }

    /** Compares and sets; false when it stood elsewhere. */
    static boolean advance(Session session, long stream, Position from, Position to) throws SQLException {
        int moved = session.update(
                "update positions set epoch = ?, log_offset = ? where stream = ? and epoch = ? and log_offset = ?",
                to.epoch(),
                to.offset().value(),
                stream,
                from.epoch(),
                from.offset().value());
        return moved == 1;
    }

    static Optional<Position> move(Session session, long stream, Offset to) throws SQLException {
        session.update("update positions set epoch = epoch + 1, log_offset = ? where stream = ?", to.value(), stream);
        return session.first("select epoch, log_offset from positions where stream = ?", Positions::position, stream);
    }

    static void count(Session session, long stream, int pending, int failed, int asked) throws SQLException {
        if (pending != 0 || failed != 0 || asked != 0) {
            session.update("""
                update positions set pending = pending + ?, failed = failed + ?, asked = asked + ?
                where stream = ?
                """, pending, failed, asked, stream);
        }
    }

    /** Takes note of what was settled. */
    static void settled(Session session, long stream, Tally tally) throws SQLException {
        session.update(
                "update positions set consecutive = ? + case when ? then 0 else consecutive end where stream = ?",
                tally.consecutive(0),
                tally.delivered() > 0,
                stream);
    }

    /** A stream that somebody enabled has nothing behind it. */
    static void enabled(Session session, long stream) throws SQLException {
        session.update("update positions set consecutive = 0 where stream = ?", stream);
    }

    static Optional<Standing> standing(Session session, long stream) throws SQLException {
        return session.first("""
            select pending, failed, asked, consecutive, missed, missed_from, missed_to from positions where stream = ?
            """, Positions::standing, stream);
    }

    private static Standing standing(Row row) throws SQLException {
        Optional<Missed> missed = row.number("missed") == 0
                ? Optional.empty()
                : Optional.of(new Missed(row.number("missed"), row.time("missed_from"), row.time("missed_to")));
        return new Standing(
                (int) row.number("pending"),
                (int) row.number("failed"),
                (int) row.number("asked"),
                (int) row.number("consecutive"),
                missed);
    }

    private static Position position(Row row) throws SQLException {
        return new Position(row.number("epoch"), new Offset(row.number("log_offset")));
    }
}
