package dev.tailrace.server.api;

import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.audit.AuditLog;
import dev.tailrace.engine.audit.AuditLog.Noted;
import dev.tailrace.engine.audit.AuditLog.Part;
import dev.tailrace.engine.audit.AuditLog.Wanted;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What people and programs did to a tenant, told from its notes. Threads may share it. */
public final class Activity {
    private static final Duration MARKED = Duration.ofHours(1);
    private static final int MARKS_MAX = 100;
    /** Notes looked at for the marks. */
    private static final int LOOKED_AT_MAX = 300;

    private static final Set<String> MARKING = Set.of("deployed", "created", "changed", "moved", "disabled");
    private static final Pattern PATH = Pattern.compile("/api/v2/(event-streams|actions/actions|[a-z/-]+?)"
            + "(?:/([^/]+)(?:/([a-z-]+)(?:/[^/]+(?:/([a-z]+))?)?)?)?");
    private static final JsonMapper JSON = new JsonMapper();

    /** Types of notes that tell of what was done. */
    static final List<String> TYPES = List.of(AuditEntry.API, AuditEntry.STREAM_DISABLED);

    private final AuditLog notes;
    private final Streams streams;

    public Activity(AuditLog notes, Streams streams) {
        this.notes = notes;
        this.streams = streams;
    }

    /**
     * One thing that was done.
     *
     * @param kind {@code created}, {@code changed}, {@code deleted}, {@code deployed}, {@code moved}, {@code redelivered},
     *     {@code tested} or {@code disabled}
     * @param thing what it was done to: {@code event-streams}, {@code actions/actions}, {@code users} …
     * @param id of that thing; empty where the note does not say
     * @param version that was deployed
     */
    record Act(Noted noted, String kind, String thing, String id, Optional<Integer> version, JsonNode details) {
        boolean isOf(String otherThing) {
            return thing.equals(otherThing);
        }
    }

    /** Newest first, those with a smaller number than {@code from}. */
    List<Act> acts(TenantId tenant, String user, Optional<Long> from, int max) {
        return notes.list(tenant, new Wanted(TYPES, user, ""), new Part(from, 0, max, true)).stream()
                .map(Activity::act)
                .toList();
    }

    /** What of the last hour may explain a change in what streams deliver, oldest first. */
    ArrayNode marks(TenantId tenant, Instant now) {
        ArrayNode marks = JsonNodeFactory.instance.arrayNode();
        List<Act> acts = acts(tenant, "", Optional.empty(), LOOKED_AT_MAX).stream()
                .takeWhile(act -> act.noted().entry().at().isAfter(now.minus(MARKED)))
                .filter(act -> MARKING.contains(act.kind()))
                .filter(act ->
                        act.isOf("event-streams") || (act.kind().equals("deployed") && act.isOf("actions/actions")))
                .limit(MARKS_MAX)
                .toList()
                .reversed();
        for (Act act : acts) {
            ObjectNode mark = marks.addObject();
            mark.put("at", EventFactory.text(act.noted().entry().at())).put("kind", act.kind());
            writeIds(tenant, act, mark);
            mark.put("text", text(act));
        }
        return marks;
    }

    /** Which stream and which action it was about; a deployment is also about the stream that the action is of. */
    void writeIds(TenantId tenant, Act act, ObjectNode json) {
        if (act.id().isEmpty()) {
            return;
        }
        if (act.isOf("event-streams")) {
            json.put("event_stream_id", act.id());
        }
        if (act.isOf("actions/actions")) {
            json.put("action_id", act.id());
            streams.deliveringTo(new ActionId(tenant, act.id()))
                    .map(StreamId::value)
                    .ifPresent(stream -> json.put("event_stream_id", stream));
        }
        act.version().ifPresent(version -> json.put("version", version));
    }

    static String text(Act act) {
        String what = switch (act.thing()) {
            case "event-streams" -> "Event stream";
            case "actions/actions" ->
                act.kind().equals("deployed")
                        ? act.version().map(version -> "Version " + version).orElse("A version")
                        : "Action";
            default -> act.noted().entry().description();
        };
        return what.equals(act.noted().entry().description()) ? what : what + " " + act.kind();
    }

    private static Act act(Noted noted) {
        JsonNode details = JSON.readTree(noted.entry().details());
        if (noted.entry().type().equals(AuditEntry.STREAM_DISABLED)) {
            return new Act(
                    noted,
                    "disabled",
                    "event-streams",
                    details.path("event_stream_id").asString(""),
                    Optional.empty(),
                    details);
        }
        JsonNode response = details.path("response");
        Matcher path = PATH.matcher(details.path("request").path("path").asString(""));
        boolean known = path.matches();
        String thing = known ? path.group(1) : "";
        String id = known && path.group(2) != null
                ? path.group(2)
                : response.path("id").asString("");
        Optional<Integer> version =
                response.has("number") ? Optional.of(response.path("number").asInt()) : Optional.empty();
        return new Act(
                noted,
                kind(details.path("request").path("method").asString(""), path, known),
                thing,
                id,
                version,
                details);
    }

    private static String kind(String method, Matcher path, boolean known) {
        String sub = known && path.group(3) != null ? path.group(3) : "";
        String last = known && path.group(4) != null ? path.group(4) : "";
        if (sub.equals("deploy") || last.equals("deploy")) {
            return "deployed";
        }
        return switch (sub) {
            case "position", "skip", "rewind", "replay", "purge" -> "moved";
            case "redeliver" -> "redelivered";
            case "test" -> "tested";
            case "" ->
                switch (method) {
                    case "POST" -> "created";
                    case "DELETE" -> "deleted";
                    default -> "changed";
                };
            default -> "changed";
        };
    }
}
