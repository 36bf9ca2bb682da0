package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statements about who may attempt a pending delivery. The indexes hold first ones of subjects only, so thousands
 * waiting behind one do not matter.
 */
final class DeliveryClaims {
    private static final String CLAIM = "update deliveries set claim_owner = ?, claim_until = ? where seq = ?";
    private final StreamId stream;
    private final boolean askedForOnly;

    DeliveryClaims(StreamId stream, boolean askedForOnly) {
        this.stream = stream;
        this.askedForOnly = askedForOnly;
    }

    /** Rows that may be claimed, oldest offset first. */
    List<Long> candidates(Session session, Instant now, int max) throws SQLException {
        return session.list(
                askedForOnly ? """
                    select seq from deliveries
                    where stream = (select key from streams where tenant = ? and id = ?)
                      and asked_head = 1 and state_at <= ? and (claim_until is null or claim_until < ?)
                    order by log_offset, seq limit ?
                    """ : """
                            select seq from deliveries
                            where stream = (select key from streams where tenant = ? and id = ?)
                              and head = 1 and state_at <= ? and (claim_until is null or claim_until < ?)
                            order by log_offset, seq limit ?
                            """, row -> row.number("seq"), stream.tenant(), stream.value(), now, now, max);
    }

    /** Claims those that may still be claimed. */
    List<Claimed> claim(Session session, List<Long> candidates, Instant now, Claim claim) throws SQLException {
        var claimed = new ArrayList<Claimed>();
        for (long seq : candidates) {
            Optional<DeliveryRow> row = session.first(
                    "select " + DeliveryRow.COLUMNS + """
                        from deliveries
                        where seq = ? and state_at <= ? and (claim_until is null or claim_until < ?)
                          and (head = 1 and not ? or asked_head = 1 and ?)
                        """,
                    DeliveryRow.of(stream),
                    seq,
                    now,
                    now,
                    askedForOnly,
                    askedForOnly);
            if (row.isPresent()) {
                session.update(CLAIM, claim.owner(), claim.until(), seq);
                claimed.add(new Claimed(row.get().delivery(), claim));
            }
        }
        return claimed;
    }

    Optional<Instant> nextDue(Session session) throws SQLException {
        return session.first(askedForOnly ? """
            select state_at from deliveries
            where stream = (select key from streams where tenant = ? and id = ?)
              and asked_head = 1 and claim_owner is null order by state_at limit 1
            """ : """
                            select state_at from deliveries
                            where stream = (select key from streams where tenant = ? and id = ?)
                              and head = 1 and claim_owner is null order by state_at limit 1
                            """, row -> row.time("state_at"), stream.tenant(), stream.value());
    }

    /** The row this claim still stands on. */
    static Optional<Long> standing(Session session, long stream, Claimed claimed) throws SQLException {
        return session.first(
                """
                select seq from deliveries
                where stream = ? and event_id = ? and status = 0 and claim_owner = ? and claim_until = ?
                """,
                row -> row.number("seq"),
                stream,
                claimed.delivery().entry().event().listedAs().value(),
                claimed.claim().owner(),
                claimed.claim().until());
    }

    static int dropNotOf(Session session, String owner) throws SQLException {
        return session.update("""
            update deliveries set claim_owner = null, claim_until = null
            where claim_owner is not null and claim_owner <> ?
            """, owner);
    }
}
