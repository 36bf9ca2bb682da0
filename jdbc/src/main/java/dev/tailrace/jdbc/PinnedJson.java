package dev.tailrace.jdbc;

import dev.tailrace.engine.action.ModuleContent;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The modules that a draft or a version of an action carries, all together, to be sealed: their secrets are inside. */
final class PinnedJson {
    private PinnedJson() {}

    static Secret write(List<PinnedModule> modules) {
        ArrayNode list = Json.array();
        modules.forEach(m -> list.addObject()
                .put("id", m.ref().id())
                .put("name", m.ref().name())
                .put("version", m.ref().versionId())
                .put("number", m.ref().number())
                .put("code", m.content().code())
                .put("dependencies", ContentJson.dependencies(m.content().dependencies()))
                .put("secrets", ContentJson.secrets(m.content().secrets()).reveal())
                .put("packages", ContentJson.dependencies(m.packages().resolved()))
                .put("packages_key", m.packages().key()));
        return new Secret(Json.text(list));
    }

    static List<PinnedModule> read(Secret json) {
        return Json.parse(json.reveal()).valueStream().map(PinnedJson::module).toList();
    }

    private static PinnedModule module(JsonNode node) {
        return new PinnedModule(
                new PinnedModule.Ref(
                        node.path("id").stringValue(),
                        node.path("name").stringValue(),
                        node.path("version").stringValue(),
                        node.path("number").intValue()),
                new ModuleContent(
                        node.path("code").stringValue(),
                        ContentJson.dependencies(node.path("dependencies").stringValue()),
                        ContentJson.secrets(new Secret(node.path("secrets").stringValue()))),
                new Packages(
                        node.path("packages_key").stringValue(),
                        ContentJson.dependencies(node.path("packages").stringValue())));
    }
}
