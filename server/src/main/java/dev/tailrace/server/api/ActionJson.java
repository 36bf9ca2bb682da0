package dev.tailrace.server.api;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.PinnedModule;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Actions and their versions, written; never a secret's value. */
final class ActionJson {
    private ActionJson() {}

    static ObjectNode toJson(Action action) {
        ObjectNode json = base(action);
        Content draft = action.draft();
        json.put("code", draft.code());
        dependencies(draft, json, action.status() != Action.Status.BUILT);
        json.put("runtime", draft.runtime());
        json.put("status", action.status().name().toLowerCase(Locale.ROOT));
        secrets(draft, json);
        modules(draft, json);
        json.put("all_changes_deployed", action.allChangesDeployed());
        if (action.status() == Action.Status.FAILED) {
            errors(action, json);
        }
        action.deployed().ifPresent(version -> {
            json.set("current_version", current(version));
            json.set("deployed_version", content(version, action, true));
        });
        return json;
    }

    /** A version as it is read: with {@code built_at}, and deployed if it is the one. */
    static ObjectNode read(ActionVersion version, Action action) {
        boolean deployed =
                action.deployed().filter(d -> d.id().equals(version.id())).isPresent();
        ObjectNode json = content(version, action, deployed);
        json.set("action", baseWithState(action));
        return json;
    }

    /** A version as the call that deploys it answers: at that instant not deployed yet. */
    static ObjectNode justMade(ActionVersion version, Action action) {
        ObjectNode json = content(version, action, false);
        json.remove("built_at");
        json.set("action", baseWithState(action));
        return json;
    }

    private static ObjectNode content(ActionVersion version, Action action, boolean deployed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("code", version.content().code());
        dependencies(version.content(), json, false);
        json.put("id", version.id());
        json.put("deployed", deployed);
        json.put("number", version.number());
        secrets(version.content(), json);
        json.put("status", "built");
        json.put("created_at", Times.nanos(version.createdAt()));
        json.put("updated_at", Times.nanos(version.createdAt()));
        json.put("runtime", version.content().runtime());
        triggers(action, json);
        json.put("built_at", Times.nanos(version.builtAt()));
        modules(version.content(), json);
        return json;
    }

    private static ObjectNode current(ActionVersion version) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", version.id());
        json.put("code", version.content().code());
        json.put("runtime", version.content().runtime());
        json.put("status", "BUILT");
        json.put("number", version.number());
        json.put("build_time", Times.nanos(version.builtAt()));
        json.put("created_at", Times.nanos(version.createdAt()));
        json.put("updated_at", Times.nanos(version.createdAt()));
        return json;
    }

    private static ObjectNode base(Action action) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", action.id().value());
        json.put("name", action.name());
        triggers(action, json);
        json.put("created_at", Times.nanos(action.createdAt()));
        json.put("updated_at", Times.nanos(action.updatedAt()));
        return json;
    }

    private static ObjectNode baseWithState(Action action) {
        return base(action).put("all_changes_deployed", action.allChangesDeployed());
    }

    private static void triggers(Action action, ObjectNode json) {
        json.putArray("supported_triggers")
                .addObject()
                .put("id", action.trigger().id())
                .put("version", action.trigger().version());
    }

    private static void dependencies(Content content, ObjectNode json, boolean withRegistry) {
        var items = json.putArray("dependencies");
        content.dependenciesShown().forEach(dependency -> {
            ObjectNode item = items.addObject().put("name", dependency.name()).put("version", dependency.version());
            if (withRegistry && !dependency.registryUrl().isEmpty()) {
                item.put("registry_url", dependency.registryUrl());
            }
        });
    }

    private static void secrets(Content content, ObjectNode json) {
        var items = json.putArray("secrets");
        content.secrets()
                .forEach(secret -> items.addObject()
                        .put("name", secret.name())
                        .put("updated_at", Times.nanos(secret.updatedAt())));
    }

    /** Left out where there are none. */
    private static void modules(Content content, ObjectNode json) {
        if (content.modules().isEmpty()) {
            return;
        }
        var items = json.putArray("modules");
        content.modules().stream()
                .map(PinnedModule::ref)
                .forEach(ref -> items.addObject()
                        .put("module_id", ref.id())
                        .put("module_name", ref.name())
                        .put("module_version_id", ref.versionId())
                        .put("module_version_number", ref.number()));
    }

    private static void errors(Action action, ObjectNode json) {
        var items = json.putArray("errors");
        action.errors()
                .forEach(error -> items.addObject()
                        .put("id", error.id())
                        .put("msg", error.message())
                        .put("url", error.url()));
    }
}
