package dev.tailrace.runtime.npm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** A registry's description of a package, copied as it streams by: only where its archives lie is changed. */
final class Packument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Packument() {}

    /** @param place what each {@code dist.tarball} becomes */
    static void rewrite(InputStream in, UnaryOperator<String> place, OutputStream out) throws Unreadable {
        try (JsonParser from = JSON.createParser(in);
                JsonGenerator to = JSON.createGenerator(out)) {
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                if (token == JsonToken.VALUE_STRING && isTarball(from)) {
                    to.writeString(place.apply(from.getString()));
                } else {
                    to.copyCurrentEvent(from);
                }
            }
        } catch (JacksonException e) {
            throw new Unreadable(e.getOriginalMessage());
        }
    }

    private static boolean isTarball(JsonParser at) {
        var parent = at.streamReadContext().getParent();
        return "tarball".equals(at.currentName()) && parent != null && "dist".equals(parent.currentName());
    }

    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
