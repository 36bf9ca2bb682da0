package dev.tailrace.jdbc;

import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a note says, as a JSON column. */
final class AuditJson {
    private AuditJson() {}

    static String write(AuditEntry entry) {
        ObjectNode json = Json.object().put("description", entry.description());
        Origin origin = entry.origin();
        origin.client()
                .ifPresent(c -> json.putObject("client").put("id", c.id()).put("name", c.name()));
        origin.connection()
                .ifPresent(c -> json.putObject("connection")
                        .put("id", c.id())
                        .put("name", c.name())
                        .put("strategy", c.strategy()));
        origin.call()
                .ifPresent(c -> json.putObject("call")
                        .put("hostname", c.hostname())
                        .put("ip", c.ip())
                        .put("method", c.method())
                        .put("user_agent", c.userAgent()));
        json.set("details", Json.parse(entry.details()));
        return Json.text(json);
    }

    static AuditEntry read(TenantId tenant, String type, Instant at, String userId, String text) {
        JsonNode json = Json.parse(text);
        var origin = new Origin(
                there(json, "client").map(c -> new Origin.Client(in(c, "id"), in(c, "name"))),
                there(json, "connection")
                        .map(c -> new Origin.Connection(in(c, "id"), in(c, "name"), in(c, "strategy"))),
                there(json, "call")
                        .map(c ->
                                new Origin.Call(in(c, "hostname"), in(c, "ip"), in(c, "method"), in(c, "user_agent"))));
        return new AuditEntry(
                tenant, type, at, in(json, "description"), origin, userId, Json.text(json.path("details")));
    }

    private static Optional<JsonNode> there(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field));
    }

    private static String in(JsonNode json, String field) {
        return json.path(field).asString("");
    }
}
