package dev.tailrace.runtime.npm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registry's description of a package, copied as it streams by. Changed is where its archives lie, and what would lead
 * npm past us: dependencies with an address of their own, and locks inside archives.
 */
final class Packument {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> DEPENDENCIES =
            Set.of("dependencies", "optionalDependencies", "peerDependencies", "devDependencies");
    /** A tag that no package has: npm says that there is no such version. */
    private static final String ELSEWHERE = "not-from-a-registry";

    private Packument() {}

    /** @param place what each {@code dist.tarball} becomes */
    static void rewrite(InputStream in, UnaryOperator<String> place, OutputStream out) throws Unreadable {
        try (JsonParser from = JSON.createParser(in);
                JsonGenerator to = JSON.createGenerator(out)) {
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                if (token == JsonToken.VALUE_STRING && isTarball(from)) {
                    to.writeString(place.apply(from.getString()));
                } else if (token == JsonToken.VALUE_STRING && isFromElsewhere(from)) {
                    to.writeString(ELSEWHERE);
                } else if (token == JsonToken.VALUE_TRUE && "_hasShrinkwrap".equals(from.currentName())) {
                    to.writeBoolean(false);
                } else {
                    to.copyCurrentEvent(from);
                }
            }
        } catch (JacksonException e) {
            throw new Unreadable(e.getOriginalMessage());
        }
    }

    /** A dependency that is not a version, range, tag or alias: npm would fetch it past us. */
    private static boolean isFromElsewhere(JsonParser at) {
        var parent = at.streamReadContext().getParent();
        return parent != null
                && parent.currentName() != null
                && DEPENDENCIES.contains(parent.currentName())
                && !at.getString().startsWith("npm:")
                && !PackageNames.validVersion(at.getString());
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
