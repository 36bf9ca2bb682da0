package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Destination.ActionId;
import java.sql.SQLException;

/** Which module versions drafts and versions of actions carry; a trigger takes the rows of what is deleted. */
final class ModuleUses {
    private static final String DRAFT = "";

    private ModuleUses() {}

    static boolean ofDraft(Session session, Action action) throws SQLException {
        session.update(
                "delete from action_module_uses where tenant = ? and action = ? and version = ?",
                action.id().tenant(),
                action.id().value(),
                DRAFT);
        return insert(session, action.id(), DRAFT, action.draft());
    }

    static boolean ofVersion(Session session, ActionVersion version) throws SQLException {
        return insert(session, version.action(), version.id(), version.content());
    }

    private static boolean insert(Session session, ActionId action, String version, Content content)
            throws SQLException {
        for (PinnedModule module : content.modules()) {
            session.update(
                    """
                    insert into action_module_uses (tenant, action, version, module, module_version, number, packages_key)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    action.tenant(),
                    action.value(),
                    version,
                    module.ref().id(),
                    module.ref().versionId(),
                    module.ref().number(),
                    module.packages().key());
        }
        return true;
    }
}
