package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.OrganizationOrder;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;

/** Organizations by what an index is ordered by. */
final class SqliteOrganizationOrder implements OrganizationOrder {
    private static final String ORGANIZATIONS = SqliteEntities.ENTITY + "where tenant = ? and kind = 'ORGANIZATION'";
    private final Database database;

    SqliteOrganizationOrder(Database database) {
        this.database = database;
    }

    @Override
    public List<Entity> list(TenantId tenant, Sort sort, int skip, int max) {
        String way = sort.descending() ? " desc" : "";
        String order = switch (sort.by()) {
            case NAME -> " and unique_key is not null order by unique_key" + way;
            case DISPLAY_NAME -> " order by json_extract(json, '$.display_name')" + way + ", key" + way;
            case CREATED_AT -> " order by key" + way;
        };
        return database.read(session ->
                session.list(ORGANIZATIONS + order + " limit ? offset ?", SqliteEntities::entity, tenant, max, skip));
    }
}
