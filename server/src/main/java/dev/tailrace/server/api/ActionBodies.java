package dev.tailrace.server.api;

import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.ActionChange;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.NewAction;
import dev.tailrace.engine.action.PinnedModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** What clients say about actions, read and checked against the contract's limits (actions §4). */
final class ActionBodies {
    private static final int NAME_CHARACTERS = 255;
    private static final int CODE_BYTES = 100 * 1024;
    private static final int SECRET_NAME_CHARACTERS = 128;
    private static final int DEPENDENCIES = 10;
    private static final int DEPENDENCY_NAME_CHARACTERS = 255;
    private static final int DEPENDENCY_VERSION_CHARACTERS = 50;
    private static final int REGISTRY_CHARACTERS = 2_048;
    private static final int RUNTIME_CHARACTERS = 40;
    private static final int MODULES = 3;
    private static final int MODULE_CHARACTERS = 255;
    private static final String DEFAULT_RUNTIME = "node22";
    private static final Pattern RUNTIME = Pattern.compile("node(12|16|18|20|22|24)(-[a-z0-9-]+)?");

    private ActionBodies() {}

    static NewAction created(ObjectNode body) {
        Fields json = Fields.of(body)
                .only("name", "supported_triggers", "code", "dependencies", "runtime", "secrets", "modules", "deploy");
        String name = json.text("name", 1, NAME_CHARACTERS);
        if (!json.has("supported_triggers")) {
            throw json.here("Missing required property: supported_triggers");
        }
        checkTrigger(json);
        return new NewAction(
                name,
                code(json).orElse(""),
                runtime(json).orElse(DEFAULT_RUNTIME),
                dependencies(json),
                SecretBodies.made(json, SECRET_NAME_CHARACTERS),
                modules(json));
    }

    /** Whether the new action is to be deployed as soon as it is built. */
    static boolean deploys(ObjectNode body) {
        return Fields.of(body).flagIfThere("deploy").orElse(false);
    }

    /** Clients echo what they have read: those properties are known and change nothing. */
    static ActionChange changed(ObjectNode body) {
        Fields json = Fields.of(body)
                .only(
                        "name",
                        "supported_triggers",
                        "code",
                        "dependencies",
                        "runtime",
                        "secrets",
                        "modules",
                        "id",
                        "status",
                        "created_at",
                        "updated_at",
                        "built_at",
                        "errors",
                        "all_changes_deployed",
                        "deployed_version",
                        "current_version",
                        "installed_integration_id",
                        "integration");
        if (json.has("supported_triggers")) {
            checkTrigger(json);
        }
        return new ActionChange(
                json.textIfThere("name", 1, NAME_CHARACTERS),
                code(json),
                runtime(json),
                json.has("dependencies") ? Optional.of(dependencies(json)) : Optional.empty(),
                SecretBodies.changed(json, SECRET_NAME_CHARACTERS),
                json.has("modules") ? Optional.of(modules(json)) : Optional.empty());
    }

    private static Optional<String> code(Fields json) {
        Optional<String> code = json.textIfThere("code", 0, Integer.MAX_VALUE);
        code.ifPresent(text -> {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > CODE_BYTES) {
                throw json.wrong("code", "Code is too long (" + bytes + " bytes), maximum " + CODE_BYTES);
            }
        });
        return code;
    }

    private static Optional<String> runtime(Fields json) {
        Optional<String> runtime = json.textIfThere("runtime", 1, RUNTIME_CHARACTERS);
        runtime.ifPresent(text -> {
            if (!RUNTIME.matcher(text).matches()) {
                throw json.wrong("runtime", "Unknown runtime, expected one of: node22, node24, node18");
            }
        });
        return runtime;
    }

    private static void checkTrigger(Fields json) {
        List<Fields> triggers = json.objects("supported_triggers", 1);
        if (triggers.isEmpty()) {
            throw json.wrong("supported_triggers", "Array is too short (0), minimum 1");
        }
        Fields trigger = triggers.getFirst()
                .only(
                        "id",
                        "version",
                        "status",
                        "runtimes",
                        "default_runtime",
                        "compatible_triggers",
                        "binding_policy");
        trigger.oneOf("id", List.of(Trigger.EVENT_STREAM.id()));
        trigger.oneOfIfThere("version", List.of(Trigger.EVENT_STREAM.version()));
    }

    private static List<PinnedModule.Wish> modules(Fields json) {
        return json.objects("modules", MODULES).stream()
                .map(ActionBodies::module)
                .toList();
    }

    private static PinnedModule.Wish module(Fields item) {
        item.only("module_id", "module_name", "module_version_id", "module_version_number");
        if (!item.has("module_id") && !item.has("module_name")) {
            throw item.here("Missing required property: module_id or module_name");
        }
        return new PinnedModule.Wish(
                item.textIfThere("module_id", 1, MODULE_CHARACTERS),
                item.textIfThere("module_name", 1, MODULE_CHARACTERS),
                item.textIfThere("module_version_id", 1, MODULE_CHARACTERS),
                item.numberIfThere("module_version_number", 1));
    }

    private static List<Dependency> dependencies(Fields json) {
        return json.objects("dependencies", DEPENDENCIES).stream()
                .map(item -> item.only("name", "version", "registry_url"))
                .map(item -> new Dependency(
                        item.text("name", 1, DEPENDENCY_NAME_CHARACTERS),
                        item.textIfThere("version", 0, DEPENDENCY_VERSION_CHARACTERS)
                                .orElse(""),
                        item.textIfThere("registry_url", 0, REGISTRY_CHARACTERS).orElse("")))
                .toList();
    }
}
