package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fields of a user may hold (management-api §8.2); each refusal names the field and the reason. */
public final class UserRules {
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>()\\[\\],;:\\\\\"\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}]([-\\p{L}\\p{N}]*[\\p{L}\\p{N}])?"
                    + "(\\.[\\p{L}\\p{N}]([-\\p{L}\\p{N}]*[\\p{L}\\p{N}])?)*");
    private static final int EMAIL_MAX = 254;
    private static final Pattern USERNAME = Pattern.compile("^[a-zA-Z0-9_+\\-.!#\\$\\^`~@']*$");
    private static final Pattern PHONE = Pattern.compile("^\\+[0-9]{1,15}$");
    private static final Pattern NO_SPACE = Pattern.compile("^\\S*$");
    private static final Pattern ANY = Pattern.compile("(?s).*");
    /** Control characters, and halves of a character that is written as two. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    /** One field's rule; throws {@link Problem.Invalid}. */
    private interface Rule {
        void check(String field, JsonNode value);
    }

    private static final Map<String, Rule> CREATE = Map.ofEntries(
            Map.entry("email", UserRules::email),
            Map.entry("phone_number", string(2, 16, PHONE)),
            Map.entry("user_metadata", UserRules::object),
            Map.entry("app_metadata", UserRules::object),
            Map.entry("blocked", UserRules::flag),
            Map.entry("email_verified", UserRules::flag),
            Map.entry("phone_verified", UserRules::flag),
            Map.entry("verify_email", UserRules::flag),
            Map.entry("given_name", string(1, 150, ANY)),
            Map.entry("family_name", string(1, 150, ANY)),
            Map.entry("name", string(1, 300, ANY)),
            Map.entry("nickname", string(1, 300, ANY)),
            Map.entry("picture", UserRules::address),
            Map.entry("user_id", string(0, 255, NO_SPACE)),
            Map.entry("connection", string(1, Integer.MAX_VALUE, ANY)),
            Map.entry("password", UserRules::password),
            Map.entry("username", UserRules::username));
    private static final Map<String, Rule> UPDATE_ONLY =
            Map.of("verify_phone_number", UserRules::flag, "client_id", string(1, Integer.MAX_VALUE, ANY));
    private static final Set<String> NOT_IN_UPDATE = Set.of("user_id");
    private static final Set<String> NULLABLE =
            Set.of("email", "phone_number", "given_name", "family_name", "name", "nickname", "picture", "username");

    private UserRules() {}

    /** A body with a field it does not know is refused. */
    static void checkNew(ObjectNode body) {
        var unknown = new TreeSet<>(body.propertyNames());
        unknown.removeAll(CREATE.keySet());
        if (!unknown.isEmpty()) {
            throw Problem.Invalid.body("Additional properties not allowed: " + String.join(",", unknown));
        }
        if (!body.has("connection")) {
            throw Problem.Invalid.body("Missing required property: connection");
        }
        body.forEachEntry((field, value) -> rule(CREATE, field).check(field, value));
    }

    /** The contract leaves this body open: fields it does not know pass, and are not stored. */
    static void checkPatch(ObjectNode body) {
        body.forEachEntry((field, value) -> {
            if (!(value.isNull() && NULLABLE.contains(field)) && !NOT_IN_UPDATE.contains(field)) {
                rule(UPDATE_ONLY.containsKey(field) ? UPDATE_ONLY : CREATE, field)
                        .check(field, value);
            }
        });
    }

    private static Rule rule(Map<String, Rule> rules, String field) {
        return rules.getOrDefault(field, (_, _) -> {});
    }

    private static Rule string(int min, int max, Pattern form) {
        return (field, value) -> {
            String text = text(field, value);
            int length = text.codePointCount(0, text.length());
            if (length < min) {
                refuse(field, "String is too short (" + length + " chars), minimum " + min);
            }
            if (length > max) {
                refuse(field, "String is too long (" + length + " chars), maximum " + max);
            }
            if (UNPRINTABLE.matcher(text).find()) {
                refuse(field, "String contains a control character or half a character");
            }
            if (!form.matcher(text).matches()) {
                refuse(field, "String does not match pattern: " + form.pattern());
            }
        };
    }

    private static void email(String field, JsonNode value) {
        String text = text(field, value);
        if (!isEmail(text)) {
            refuse(field, "Object didn't pass validation for format email: " + shortened(text));
        }
    }

    /** A user name in the form of an e-mail could be another's login. */
    private static void username(String field, JsonNode value) {
        string(1, 128, USERNAME).check(field, value);
        if (isEmail(value.asString())) {
            refuse(field, "A user name must not be an e-mail address");
        }
    }

    public static boolean isEmail(String text) {
        return text.length() <= EMAIL_MAX && EMAIL.matcher(text).matches();
    }

    private static void address(String field, JsonNode value) {
        String text = text(field, value);
        try {
            var uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        refuse(field, "Object didn't pass validation for format strict-uri: " + shortened(text));
    }

    /** Any characters; how good it is, the password policy says. */
    private static void password(String field, JsonNode value) {
        if (text(field, value).isEmpty()) {
            refuse(field, "String is too short (0 chars), minimum 1");
        }
    }

    private static void flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            refuse(field, "Expected type boolean but found type " + type(value));
        }
    }

    private static void object(String field, JsonNode value) {
        if (!value.isObject()) {
            refuse(field, "Expected type object but found type " + type(value));
        }
    }

    private static String text(String field, JsonNode value) {
        if (!value.isString()) {
            refuse(field, "Expected type string but found type " + type(value));
        }
        return value.asString();
    }

    private static String type(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= EMAIL_MAX ? text : text.substring(0, EMAIL_MAX) + "…";
    }

    private static void refuse(String field, String reason) {
        throw Problem.Invalid.body(field, reason);
    }
}
