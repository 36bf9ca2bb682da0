package dev.tailrace.engine.event;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads CloudEvents 1.0.2 as they come over HTTP: structured, batch and binary (JSON format and HTTP binding). One pass
 * over the bytes; {@code data} is copied, not written anew. Threads may share it.
 */
public final class CloudEvents {
    /** Size of one event: of its JSON as given or, in binary mode, of the JSON it becomes. */
    public static final int EVENT_BYTES_MAX = 256 * 1024;

    public static final int REQUEST_BYTES_MAX = 1024 * 1024;
    /** Events in a batch, at most. */
    public static final int BATCH_MAX = 1_000;
    /** Objects and arrays within each other, at most, a batch's own array included. */
    public static final int DEPTH_MAX = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(REQUEST_BYTES_MAX)
                    .maxNameLength(REQUEST_BYTES_MAX)
                    .maxNumberLength(1_000)
                    .build())
            .build();
    private final EventCatalog catalog;
    private final InstantSource clock;

    public CloudEvents(EventCatalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * What came.
     *
     * @param contentType the Content-Type header, empty where there was none
     * @param attributes the {@code ce-} headers as they came, by their names without {@code ce-}, in lower case
     */
    public record Message(String contentType, Map<String, String> attributes, byte[] body) {
        public Message {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * All events of the message, in order.
     *
     * @throws Problem.Invalid when one of them breaks a rule; the message names which and why
     * @throws Problem.TooLarge when there are too many or one is too large
     */
    public List<Event> read(TenantId tenant, Message message) {
        if (message.body().length > REQUEST_BYTES_MAX) {
            throw new Problem.TooLarge("", "The request is larger than " + REQUEST_BYTES_MAX + " bytes.");
        }
        Optional<MediaType> type = MediaType.parse(message.contentType());
        if (type.isEmpty() && !message.contentType().isEmpty()) {
            throw Problem.Invalid.plain("The Content-Type is not a media type: " + message.contentType());
        }
        Instant now = clock.instant();
        return switch (mode(type, message)) {
            case BINARY -> {
                Envelope event = BinaryReader.read(message.attributes(), type, message.contentType(), message.body());
                yield List.of(event.finished(tenant, catalog, now));
            }
            case ONE -> json(tenant, message.body(), false, now);
            case BATCH -> json(tenant, message.body(), true, now);
        };
    }

    private enum Mode {
        ONE,
        BATCH,
        BINARY
    }

    private static Mode mode(Optional<MediaType> type, Message message) {
        boolean structured = type.map(MediaType::isCloudEvents).orElse(false);
        if (!structured && !message.attributes().isEmpty()) {
            return Mode.BINARY;
        }
        String name = type.map(t -> t.type() + '/' + t.subtype()).orElse("");
        boolean utf8 = type.map(MediaType::isUtf8).orElse(true);
        return switch (utf8 ? name : "") {
            case "application/cloudevents+json" -> Mode.ONE;
            case "application/cloudevents-batch+json" -> Mode.BATCH;
            case "application/json" -> firstByte(message.body()) == '[' ? Mode.BATCH : Mode.ONE;
            default ->
                throw Problem.Invalid.plain("The Content-Type must be application/cloudevents+json,"
                        + " application/cloudevents-batch+json or application/json in UTF-8,"
                        + " or any other with the event's attributes in ce- headers.");
        };
    }

    private static int firstByte(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b;
            }
        }
        return -1;
    }

    private List<Event> json(TenantId tenant, byte[] body, boolean batch, Instant now) {
        try (JsonParser json = parser(body)) {
            var reader = new StructuredReader(body, json);
            JsonToken first = json.nextToken();
            if (first != (batch ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
                throw Problem.Invalid.body(batch ? "a batch must be an array" : "an event must be an object");
            }
            List<Event> events = new ArrayList<>();
            if (batch) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    events.add(element(tenant, reader, json, events.size(), now));
                }
            } else {
                events.add(reader.read("").finished(tenant, catalog, now));
            }
            endsHere(json);
            return events;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private Event element(TenantId tenant, StructuredReader reader, JsonParser json, int index, Instant now) {
        if (index == BATCH_MAX) {
            throw new Problem.TooLarge("", "The batch has more than " + BATCH_MAX + " events.");
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw Problem.Invalid.body("[" + index + "]", "must be an object");
        }
        return reader.read("[" + index + "].").finished(tenant, catalog, now);
    }

    /** Over bytes that are UTF-8 for sure; a zero byte would make the parser guess at another encoding. */
    static JsonParser parser(byte[] body) {
        if (!Utf8.isValid(body)) {
            throw Problem.Invalid.body("the body is not UTF-8");
        }
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw Problem.Invalid.body("the body is not JSON: a zero byte at " + i);
            }
        }
        return JSON.createParser(ObjectReadContext.empty(), body);
    }

    static void endsHere(JsonParser json) {
        if (json.nextToken() != null) {
            throw Problem.Invalid.body("the body is not JSON: something follows after its end");
        }
    }

    static Problem.Invalid notJson(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String at = location == null ? "" : " at byte " + location.getByteOffset();
        return Problem.Invalid.body(
                e instanceof StreamConstraintsException
                        ? "nested deeper than " + DEPTH_MAX + ", or a number or name too long" + at
                        : "the body is not JSON: " + e.getOriginalMessage() + at);
    }

    static Problem.TooLarge tooLarge(String at) {
        String which = at.isEmpty() ? "The event" : "The event " + at.substring(0, at.length() - 1);
        return new Problem.TooLarge("", which + " is larger than " + EVENT_BYTES_MAX + " bytes.");
    }
}
