package dev.tailrace.server.api;

import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.ModuleStore;
import dev.tailrace.engine.action.ModuleVersion;
import dev.tailrace.engine.event.EventFactory;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Action modules and their versions, written; never a secret's value. */
final class ModuleJson {
    private ModuleJson() {}

    /** @param uses how many actions use it */
    static ObjectNode listed(ActionModule module, int uses) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", module.id().value()).put("name", module.name());
        content(module.draft(), json);
        json.put("actions_using_module_total", uses);
        json.put("all_changes_published", module.allPublished());
        module.latest().ifPresent(version -> json.put("latest_version_number", version.number()));
        json.put("created_at", EventFactory.text(module.createdAt()));
        return json.put("updated_at", EventFactory.text(module.updatedAt()));
    }

    /** As in a list, with the newest version. */
    static ObjectNode toJson(ActionModule module, int uses) {
        ObjectNode json = listed(module, uses);
        module.latest().ifPresent(version -> {
            ObjectNode latest = json.putObject("latest_version");
            latest.put("id", version.id()).put("version_number", version.number());
            content(version.content(), latest);
            latest.put("created_at", EventFactory.text(version.createdAt()));
        });
        return json;
    }

    static ObjectNode version(ModuleVersion version) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", version.id());
        json.put("module_id", version.module().value());
        json.put("version_number", version.number());
        content(version.content(), json);
        return json.put("created_at", EventFactory.text(version.createdAt()));
    }

    static ObjectNode use(ModuleStore.Use use) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("action_id", use.actionId()).put("action_name", use.actionName());
        json.put("module_version_id", use.versionId()).put("module_version_number", use.number());
        json.putArray("supported_triggers")
                .addObject()
                .put("id", Trigger.EVENT_STREAM.id())
                .put("version", Trigger.EVENT_STREAM.version());
        return json;
    }

    /** A page as the modules have it: unlike other lists of actions with its zeros. */
    static ObjectNode page(String collection, List<ObjectNode> items, int total, Paging.Numbered paging) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray(collection).addAll(items);
        return json.put("total", total).put("page", paging.page()).put("per_page", paging.perPage());
    }

    private static void content(ModuleContent content, ObjectNode json) {
        json.put("code", content.code());
        var dependencies = json.putArray("dependencies");
        content.dependencies()
                .forEach(d -> dependencies.addObject().put("name", d.name()).put("version", d.version()));
        var secrets = json.putArray("secrets");
        content.secrets()
                .forEach(s ->
                        secrets.addObject().put("name", s.name()).put("updated_at", EventFactory.text(s.updatedAt())));
    }
}
