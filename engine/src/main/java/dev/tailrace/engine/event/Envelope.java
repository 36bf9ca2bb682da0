package dev.tailrace.engine.event;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One event while it is read: what the rules ask for, and the JSON text that the log will keep. */
final class Envelope {
    /** Attributes we set ourselves: given ones are dropped. */
    private static final Set<String> OURS = Set.of("a0tenant", "a0stream", "a0purpose");

    private static final int MEMBERS_MAX = 100;
    private final String at;
    private final ByteArrayOutputStream json = new ByteArrayOutputStream(1_536);
    private final List<String> names = new ArrayList<>(12);
    private final Map<String, String> own = new HashMap<>(16);
    private JsonNode data = JsonNodeFactory.instance.missingNode();

    /** @param at where it stands in the request, for messages: empty, or {@code [3].} in a batch */
    Envelope(String at) {
        this.at = at;
        json.write('{');
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

    /** Checks the string value of an attribute. */
    void checks(String name, String value) {
        Optional<String> fault = Attributes.fault(name, value);
        if (fault.isPresent()) {
            throw invalid(name, fault.get());
        }
        if (Attributes.isOwn(name)) {
            own.put(name, value);
        }
    }

    /** Keeps what there is to know about a JSON value of {@code data}. */
    void outlines(JsonNode outline) {
        data = outline;
    }

    /** Adds a member whose value is JSON text already. */
    void writes(String name, byte[] bytes, int from, int length) {
        if (json.size() > 1) {
            json.write(',');
        }
        json.write('"');
        ascii(name);
        json.write('"');
        json.write(':');
        json.write(bytes, from, length);
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
        require("specversion");
        String id = require("id");
        String source = require("source");
        EventType type = EventType.of(require("type"));
        if (names.contains("data") && names.contains("data_base64")) {
            throw invalid("data_base64", "must not stand beside data");
        }
        if (!catalog.knows(tenant, type)) {
            throw invalid("type", "unknown event type " + type + "; own types are registered at /api/v2/event-types");
        }
        boolean bundled = catalog.bundled(type);
        if (bundled && !data.path("object").isObject()) {
            throw invalid("data.object", "must be an object in an event of type " + type);
        }
        var subject = bundled
                ? Subjects.ofCatalogue(type, data)
                : Subjects.ofOther(source, Optional.ofNullable(own.get("subject")));
        return new Event(id, source, type, time(now), subject, text(tenant));
    }

    private Instant time(Instant now) {
        String given = own.get("time");
        if (given != null) {
            return Rfc3339.parse(given).orElseThrow();
        }
        Instant accepted = now.truncatedTo(ChronoUnit.MILLIS);
        writes("time", EventFactory.text(accepted));
        return accepted;
    }

    private String text(TenantId tenant) {
        ascii(",\"a0tenant\":\"");
        ascii(tenant.value());
        ascii("\"}");
        return json.toString(StandardCharsets.UTF_8);
    }

    private String require(String name) {
        String value = own.get(name);
        if (value == null) {
            throw Problem.Invalid.body("Missing required property: " + at + name);
        }
        return value;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            json.write(text.charAt(i));
        }
    }
}
