package dev.tailrace.engine.event;

import java.util.Base64;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one event in the JSON format from a parser that stands on its opening brace. */
final class StructuredReader {
    private final byte[] body;
    private final JsonParser json;

    StructuredReader(byte[] body, JsonParser json) {
        this.body = body;
        this.json = json;
    }

    Envelope read(String at) {
        int begin = tokenStart();
        var event = new Envelope(at);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            member(event, name, json.nextToken());
        }
        if (position() - begin > CloudEvents.EVENT_BYTES_MAX) {
            throw CloudEvents.tooLarge(at);
        }
        return event;
    }

    private void member(Envelope event, String name, JsonToken token) {
        boolean kept = event.begins(name);
        int start = tokenStart();
        if (!kept) {
            skip();
            return;
        }
        if (name.equals("data")) {
            event.outlines(DataOutline.read(json));
        } else if (token == JsonToken.VALUE_NULL) {
            return; // The JSON format: null is as good as absent.
        } else if (name.equals("data_base64")) {
            base64(event, token);
        } else {
            attribute(event, name, token);
        }
        event.writes(name, body, start, position() - start);
    }

    private void attribute(Envelope event, String name, JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            event.checks(name, json.getString());
            return;
        }
        if (Attributes.isOwn(name)) {
            throw event.invalid(name, "must be a string");
        }
        boolean flag = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        boolean whole = token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT;
        if (!flag && !whole) {
            throw event.invalid(name, "must be a string, a boolean or an integer of 32 bits");
        }
    }

    private void base64(Envelope event, JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw event.invalid("data_base64", "must be a string");
        }
        try {
            Base64.getDecoder().decode(json.getString());
        } catch (IllegalArgumentException e) {
            throw event.invalid("data_base64", "must be Base64");
        }
    }

    private void skip() {
        json.skipChildren();
        json.finishToken();
    }

    private int tokenStart() {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private int position() {
        return (int) json.currentLocation().getByteOffset();
    }
}
