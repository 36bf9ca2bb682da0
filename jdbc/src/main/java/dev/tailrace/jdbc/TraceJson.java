package dev.tailrace.jdbc;

import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.ConsoleLine;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.OutgoingCall;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an execution did as a JSON column; times in nanoseconds. */
final class TraceJson {
    private TraceJson() {}

    static String write(Trace trace) {
        ObjectNode json = Json.object().put("isolation", trace.isolation());
        ArrayNode console = json.putArray("console");
        trace.console()
                .forEach(line -> console.addObject()
                        .put("at", Nanos.of(line.at()))
                        .put("level", line.level().name())
                        .put("text", line.text()));
        ArrayNode calls = json.putArray("calls");
        trace.calls()
                .forEach(call -> calls.addObject()
                        .put("host", call.host())
                        .put("port", call.port())
                        .put("address", call.address())
                        .put("sent", call.bytesSent())
                        .put("received", call.bytesReceived())
                        .put("verdict", call.verdict()));
        CacheUse cache = trace.cache();
        ArrayNode keys = json.putObject("cache")
                .put("reads", cache.reads())
                .put("writes", cache.writes())
                .put("deletes", cache.deletes())
                .putArray("keys");
        cache.keys().forEach(keys::add);
        return Json.text(json);
    }

    static Trace read(String text) {
        JsonNode json = Json.parse(text);
        return new Trace(
                json.path("isolation").asString(""),
                json.path("console").valueStream().map(TraceJson::line).toList(),
                json.path("calls").valueStream().map(TraceJson::call).toList(),
                cache(json.path("cache")));
    }

    private static ConsoleLine line(JsonNode line) {
        return new ConsoleLine(
                Nanos.instant(line.path("at").longValue()),
                ConsoleLine.Level.valueOf(line.path("level").stringValue()),
                line.path("text").stringValue());
    }

    private static OutgoingCall call(JsonNode call) {
        return new OutgoingCall(
                call.path("host").stringValue(),
                call.path("port").intValue(),
                call.path("address").stringValue(),
                call.path("sent").longValue(),
                call.path("received").longValue(),
                call.path("verdict").stringValue());
    }

    private static CacheUse cache(JsonNode cache) {
        return new CacheUse(
                cache.path("reads").asInt(0),
                cache.path("writes").asInt(0),
                cache.path("deletes").asInt(0),
                cache.path("keys").valueStream().map(JsonNode::stringValue).toList());
    }
}
