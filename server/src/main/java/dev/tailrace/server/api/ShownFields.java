package dev.tailrace.server.api;

import dev.tailrace.server.http.Request;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Which properties of an object a caller wants: {@code fields} and {@code include_fields}. */
record ShownFields(Set<String> names, boolean included) {
    static ShownFields of(Request request) {
        return new ShownFields(
                Set.copyOf(
                        QueryValues.texts(request, "fields").stream().distinct().toList()),
                QueryValues.flag(request, "include_fields").orElse(true));
    }

    ObjectNode of(ObjectNode json) {
        return names.isEmpty() ? json : included ? json.retain(names) : json.remove(names);
    }
}
