package dev.tailrace.engine.directory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pure: what a user can be found by, as sorted texts of a field and a value. The fields of the profile, its identities'
 * connection and provider, and every text, number and flag in its metadata: nested keys are joined by dots, each item of
 * an array is a value of its own.
 */
public final class UserTerms {
    /** Longest value of metadata that can be found, in characters; the fields of a profile are never longer. */
    public static final int VALUE_MAX = 300;

    /** So many values of one user's metadata can be found, in the order in which they stand there. */
    public static final int METADATA_MAX = 100;

    /** Stands between field and value; what has it in its own name or value cannot be found. */
    private static final char BETWEEN = '\u0001';

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> TEXTS =
            List.of("user_id", "email", "username", "name", "nickname", "given_name", "family_name", "phone_number");
    private static final List<String> FLAGS = List.of("email_verified", "blocked");
    private static final List<String> METADATA = List.of("app_metadata", "user_metadata");
    private static final List<String> IDENTITY = List.of("connection", "provider");

    /** Whatever their case; the others as they are written. */
    private static final Set<String> ANY_CASE =
            Set.of("email", "username", "name", "nickname", "given_name", "family_name");

    private UserTerms() {}

    /** Texts that users can be sorted by: each user has at most one of each. */
    public static List<String> sortable() {
        return TEXTS;
    }

    public static boolean known(String field) {
        return TEXTS.contains(field)
                || FLAGS.contains(field)
                || IDENTITY.stream().anyMatch(part -> field.equals("identities." + part))
                || METADATA.stream()
                        .anyMatch(part -> field.startsWith(part + ".") && field.length() > part.length() + 1);
    }

    /** Field and value as one text that sorts by field, then by value. */
    public static String term(String field, String value) {
        return field + BETWEEN + (ANY_CASE.contains(field) ? value.toLowerCase(Locale.ROOT) : value);
    }

    /** The value of a term of this field. */
    public static String value(String field, String term) {
        return term.substring(field.length() + 1);
    }

    /** @param profile of a {@link User} */
    public static NavigableSet<String> of(String profile) {
        JsonNode json = JSON.readTree(profile);
        var terms = new TreeSet<String>();
        for (String field : TEXTS) {
            add(terms, field, json.path(field));
        }
        for (String flag : FLAGS) {
            add(terms, flag, json.path(flag));
        }
        for (JsonNode identity : json.path("identities")) {
            for (String part : IDENTITY) {
                add(terms, "identities." + part, identity.path(part));
            }
        }
        var metadata = new TreeSet<String>();
        for (String field : METADATA) {
            collect(metadata, field, json.path(field));
        }
        terms.addAll(metadata);
        return terms;
    }

    private static void collect(Set<String> terms, String field, JsonNode value) {
        if (terms.size() >= METADATA_MAX) {
            return;
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                collect(terms, field + "." + entry.getKey(), entry.getValue());
            }
        } else if (value.isArray()) {
            value.forEach(item -> collect(terms, field, item));
        } else {
            add(terms, field, value);
        }
    }

    private static void add(Set<String> terms, String field, JsonNode value) {
        if (value.isString() || value.isNumber() || value.isBoolean()) {
            String text = value.asString();
            if (text.length() <= VALUE_MAX && field.length() <= VALUE_MAX && (field + text).indexOf(BETWEEN) < 0) {
                terms.add(term(field, text));
            }
        }
    }
}
