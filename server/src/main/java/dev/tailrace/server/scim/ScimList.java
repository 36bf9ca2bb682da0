package dev.tailrace.server.scim;

import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a list asks for (RFC 7644 §3.4.2), and the form of its answer.
 *
 * @param startIndex from 1
 * @param count 0 to {@link #MAX}
 */
record ScimList(int startIndex, int count, Optional<ScimFilter> filter) {
    static final int MAX = 200;
    private static final int COUNT = 100;
    private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final Set<String> ALWAYS = Set.of("schemas", "id");

    static ScimList of(Request request) {
        return new ScimList(
                Math.max(1, number(request, "startIndex", 1)),
                Math.clamp(number(request, "count", COUNT), 0, MAX),
                request.query("filter").filter(text -> !text.isBlank()).map(ScimFilter::parse));
    }

    int skip() {
        return startIndex - 1;
    }

    ObjectNode answer(List<ObjectNode> resources, long total) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("schemas").add(RESPONSE);
        json.put("totalResults", total).put("startIndex", startIndex).put("itemsPerPage", resources.size());
        json.putArray("Resources").addAll(resources);
        return json;
    }

    /** The resource with what {@code attributes} and {@code excludedAttributes} leave of it at its top. */
    static ObjectNode shown(Request request, ObjectNode resource) {
        Set<String> wanted = names(request, "attributes");
        Set<String> unwanted = names(request, "excludedAttributes");
        resource.remove(resource.propertyNames().stream()
                .filter(name -> !ALWAYS.contains(name))
                .filter(name -> wanted.isEmpty() ? holds(unwanted, name) : !holds(wanted, name))
                .toList());
        return resource;
    }

    /** Whether the caller wants an attribute that costs much. */
    static boolean wants(Request request, String attribute) {
        Set<String> wanted = names(request, "attributes");
        return wanted.isEmpty() ? !holds(names(request, "excludedAttributes"), attribute) : holds(wanted, attribute);
    }

    private static boolean holds(Set<String> names, String name) {
        return names.stream().anyMatch(one -> one.equalsIgnoreCase(name));
    }

    /** Without the schema and without sub-attributes. */
    private static Set<String> names(Request request, String parameter) {
        return request.queries(parameter).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> text.startsWith("urn:") && !text.equals(ScimUserJson.ENTERPRISE)
                        ? text.substring(text.lastIndexOf(':') + 1)
                        : text.replaceFirst("(?<=^[A-Za-z]{1,64})\\..*", ""))
                .collect(Collectors.toSet());
    }

    private static int number(Request request, String name, int standard) {
        String text = request.query(name).orElse("").strip();
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw ScimError.value(name, "a whole number is expected");
        }
        return Integer.parseInt(text);
    }
}
