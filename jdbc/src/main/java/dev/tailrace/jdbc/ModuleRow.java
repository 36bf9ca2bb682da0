package dev.tailrace.jdbc;

import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.ModuleId;
import dev.tailrace.engine.action.ModuleVersion;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.Optional;

/** An action module and its versions as rows; secrets are sealed for the row they lie in. */
record ModuleRow(SecretBox box) {
    static final String COLUMNS = """
        tenant, id, name, code, dependencies, secrets, latest_version, revision, created_at, updated_at
        """;
    static final String VERSION_COLUMNS = """
        tenant, module, id, number, code, dependencies, secrets, created_at
        """;

    ActionModule read(Row row, Optional<ModuleVersion> latest) throws SQLException {
        var id = new ModuleId(new TenantId(row.text("tenant")), row.text("id"));
        return new ActionModule(
                id,
                row.text("name"),
                content(row, identity(id)),
                latest,
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    /** Values of name, code, dependencies, secrets, latest_version, revision, created_at, updated_at, tenant, id. */
    Object[] values(ActionModule module) {
        ModuleContent draft = module.draft();
        return new Object[] {
            module.name(),
            draft.code(),
            ContentJson.dependencies(draft.dependencies()),
            box.seal(ContentJson.secrets(draft.secrets()), identity(module.id())),
            module.latest().map(ModuleVersion::id),
            module.revision(),
            module.createdAt(),
            module.updatedAt(),
            module.id().tenant(),
            module.id().value()
        };
    }

    ModuleVersion version(Row row) throws SQLException {
        var module = new ModuleId(new TenantId(row.text("tenant")), row.text("module"));
        String id = row.text("id");
        return new ModuleVersion(
                module, id, (int) row.number("number"), content(row, identity(module, id)), row.time("created_at"));
    }

    /** Values of {@link #VERSION_COLUMNS}. */
    Object[] values(ModuleVersion version) {
        ModuleContent content = version.content();
        return new Object[] {
            version.module().tenant(),
            version.module().value(),
            version.id(),
            version.number(),
            content.code(),
            ContentJson.dependencies(content.dependencies()),
            box.seal(ContentJson.secrets(content.secrets()), identity(version.module(), version.id())),
            version.createdAt()
        };
    }

    private ModuleContent content(Row row, String... identity) throws SQLException {
        return new ModuleContent(
                row.text("code"),
                ContentJson.dependencies(row.text("dependencies")),
                ContentJson.secrets(box.open(row.bytes("secrets"), identity)));
    }

    private static String[] identity(ModuleId id) {
        return new String[] {"action module", id.tenant().value(), id.value()};
    }

    private static String[] identity(ModuleId id, String version) {
        return new String[] {"action module version", id.tenant().value(), id.value(), version};
    }
}
