package dev.tailrace.jdbc;

import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** Dependencies and secrets of an action or a version as columns; the secrets all together, to be sealed. */
final class ContentJson {
    private ContentJson() {}

    static String dependencies(List<Dependency> dependencies) {
        ArrayNode list = Json.array();
        dependencies.forEach(d -> list.addObject()
                .put("name", d.name())
                .put("version", d.version())
                .put("registry_url", d.registryUrl()));
        return Json.text(list);
    }

    static List<Dependency> dependencies(String json) {
        return Json.parse(json)
                .valueStream()
                .map(d -> new Dependency(
                        d.path("name").stringValue(),
                        d.path("version").stringValue(),
                        d.path("registry_url").stringValue()))
                .toList();
    }

    static Secret secrets(List<ActionSecret> secrets) {
        ArrayNode list = Json.array();
        secrets.forEach(s -> list.addObject()
                .put("name", s.name())
                .put("value", s.value().reveal())
                .put("updated_at", Nanos.of(s.updatedAt())));
        return new Secret(Json.text(list));
    }

    static List<ActionSecret> secrets(Secret json) {
        return Json.parse(json.reveal())
                .valueStream()
                .map(s -> new ActionSecret(
                        s.path("name").stringValue(),
                        new Secret(s.path("value").stringValue()),
                        Nanos.instant(s.path("updated_at").longValue())))
                .toList();
    }
}
