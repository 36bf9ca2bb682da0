package dev.tailrace.engine.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Pure: reads one event in binary mode, attributes from headers and data from the body. */
final class BinaryReader {
    private BinaryReader() {}

    /** @param attributes header values by attribute name, as they came */
    static Envelope read(Map<String, String> attributes, Optional<MediaType> type, String contentType, byte[] body) {
        var event = new Envelope("");
        attributes.forEach((name, value) -> attribute(event, name, value));
        if (!contentType.isEmpty() && event.begins("datacontenttype")) {
            event.checks("datacontenttype", contentType);
            event.writes("datacontenttype", contentType);
        }
        if (body.length > 0) {
            data(event, type, body);
        }
        if (event.size() > CloudEvents.EVENT_BYTES_MAX) {
            throw CloudEvents.tooLarge("");
        }
        return event;
    }

    private static void attribute(Envelope event, String name, String header) {
        if (name.startsWith("data") && !name.equals("dataschema")) {
            throw event.invalid(header(name), "data is the body of the request, and its type the Content-Type");
        }
        if (event.begins(name)) {
            String value = decoded(event, name, header);
            event.checks(name, value);
            event.writes(name, value);
        }
    }

    private static void data(Envelope event, Optional<MediaType> type, byte[] body) {
        boolean utf8 = type.map(MediaType::isUtf8).orElse(false);
        if (utf8 && type.map(MediaType::isJson).orElse(false)) {
            event.begins("data");
            json(event, body);
        } else if (utf8 && type.map(MediaType::isText).orElse(false) && Utf8.isValid(body)) {
            event.begins("data");
            event.writes("data", new String(body, StandardCharsets.UTF_8));
        } else {
            event.begins("data_base64");
            event.writes("data_base64", Base64.getEncoder().encodeToString(body));
        }
    }

    private static void json(Envelope event, byte[] body) {
        try (JsonParser json = CloudEvents.parser(body)) {
            json.nextToken();
            int start = (int) json.currentTokenLocation().getByteOffset();
            event.outlines(DataOutline.read(json));
            int end = (int) json.currentLocation().getByteOffset();
            CloudEvents.endsHere(json);
            event.writes("data", body, start, end - start);
        } catch (JacksonException e) {
            throw CloudEvents.notJson(e);
        }
    }

    /** The HTTP binding: quotes are taken off, then one round of percent-decoding. */
    private static String decoded(Envelope event, String name, String header) {
        String text = unquoted(header.strip());
        var bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~') {
                throw event.invalid(header(name), "characters outside of ASCII must be percent-encoded");
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw event.invalid(header(name), "is not percent-encoded as it should be");
            }
            bytes.put((byte) ((high << 4) | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw event.invalid(header(name), "is not UTF-8 once it is percent-decoded");
        }
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        var plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() - 1) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static String header(String name) {
        return "ce-" + name;
    }
}
