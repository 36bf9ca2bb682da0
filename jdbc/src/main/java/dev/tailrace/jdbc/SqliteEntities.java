package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Entities and links as rows; an item's place in a list is its row's key. */
final class SqliteEntities implements Entities {
    static final String ENTITY = "select key, tenant, kind, id, unique_key, json, revision, created_at from entities ";
    private static final String LINK =
            "select key, tenant, relation, holder, member, third, json, created_at from links ";
    private static final String PART = " and key > ? order by key limit ? offset ?";
    private final Database database;

    SqliteEntities(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Entity> find(Entity.Id id) {
        return database.read(session -> session.first(
                ENTITY + "where tenant = ? and kind = ? and id = ?",
                SqliteEntities::entity,
                id.tenant(),
                id.kind().name(),
                id.value()));
    }

    @Override
    public Optional<Entity> byKey(TenantId tenant, Kind kind, String key) {
        return database.read(session -> session.first(
                ENTITY + "where tenant = ? and kind = ? and unique_key = ?",
                SqliteEntities::entity,
                tenant,
                kind.name(),
                key));
    }

    @Override
    public List<Listed<Entity>> list(TenantId tenant, Kind kind, Part part) {
        return database.read(session -> session.list(
                ENTITY + "where tenant = ? and kind = ?" + PART,
                SqliteEntities::listedEntity,
                tenant,
                kind.name(),
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public long count(TenantId tenant, Kind kind) {
        return database.read(session -> Counts.read(session, tenant, Counts.of(kind)));
    }

    @Override
    public Optional<Link> link(Link.Key key) {
        return database.read(session -> session.first(
                LINK + "where tenant = ? and relation = ? and holder = ? and member = ? and third = ?",
                SqliteEntities::link,
                key.tenant(),
                key.relation().name(),
                key.holder(),
                key.member(),
                key.third()));
    }

    @Override
    public List<Listed<Link>> ofHolder(TenantId tenant, Relation relation, String holder, Part part) {
        return links("where tenant = ? and holder = ? and relation = ?", tenant, relation, holder, part);
    }

    @Override
    public List<Listed<Link>> ofMember(TenantId tenant, Relation relation, String member, Part part) {
        return links("where tenant = ? and member = ? and relation = ?", tenant, relation, member, part);
    }

    @Override
    public List<Listed<Link>> ofThird(TenantId tenant, Relation relation, String third, Part part) {
        return links("where third <> '' and tenant = ? and third = ? and relation = ?", tenant, relation, third, part);
    }

    @Override
    public List<Listed<Link>> between(TenantId tenant, Relation relation, String holder, String member, Part part) {
        return database.read(session -> session.list(
                LINK + "where tenant = ? and relation = ? and holder = ? and member = ?" + PART,
                SqliteEntities::listed,
                tenant,
                relation.name(),
                holder,
                member,
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public long count(TenantId tenant, Relation relation, String holder) {
        return database.read(session -> Counts.read(session, tenant, Counts.of(relation, holder)));
    }

    @Override
    public long countOfMember(TenantId tenant, Relation relation, String member) {
        return database.read(session -> Counts.read(session, tenant, Counts.ofMember(relation, member)));
    }

    private List<Listed<Link>> links(String where, TenantId tenant, Relation relation, String end, Part part) {
        return database.read(session -> session.list(
                LINK + where + PART,
                SqliteEntities::listed,
                tenant,
                end,
                relation.name(),
                part.after(),
                part.max(),
                part.skip()));
    }

    private static Listed<Link> listed(Row row) throws SQLException {
        return new Listed<>(row.number("key"), link(row));
    }

    static Listed<Entity> listedEntity(Row row) throws SQLException {
        return new Listed<>(row.number("key"), entity(row));
    }

    static Entity entity(Row row) throws SQLException {
        var id = new Entity.Id(new TenantId(row.text("tenant")), Kind.valueOf(row.text("kind")), row.text("id"));
        return new Entity(
                id, row.textIfAny("unique_key"), row.text("json"), row.number("revision"), row.time("created_at"));
    }

    private static Link link(Row row) throws SQLException {
        var key = new Link.Key(
                new TenantId(row.text("tenant")),
                Relation.valueOf(row.text("relation")),
                row.text("holder"),
                row.text("member"),
                row.text("third"));
        return new Link(key, row.text("json"), row.time("created_at"));
    }
}
