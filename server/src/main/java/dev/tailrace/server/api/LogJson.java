package dev.tailrace.server.api;

import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.audit.AuditLog.Noted;
import dev.tailrace.engine.event.EventFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** An entry of the tenant's logs, written. Its id is digits and grows with every entry, also when compared as text. */
final class LogJson {
    private static final String PREFIX = "90020";
    private static final int NUMBER_DIGITS = 32;
    private static final Pattern ID = Pattern.compile(PREFIX + "0{14}([0-9]{18})");

    private LogJson() {}

    static ObjectNode toJson(Noted noted) {
        AuditEntry entry = noted.entry();
        String id = id(noted);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("date", EventFactory.text(entry.at()));
        json.put("type", entry.type());
        json.put("description", entry.description());
        var origin = entry.origin();
        origin.connection()
                .ifPresent(c -> json.put("connection", c.name())
                        .put("connection_id", c.id())
                        .put("strategy", c.strategy()));
        origin.client().ifPresent(c -> json.put("client_id", c.id()).put("client_name", c.name()));
        origin.call()
                .ifPresent(c ->
                        json.put("ip", c.ip()).put("hostname", c.hostname()).put("user_agent", c.userAgent()));
        if (!entry.userId().isEmpty()) {
            json.put("user_id", entry.userId());
        }
        json.putRawValue("details", new RawValue(entry.details()));
        return json.put("log_id", id).put("_id", id).put("isMobile", false);
    }

    /** The number in an id; empty when it is none of ours. */
    static Optional<Long> number(String id) {
        Matcher digits = ID.matcher(id);
        return digits.matches() ? Optional.of(Long.parseLong(digits.group(1))) : Optional.empty();
    }

    private static String id(Noted noted) {
        return PREFIX + ("%0" + NUMBER_DIGITS + "d").formatted(noted.number());
    }
}
