package dev.tailrace.jdbc;

import dev.tailrace.engine.action.ActionEgress;
import dev.tailrace.engine.action.ActionEgressStore;
import dev.tailrace.engine.destination.Destination.ActionId;

/** One row for each action whose egress was narrowed. */
final class SqliteActionEgress implements ActionEgressStore {
    private final Database database;

    SqliteActionEgress(Database database) {
        this.database = database;
    }

    @Override
    public ActionEgress find(ActionId action) {
        return database.read(session -> session.first(
                        "select allow, deny from action_egress where tenant = ? and action = ?",
                        row -> new ActionEgress(Json.texts(row.text("allow")), Json.texts(row.text("deny"))),
                        action.tenant(),
                        action.value()))
                .orElse(ActionEgress.NONE);
    }

    @Override
    public boolean put(ActionId action, ActionEgress egress) {
        return database.write(session -> {
            session.update(
                    "delete from action_egress where tenant = ? and action = ?", action.tenant(), action.value());
            return session.update(
                            """
                            insert into action_egress (tenant, action, allow, deny)
                            select tenant, id, ?, ? from actions where tenant = ? and id = ?
                            """,
                            Json.texts(egress.allow().stream()),
                            Json.texts(egress.deny().stream()),
                            action.tenant(),
                            action.value())
                    == 1;
        });
    }
}
