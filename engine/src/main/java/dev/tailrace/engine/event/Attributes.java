package dev.tailrace.engine.event;

import java.util.Optional;
import java.util.Set;

/** Pure: the rules of CloudEvents 1.0.2 for context attributes. Each check gives the reason why it fails, if it does. */
final class Attributes {
    /** Longest {@code id}, in characters. */
    static final int ID_MAX = 1_024;
    /** Longest {@code source}, {@code subject} or {@code dataschema}, in characters. */
    static final int TEXT_MAX = 2_048;

    private static final int NAME_MAX = 20;
    private static final Set<String> OWN =
            Set.of("specversion", "id", "source", "type", "time", "subject", "dataschema", "datacontenttype");

    private Attributes() {}

    /** Whether the specification itself defines this attribute; the value of each of these is a string. */
    static boolean isOwn(String name) {
        return OWN.contains(name);
    }

    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    static Optional<String> fault(String name, String value) {
        if (value.isEmpty() && isOwn(name)) {
            return Optional.of("must not be empty");
        }
        if (!isString(value)) {
            return Optional.of("must not hold control characters, unpaired surrogates or noncharacters");
        }
        return switch (name) {
            case "specversion" -> unless(value.equals("1.0"), "must be 1.0");
            case "id" -> atMost(ID_MAX, value);
            case "source" -> uri(UriReference.isOne(value), "must be a URI-reference", value);
            case "dataschema" -> uri(UriReference.isAbsolute(value), "must be a URI with a scheme", value);
            case "subject" -> atMost(TEXT_MAX, value);
            case "datacontenttype" -> unless(MediaType.parse(value).isPresent(), "must be a media type");
            default -> Optional.empty();
        };
    }

    private static Optional<String> uri(boolean holds, String reason, String value) {
        return holds ? atMost(TEXT_MAX, value) : Optional.of(reason);
    }

    private static Optional<String> atMost(int length, String value) {
        return unless(value.length() <= length, "must not be longer than " + length + " characters");
    }

    private static Optional<String> unless(boolean holds, String reason) {
        return holds ? Optional.empty() : Optional.of(reason);
    }

    /** Whether the text may be a CloudEvents String. */
    private static boolean isString(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            int point = text.codePointAt(i);
            boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
            boolean noncharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
            if (Character.isISOControl(point) || surrogate || noncharacter) {
                return false;
            }
            i += Character.charCount(point) - 1;
        }
        return true;
    }
}
