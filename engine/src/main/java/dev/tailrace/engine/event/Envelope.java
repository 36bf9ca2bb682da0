package dev.tailrace.engine.event;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One event while it is read: what the rules ask for, and the JSON text that the log will keep. */
final class Envelope {
    /** Attributes we set ourselves: given ones are dropped. */
    private static final Set<String> OURS = Set.of("a0tenant", "a0stream", "a0purpose");

    private static final int MEMBERS_MAX = 100;
    private final String at;
    private final JsonBytes json = new JsonBytes();
    private final List<String> names = new ArrayList<>(12);
    private JsonNode data = JsonNodeFactory.instance.missingNode();
    private @Nullable String specversion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String subject;
    private @Nullable Instant time;

    /** @param at where it stands in the request, for messages: empty, or {@code [3].} in a batch */
    Envelope(String at) {
        this.at = at;
        json.ascii("{");
    }

    /** Begins a member; false when it is one of ours, whose value is dropped. */
    boolean begins(String name) {
        if (names.contains(name)) {
            throw invalid(name, "is given twice");
        }
        if (names.size() == MEMBERS_MAX) {
            throw Problem.Invalid.body(at + "the event has more than " + MEMBERS_MAX + " members");
        }
        boolean isData = name.equals("data") || name.equals("data_base64");
        if (!isData && !Attributes.isName(name)) {
            throw invalid(name, "the name of an attribute must be 1 to 20 lower-case letters and digits");
        }
        names.add(name);
        return !OURS.contains(name);
    }

    /** Checks the string value of an attribute, and keeps it where it will be asked for. */
    void checks(String name, String value) {
        Optional<String> fault = Attributes.fault(name, value);
        if (fault.isPresent()) {
            throw invalid(name, fault.get());
        }
        switch (name) {
            case "specversion" -> specversion = value;
            case "id" -> id = value;
            case "source" -> source = value;
            case "type" -> type = value;
            case "subject" -> subject = value;
            case "time" ->
                time = Rfc3339.parse(value).orElseThrow(() -> invalid(name, "must be an RFC 3339 date-time"));
            default -> {
                // only written
            }
        }
    }

    /** Keeps what there is to know about a JSON value of {@code data}. */
    void outlines(JsonNode outline) {
        data = outline;
    }

    /** Adds a member whose value is JSON text already. */
    void writes(String name, byte[] bytes, int from, int length) {
        json.ascii(json.size() > 1 ? ",\"" : "\"");
        json.ascii(name);
        json.ascii("\":");
        json.bytes(bytes, from, length);
    }

    void writes(String name, String value) {
        byte[] text = JsonNodeFactory.instance.stringNode(value).toString().getBytes(StandardCharsets.UTF_8);
        writes(name, text, 0, text.length);
    }

    int size() {
        return json.size();
    }

    Problem.Invalid invalid(String name, String reason) {
        return Problem.Invalid.body(at + name, reason);
    }

    /** The whole event, once every member was read. */
    Event finished(TenantId tenant, EventCatalog catalog, Instant now) {
        require("specversion", specversion);
        String ofId = require("id", id);
        String ofSource = require("source", source);
        EventType ofType = EventType.of(require("type", type));
        if (names.contains("data") && names.contains("data_base64")) {
            throw invalid("data_base64", "must not stand beside data");
        }
        if (!catalog.knows(tenant, ofType)) {
            throw invalid("type", "unknown event type " + ofType + "; own types are registered at /api/v2/event-types");
        }
        boolean bundled = catalog.bundled(ofType);
        if (bundled && !data.path("object").isObject()) {
            throw invalid("data.object", "must be an object in an event of type " + ofType);
        }
        var about =
                bundled ? Subjects.ofCatalogue(ofType, data) : Subjects.ofOther(ofSource, Optional.ofNullable(subject));
        return new Event(ofId, ofSource, ofType, time(now), about, text(tenant));
    }

    private Instant time(Instant now) {
        if (time != null) {
            return time;
        }
        Instant accepted = now.truncatedTo(ChronoUnit.MILLIS);
        writes("time", EventFactory.text(accepted));
        return accepted;
    }

    private String text(TenantId tenant) {
        json.ascii(",\"a0tenant\":\"");
        json.ascii(tenant.value());
        json.ascii("\"}");
        return json.text();
    }

    private String require(String name, @Nullable String value) {
        if (value == null) {
            throw Problem.Invalid.body("Missing required property: " + at + name);
        }
        return value;
    }
}
