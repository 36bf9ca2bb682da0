package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionStore;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Actions and their versions as rows. */
final class SqliteActionStore implements ActionStore {
    private static final String ONE_VERSION =
            "select " + ActionRow.VERSION_COLUMNS + " from action_versions where tenant = ? and action = ? and id = ?";
    private final Database database;
    private final ActionRow rows;

    SqliteActionStore(Database database, SecretBox box) {
        this.database = database;
        this.rows = new ActionRow(box);
    }

    @Override
    public void create(Action action) {
        database.write(session -> {
            session.update("""
                insert into actions (name, trigger_id, trigger_version, code, runtime, dependencies, secrets, status,
                  errors, built_at, deployed_version, all_changes_deployed, revision, created_at, updated_at,
                  packages, packages_key, modules, tenant, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows.values(action));
            return ModuleUses.ofDraft(session, action);
        });
    }

    @Override
    public boolean update(Action next) {
        return database.write(session -> update(session, next));
    }

    @Override
    public boolean deploy(Action next, ActionVersion version) {
        return database.write(session -> {
            if (!update(session, next)) {
                return false;
            }
            session.update(
                    "insert into action_versions (" + ActionRow.VERSION_COLUMNS
                            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows.values(version));
            return ModuleUses.ofVersion(session, version);
        });
    }

    @Override
    public Optional<Action> find(ActionId id) {
        return database.read(session -> session.first(
                "select " + ActionRow.COLUMNS + " from actions where tenant = ? and id = ?",
                row -> read(session, row),
                id.tenant(),
                id.value()));
    }

    @Override
    public List<Action> list(TenantId tenant, Filter filter, int skip, int max) {
        return database.read(session -> session.list(
                "select " + ActionRow.COLUMNS + """
                     from actions where tenant = ? and (? is null or name = ?)
                      and (? is null or (deployed_version is not null) = ?)
                    order by key desc limit ? offset ?
                    """,
                row -> read(session, row),
                tenant,
                filter.name(),
                filter.name(),
                filter.deployed(),
                filter.deployed(),
                max,
                skip));
    }

    @Override
    public int count(TenantId tenant, Filter filter) {
        return Math.toIntExact(database.read(session ->
                session.number("""
                    select count(*) from actions where tenant = ? and (? is null or name = ?)
                      and (? is null or (deployed_version is not null) = ?)
                    """, tenant, filter.name(), filter.name(), filter.deployed(), filter.deployed())));
    }

    @Override
    public boolean delete(ActionId id) {
        return database.write(session -> {
            session.update("delete from action_versions where tenant = ? and action = ?", id.tenant(), id.value());
            session.update("delete from action_egress where tenant = ? and action = ?", id.tenant(), id.value());
            return session.update("delete from actions where tenant = ? and id = ?", id.tenant(), id.value()) == 1;
        });
    }

    @Override
    public List<ActionVersion> versions(ActionId id, int skip, int max) {
        return database.read(session -> session.list(
                "select " + ActionRow.VERSION_COLUMNS + """
                     from action_versions where tenant = ? and action = ?
                    order by number desc limit ? offset ?
                    """, rows::version, id.tenant(), id.value(), max, skip));
    }

    @Override
    public int countVersions(ActionId id) {
        return Math.toIntExact(database.read(session -> session.number(
                "select count(*) from action_versions where tenant = ? and action = ?", id.tenant(), id.value())));
    }

    @Override
    public Optional<ActionVersion> version(ActionId id, String versionId) {
        return database.read(session -> session.first(ONE_VERSION, rows::version, id.tenant(), id.value(), versionId));
    }

    @Override
    public void keepNewestVersions(ActionId id, int keep) {
        database.write(session -> session.update("""
            delete from action_versions where tenant = ? and action = ? and number <= (
              select number from action_versions where tenant = ? and action = ? order by number desc limit 1 offset ?)
            """, id.tenant(), id.value(), id.tenant(), id.value(), keep));
    }

    @Override
    public List<ActionId> unbuilt() {
        return database.read(session -> session.list(
                "select tenant, id from actions where status in ('pending', 'building') order by key",
                row -> new ActionId(new TenantId(row.text("tenant")), row.text("id"))));
    }

    @Override
    public boolean usesPackages(String key) {
        return database.read(session -> session.number("""
            select exists (select 1 from actions where packages_key = ? and packages_key <> '')
              or exists (select 1 from action_versions where packages_key = ? and packages_key <> '')
              or exists (select 1 from action_module_uses where packages_key = ? and packages_key <> '')
            """, key, key, key)) == 1;
    }

    private boolean update(Session session, Action next) throws SQLException {
        var values = new ArrayList<Object>(List.of(rows.values(next)));
        values.add(next.revision() - 1);
        boolean updated = session.update("""
            update actions set name = ?, trigger_id = ?, trigger_version = ?, code = ?, runtime = ?,
              dependencies = ?, secrets = ?, status = ?, errors = ?, built_at = ?, deployed_version = ?,
              all_changes_deployed = ?, revision = ?, created_at = ?, updated_at = ?,
              packages = ?, packages_key = ?, modules = ?
            where tenant = ? and id = ? and revision = ?
            """, values.toArray()) == 1;
        return updated && ModuleUses.ofDraft(session, next);
    }

    private Action read(Session session, Row row) throws SQLException {
        Optional<String> deployed = row.textIfAny("deployed_version");
        return rows.read(
                row,
                deployed.isEmpty()
                        ? Optional.empty()
                        : session.first(
                                ONE_VERSION, rows::version, row.text("tenant"), row.text("id"), deployed.get()));
    }
}
