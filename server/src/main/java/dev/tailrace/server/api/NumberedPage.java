package dev.tailrace.server.api;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A page of the actions family: always an object, with numbers that are zero left out. */
final class NumberedPage {
    private NumberedPage() {}

    static ObjectNode toJson(String collection, List<ObjectNode> items, int total, Paging.Numbered paging) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray(collection).addAll(items);
        if (total > 0) {
            json.put("total", total);
        }
        if (paging.page() > 0) {
            json.put("page", paging.page());
        }
        return json.put("per_page", paging.perPage());
    }
}
