package dev.tailrace.server.api;

import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.KeptExecution;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A kept execution in the contract's shape (actions §8), and what it did beside it. */
final class ExecutionJson {
    private ExecutionJson() {}

    static ObjectNode toJson(KeptExecution kept) {
        KeptExecution.Run run = kept.run();
        Instant started = run.at();
        Instant ended = started.plus(run.took());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", kept.id()).put("trigger_id", "event-stream").put("status", "final");
        ObjectNode result = json.putArray("results").addObject();
        result.put("action_id", kept.action().value())
                .put("action_name", run.action())
                .put("version", run.version())
                .put("event_stream_id", run.stream())
                .put("event_id", run.event())
                .put("attempt", run.attempt())
                .put("isolation", kept.trace().isolation());
        kept.error()
                .ifPresent(error -> result.putObject("error")
                        .put("id", error.name())
                        .put("msg", error.message())
                        .put("url", "")
                        .put("stack", error.stack()));
        result.putObject("response").put("logs", kept.output());
        put(result, kept.trace());
        result.put("started_at", Times.nanos(started)).put("ended_at", Times.nanos(ended));
        return json.put("created_at", Times.nanos(started)).put("updated_at", Times.nanos(ended));
    }

    /** What it said, whom it called, what it kept. */
    static void put(ObjectNode result, Trace trace) {
        ArrayNode console = result.putArray("console");
        trace.console()
                .forEach(line -> console.addObject()
                        .put("date", Times.nanos(line.at()))
                        .put("level", line.level().name().toLowerCase(Locale.ROOT))
                        .put("text", line.text()));
        ArrayNode calls = result.putArray("outgoing_calls");
        trace.calls()
                .forEach(call -> calls.addObject()
                        .put("host", call.host())
                        .put("port", call.port())
                        .put("address", call.address())
                        .put("bytes_sent", call.bytesSent())
                        .put("bytes_received", call.bytesReceived())
                        .put("verdict", call.verdict()));
        CacheUse used = trace.cache();
        ArrayNode keys = result.putObject("cache")
                .put("reads", used.reads())
                .put("writes", used.writes())
                .put("deletes", used.deletes())
                .putArray("keys");
        used.keys().forEach(keys::add);
    }
}
