package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/** An action and its versions as rows; secrets are sealed for the row they lie in. */
record ActionRow(SecretBox box) {
    static final String COLUMNS = """
        tenant, id, name, trigger_id, trigger_version, code, runtime, dependencies, secrets, status, errors,
        built_at, deployed_version, all_changes_deployed, revision, created_at, updated_at, packages, packages_key,
        modules
        """;
    static final String VERSION_COLUMNS = """
        tenant, action, id, number, code, runtime, dependencies, secrets, built_at, created_at,
        packages, packages_key, modules
        """;

    Action read(Row row, Optional<ActionVersion> deployed) throws SQLException {
        var id = new ActionId(new TenantId(row.text("tenant")), row.text("id"));
        return new Action(
                id,
                row.text("name"),
                new Trigger(row.text("trigger_id"), row.text("trigger_version")),
                content(row, identity(id)),
                Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                errors(row.text("errors")),
                row.timeIfAny("built_at"),
                deployed,
                row.flag("all_changes_deployed"),
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    /**
     * Values of name, trigger_id, trigger_version, code, runtime, dependencies, secrets, status, errors, built_at,
     * deployed_version, all_changes_deployed, revision, created_at, updated_at, packages, packages_key, modules, tenant, id.
     */
    Object[] values(Action action) {
        Content draft = action.draft();
        return new Object[] {
            action.name(),
            action.trigger().id(),
            action.trigger().version(),
            draft.code(),
            draft.runtime(),
            ContentJson.dependencies(draft.dependencies()),
            box.seal(ContentJson.secrets(draft.secrets()), identity(action.id())),
            action.status().name().toLowerCase(Locale.ROOT),
            errors(action.errors()),
            action.builtAt(),
            action.deployed().map(ActionVersion::id),
            action.allChangesDeployed(),
            action.revision(),
            action.createdAt(),
            action.updatedAt(),
            ContentJson.dependencies(draft.packages().resolved()),
            draft.packages().key(),
            modules(draft, identity(action.id())),
            action.id().tenant(),
            action.id().value()
        };
    }

    ActionVersion version(Row row) throws SQLException {
        var action = new ActionId(new TenantId(row.text("tenant")), row.text("action"));
        return new ActionVersion(
                action,
                row.text("id"),
                (int) row.number("number"),
                content(row, identity(action, row.text("id"))),
                row.time("built_at"),
                row.time("created_at"));
    }

    /** Values of {@link #VERSION_COLUMNS}. */
    Object[] values(ActionVersion version) {
        Content content = version.content();
        return new Object[] {
            version.action().tenant(),
            version.action().value(),
            version.id(),
            version.number(),
            content.code(),
            content.runtime(),
            ContentJson.dependencies(content.dependencies()),
            box.seal(ContentJson.secrets(content.secrets()), identity(version.action(), version.id())),
            version.builtAt(),
            version.createdAt(),
            ContentJson.dependencies(content.packages().resolved()),
            content.packages().key(),
            modules(content, identity(version.action(), version.id()))
        };
    }

    private Content content(Row row, String... identity) throws SQLException {
        return new Content(
                row.text("code"),
                row.text("runtime"),
                ContentJson.dependencies(row.text("dependencies")),
                ContentJson.secrets(box.open(row.bytes("secrets"), identity)),
                new Packages(row.text("packages_key"), ContentJson.dependencies(row.text("packages"))),
                row.bytesIfAny("modules")
                        .map(bytes -> PinnedJson.read(box.open(bytes, modulesOf(identity))))
                        .orElse(List.of()));
    }

    /** The copies of modules, with their secrets; nothing where there are none. */
    private Optional<byte[]> modules(Content content, String... identity) {
        return content.modules().isEmpty()
                ? Optional.empty()
                : Optional.of(box.seal(PinnedJson.write(content.modules()), modulesOf(identity)));
    }

    private static String[] modulesOf(String... identity) {
        String[] modules = identity.clone();
        modules[0] = "modules of " + identity[0];
        return modules;
    }

    private static String[] identity(ActionId id) {
        return new String[] {"action", id.tenant().value(), id.value()};
    }

    private static String[] identity(ActionId id, String version) {
        return new String[] {"action version", id.tenant().value(), id.value(), version};
    }

    private static String errors(List<BuildError> errors) {
        ArrayNode list = Json.array();
        errors.forEach(e ->
                list.addObject().put("id", e.id()).put("message", e.message()).put("url", e.url()));
        return Json.text(list);
    }

    private static List<BuildError> errors(String json) {
        return Json.parse(json)
                .valueStream()
                .map(e -> new BuildError(
                        e.path("id").stringValue(),
                        e.path("message").stringValue(),
                        e.path("url").stringValue()))
                .toList();
    }
}
