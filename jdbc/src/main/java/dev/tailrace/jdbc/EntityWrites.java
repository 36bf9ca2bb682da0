package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.problem.Problem;
import java.sql.SQLException;

/** The statements that change entities. Each refuses before it writes anything. */
final class EntityWrites {
    private EntityWrites() {}

    static void create(Session session, Entity entity) throws SQLException {
        long same = session.number(
                "select count(*) from entities where tenant = ? and id = ?",
                entity.id().tenant(),
                entity.id().value());
        if (same > 0) {
            throw new Problem.Conflict("", entity.id() + " exists already; nothing was done.");
        }
        refuseTakenKey(session, entity);
        session.update(
                """
                insert into entities (tenant, kind, id, unique_key, json, revision, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                entity.id().tenant(),
                entity.id().kind().name(),
                entity.id().value(),
                entity.key(),
                entity.json(),
                entity.revision(),
                entity.createdAt());
    }

    /** Makes it when there is none of its id. */
    static void ensure(Session session, Entity entity) throws SQLException {
        long same = session.number(
                "select count(*) from entities where tenant = ? and id = ?",
                entity.id().tenant(),
                entity.id().value());
        if (same == 0) {
            create(session, entity);
        }
    }

    static void update(Session session, Entity entity) throws SQLException {
        long stored = session.number(
                "select revision from entities where tenant = ? and kind = ? and id = ?",
                entity.id().tenant(),
                entity.id().kind().name(),
                entity.id().value());
        if (stored != entity.revision() - 1) {
            throw changedMeanwhile(entity.id());
        }
        refuseTakenKey(session, entity);
        session.update(
                "update entities set unique_key = ?, json = ?, revision = ? where tenant = ? and id = ?",
                entity.key(),
                entity.json(),
                entity.revision(),
                entity.id().tenant(),
                entity.id().value());
    }

    static void delete(Session session, Entity.Id id, long revision) throws SQLException {
        int gone = session.update(
                "delete from entities where tenant = ? and kind = ? and id = ? and revision = ?",
                id.tenant(),
                id.kind().name(),
                id.value(),
                revision);
        if (gone == 0) {
            throw changedMeanwhile(id);
        }
        LinkWrites.endAll(session, id.tenant(), id.value());
    }

    private static void refuseTakenKey(Session session, Entity entity) throws SQLException {
        long others = session.number(
                "select count(*) from entities where tenant = ? and kind = ? and unique_key = ? and id <> ?",
                entity.id().tenant(),
                entity.id().kind().name(),
                entity.key(),
                entity.id().value());
        if (others > 0) {
            throw new Problem.Conflict("", "Another one has this name already; nothing was done.");
        }
    }

    private static Problem.Conflict changedMeanwhile(Entity.Id id) {
        return new Problem.Conflict("", id + " was changed by somebody else meanwhile; nothing was done.");
    }
}
