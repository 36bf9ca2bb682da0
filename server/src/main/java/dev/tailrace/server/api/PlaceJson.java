package dev.tailrace.server.api;

import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Place;
import dev.tailrace.engine.tenant.TenantId;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A place in the log in a body: {@code latest}, {@code earliest}, a time (RFC 3339) or an offset. */
final class PlaceJson {
    private static final String FORM = "Expected latest, earliest, a time like 2026-09-14T00:00:00Z, or an offset";

    private PlaceJson() {}

    /** The offset behind which one reads on from there; empty where the property is missing. */
    static Optional<Offset> read(Fields json, String name, EventLog log, TenantId tenant) {
        return Optional.ofNullable(json.node().get(name)).map(value -> {
            Place place = place(json, name, value);
            place.wrong(log, tenant).ifPresent(reason -> {
                throw json.wrong(name, reason);
            });
            return place.in(log, tenant);
        });
    }

    private static Place place(Fields json, String name, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
            return new Place.After(new Offset(value.longValue()));
        }
        if (!value.isString()) {
            throw json.wrong(name, FORM);
        }
        return switch (value.stringValue()) {
            case "latest" -> new Place.Latest();
            case "earliest" -> new Place.Earliest();
            case String text -> since(json, name, text);
        };
    }

    private static Place since(Fields json, String name, String text) {
        try {
            return new Place.Since(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw json.wrong(name, FORM);
        }
    }
}
