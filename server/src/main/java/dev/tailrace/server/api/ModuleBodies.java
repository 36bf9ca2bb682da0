package dev.tailrace.server.api;

import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.Content.Dependency;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What clients say about action modules, read and checked against the contract's limits (actions §3). */
final class ModuleBodies {
    private static final int NAME_CHARACTERS = 255;
    private static final int CODE_CHARACTERS = 65_536;
    private static final int SECRET_NAME_CHARACTERS = 255;
    private static final int DEPENDENCIES = 10;
    private static final int DEPENDENCY_NAME_CHARACTERS = 255;
    private static final int DEPENDENCY_VERSION_CHARACTERS = 50;
    private static final int API_VERSION_CHARACTERS = 20;

    private ModuleBodies() {}

    static ActionModule.New made(ObjectNode body) {
        Fields json = Fields.of(body).only("name", "code", "secrets", "dependencies", "api_version", "publish");
        json.textIfThere("api_version", 0, API_VERSION_CHARACTERS);
        return new ActionModule.New(
                withoutNul(json, "name", json.text("name", 1, NAME_CHARACTERS)),
                withoutNul(json, "code", json.text("code", 0, CODE_CHARACTERS)),
                dependencies(json),
                SecretBodies.made(json, SECRET_NAME_CHARACTERS));
    }

    /** Whether the new module's first version is published at once. */
    static boolean publishes(ObjectNode body) {
        return Fields.of(body).flagIfThere("publish").orElse(false);
    }

    /** Clients echo what they have read: those properties are known and change nothing; the name cannot change. */
    static ActionModule.Change changed(ObjectNode body, ActionModule module) {
        Fields json = Fields.of(body)
                .only(
                        "code",
                        "secrets",
                        "dependencies",
                        "id",
                        "name",
                        "actions_using_module_total",
                        "all_changes_published",
                        "latest_version_number",
                        "latest_version",
                        "created_at",
                        "updated_at");
        if (json.textIfThere("name", 1, NAME_CHARACTERS)
                .filter(name -> !name.equals(module.name()))
                .isPresent()) {
            throw json.wrong("name", "The name of an action module cannot be changed");
        }
        return new ActionModule.Change(
                json.textIfThere("code", 0, CODE_CHARACTERS).map(code -> withoutNul(json, "code", code)),
                json.has("dependencies") ? Optional.of(dependencies(json)) : Optional.empty(),
                SecretBodies.changed(json, SECRET_NAME_CHARACTERS));
    }

    static String rolledBackTo(ObjectNode body) {
        return Fields.of(body).only("module_version_id").text("module_version_id", 1, NAME_CHARACTERS);
    }

    private static List<Dependency> dependencies(Fields json) {
        return json.objects("dependencies", DEPENDENCIES).stream()
                .map(item -> item.only("name", "version"))
                .map(item -> new Dependency(
                        item.text("name", 1, DEPENDENCY_NAME_CHARACTERS),
                        item.text("version", 0, DEPENDENCY_VERSION_CHARACTERS),
                        ""))
                .toList();
    }

    private static String withoutNul(Fields json, String property, String text) {
        if (text.indexOf('\0') >= 0) {
            throw json.wrong(property, "String does not match pattern: ^[^\\0]*$");
        }
        return text;
    }
}
