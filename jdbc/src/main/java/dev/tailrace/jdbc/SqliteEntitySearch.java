package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/** Entities by what stands in their JSON, each field by its own index. */
final class SqliteEntitySearch implements EntitySearch {
    private static final String THERE = " and json_extract(json, '$.deleted_at') is null";
    private static final String ENDING = " and json_extract(json, '$.deleted_at') is not null";
    private final Database database;

    SqliteEntitySearch(Database database) {
        this.database = database;
    }

    @Override
    public List<Listed<Entity>> find(TenantId tenant, Kind kind, List<Condition> every, Part part) {
        var values = new ArrayList<Object>();
        String where = where(tenant, kind, every, values);
        values.add(part.after());
        values.add(part.max());
        values.add(part.skip());
        return database.read(session -> session.list(
                SqliteEntities.ENTITY + where + " and key > ? order by key limit ? offset ?",
                SqliteEntities::listedEntity,
                values.toArray()));
    }

    @Override
    public int count(TenantId tenant, Kind kind, List<Condition> every) {
        var values = new ArrayList<Object>();
        String where = where(tenant, kind, every, values);
        values.add(REACH);
        return (int) (long) database.read(session -> session.number(
                "select count(*) from (select 1 from entities " + where + " limit ?)", values.toArray()));
    }

    @Override
    public long groupsOf(TenantId tenant, String connectionId) {
        return database.read(session -> Counts.read(session, tenant, Counts.of(Kind.GROUP) + " " + connectionId));
    }

    @Override
    public List<Entity> ending(TenantId tenant, Kind kind, int max) {
        return database.read(session -> session.list(
                SqliteEntities.ENTITY + "where tenant = ? and kind = ?" + ENDING + " order by key limit ?",
                SqliteEntities::entity,
                tenant,
                kind.name(),
                max));
    }

    /** The kind is written out, so that the indexes of that kind alone can be used; it is a constant of ours. */
    private static String where(TenantId tenant, Kind kind, List<Condition> every, List<Object> values) {
        var where = new StringBuilder("where tenant = ? and kind = '" + kind.name() + "'");
        values.add(tenant);
        for (Condition condition : every) {
            switch (condition) {
                case Condition.Is(var field, var some)
                when some.size() == 1 -> {
                    where.append(" and ").append(expression(field)).append(" = ?");
                    values.add(some.getFirst());
                }
                case Condition.Is(var field, var some) -> {
                    where.append(" and ").append(expression(field)).append(" in (select value from json_each(?))");
                    values.add(Json.texts(some.stream()));
                }
                case Condition.NameBegins(var text) -> {
                    where.append("""
                        and key in (
                         select key from entities where tenant = ? and kind = '%s'
                         and json_extract(json, '$.name') >= ? and json_extract(json, '$.name') < ?
                         order by json_extract(json, '$.name') limit ?)\
                        """.formatted(kind.name()));
                    values.add(tenant);
                    values.add(text);
                    values.add(text + Character.toString(Character.MAX_CODE_POINT));
                    values.add(REACH);
                }
            }
        }
        return where.append(THERE).toString();
    }

    private static String expression(Field field) {
        return switch (field) {
            case NAME -> "json_extract(json, '$.name')";
            case EXTERNAL_ID -> "json_extract(json, '$.external_id')";
            case CONNECTION_ID -> "json_extract(json, '$.connection_id')";
            case ORGANIZATION_ID -> "json_extract(json, '$.organization_id')";
            case STRATEGY -> "json_extract(json, '$.strategy')";
        };
    }
}
