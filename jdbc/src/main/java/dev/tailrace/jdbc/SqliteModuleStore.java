package dev.tailrace.jdbc;

import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ModuleId;
import dev.tailrace.engine.action.ModuleStore;
import dev.tailrace.engine.action.ModuleVersion;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Action modules and their versions as rows. */
final class SqliteModuleStore implements ModuleStore {
    private static final String VERSIONS =
            "select " + ModuleRow.VERSION_COLUMNS + " from action_module_versions where tenant = ? and module = ? ";
    private static final String MODULES = "select " + ModuleRow.COLUMNS + " from action_modules where tenant = ? ";
    /** Of one module, by drafts and deployed versions. */
    private static final String USES = """
         from action_module_uses u join actions a on a.tenant = u.tenant and a.id = u.action
          and (u.version = '' or u.version = a.deployed_version)
        where u.tenant = ? and u.module = ?
        """;

    private final Database database;
    private final ModuleRow rows;

    SqliteModuleStore(Database database, SecretBox box) {
        this.database = database;
        this.rows = new ModuleRow(box);
    }

    @Override
    public void create(ActionModule module) {
        database.write(session -> {
            boolean taken = session.number(
                            "select count(*) from action_modules where tenant = ? and name = ?",
                            module.id().tenant(),
                            module.name())
                    > 0;
            if (taken) {
                throw new Problem.Conflict("", "An action module with this name already exists.");
            }
            session.update("""
                insert into action_modules (name, code, dependencies, secrets, latest_version, revision, created_at,
                  updated_at, tenant, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows.values(module));
            if (module.latest().isPresent()) {
                insert(session, module.latest().get());
            }
            return true;
        });
    }

    @Override
    public boolean update(ActionModule next) {
        return database.write(session -> update(session, next));
    }

    @Override
    public boolean publish(ActionModule next, int keep) {
        ModuleVersion version = next.latest().orElseThrow();
        return database.write(session -> {
            if (!update(session, next)) {
                return false;
            }
            makeRoom(session, next.id(), keep);
            insert(session, version);
            return true;
        });
    }

    @Override
    public Optional<ActionModule> find(ModuleId id) {
        return database.read(
                session -> session.first(MODULES + "and id = ?", row -> read(session, row), id.tenant(), id.value()));
    }

    @Override
    public Optional<ActionModule> named(TenantId tenant, String name) {
        return database.read(
                session -> session.first(MODULES + "and name = ?", row -> read(session, row), tenant, name));
    }

    @Override
    public List<ActionModule> list(TenantId tenant, int skip, int max) {
        return database.read(session -> session.list(
                MODULES + "order by key desc limit ? offset ?", row -> read(session, row), tenant, max, skip));
    }

    @Override
    public int count(TenantId tenant) {
        return number("select count(*) from action_modules where tenant = ?", tenant);
    }

    @Override
    public boolean delete(ModuleId id) {
        return database.write(session -> {
            long uses = session.number("select count(distinct u.action)" + USES, id.tenant(), id.value());
            if (uses > 0) {
                throw new Problem.InUse(
                        "", uses + " actions use this module, in the draft or deployed; change them first.");
            }
            session.update(
                    "delete from action_module_versions where tenant = ? and module = ?", id.tenant(), id.value());
            return session.update("delete from action_modules where tenant = ? and id = ?", id.tenant(), id.value())
                    == 1;
        });
    }

    @Override
    public List<ModuleVersion> versions(ModuleId id, int skip, int max) {
        return database.read(session -> session.list(
                VERSIONS + "order by number desc limit ? offset ?", rows::version, id.tenant(), id.value(), max, skip));
    }

    @Override
    public int countVersions(ModuleId id) {
        return number(
                "select count(*) from action_module_versions where tenant = ? and module = ?", id.tenant(), id.value());
    }

    @Override
    public Optional<ModuleVersion> version(ModuleId id, String versionId) {
        return database.read(
                session -> session.first(VERSIONS + "and id = ?", rows::version, id.tenant(), id.value(), versionId));
    }

    @Override
    public Optional<ModuleVersion> version(ModuleId id, int number) {
        return database.read(
                session -> session.first(VERSIONS + "and number = ?", rows::version, id.tenant(), id.value(), number));
    }

    /** Of an action's uses the one with the least version counts: the draft's is empty. */
    @Override
    public List<Use> uses(ModuleId id, int skip, int max) {
        return database.read(session -> session.list(
                "select a.id, a.name, u.module_version, u.number, min(u.version)" + USES
                        + " group by a.key order by a.key desc limit ? offset ?",
                row -> new Use(
                        row.text("id"), row.text("name"), row.text("module_version"), (int) row.number("number")),
                id.tenant(),
                id.value(),
                max,
                skip));
    }

    @Override
    public int countUses(ModuleId id) {
        return number("select count(distinct u.action)" + USES, id.tenant(), id.value());
    }

    private int number(String sql, Object... values) {
        return Math.toIntExact(database.read(session -> session.number(sql, values)));
    }

    private boolean update(Session session, ActionModule next) throws SQLException {
        var values = new ArrayList<Object>(List.of(rows.values(next)));
        values.add(next.revision() - 1);
        return session.update("""
            update action_modules set name = ?, code = ?, dependencies = ?, secrets = ?, latest_version = ?,
              revision = ?, created_at = ?, updated_at = ?
            where tenant = ? and id = ? and revision = ?
            """, values.toArray()) == 1;
    }

    private void insert(Session session, ModuleVersion version) throws SQLException {
        session.update(
                "insert into action_module_versions (" + ModuleRow.VERSION_COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows.values(version));
    }

    private static void makeRoom(Session session, ModuleId id, int keep) throws SQLException {
        long there = session.number(
                "select count(*) from action_module_versions where tenant = ? and module = ?", id.tenant(), id.value());
        if (there < keep) {
            return;
        }
        int gone = session.update(
                """
                    delete from action_module_versions where tenant = ? and module = ? and number = (
                      select min(v.number) from action_module_versions v where v.tenant = ? and v.module = ?
                        and v.id not in (select u.module_version
                    """ + USES + "))", id.tenant(), id.value(), id.tenant(), id.value(), id.tenant(), id.value());
        if (gone == 0) {
            throw new Problem.InUse(
                    "", "This module has " + there + " versions and actions use all of them; change some first.");
        }
    }

    private ActionModule read(Session session, Row row) throws SQLException {
        Optional<String> latest = row.textIfAny("latest_version");
        return rows.read(
                row,
                latest.isEmpty()
                        ? Optional.empty()
                        : session.first(
                                VERSIONS + "and id = ?",
                                rows::version,
                                row.text("tenant"),
                                row.text("id"),
                                latest.get()));
    }
}
