package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.User;
import dev.tailrace.server.api.UserRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users as SCIM has them (RFC 7643 §4.1, §4.3), and what of that becomes part of a profile. */
final class ScimUserJson {
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TEXT_MAX = 256;
    private static final int PHONE_CHARACTERS = 64;

    /** A text attribute: where it stands in SCIM, which profile field it is, how long it may be. */
    private record Text(String attribute, String field, int max) {}

    private static final List<Text> TEXTS = List.of(
            new Text("externalId", "external_id", TEXT_MAX),
            new Text("userName", "preferred_username", TEXT_MAX),
            new Text("displayName", "name", 300),
            new Text("nickName", "nickname", 300),
            new Text("title", "title", TEXT_MAX),
            new Text("preferredLanguage", "preferred_language", TEXT_MAX),
            new Text("locale", "locale", TEXT_MAX),
            new Text("timezone", "zoneinfo", TEXT_MAX));

    private static final List<Text> NAMES = List.of(
            new Text("givenName", "given_name", 150),
            new Text("middleName", "middle_name", 150),
            new Text("familyName", "family_name", 150));

    private static final List<Text> EXTENSION = List.of(
            new Text("employeeNumber", "employee_number", TEXT_MAX),
            new Text("costCenter", "cost_center", TEXT_MAX),
            new Text("organization", "organization", TEXT_MAX),
            new Text("division", "division", TEXT_MAX),
            new Text("department", "department", TEXT_MAX));

    private ScimUserJson() {}

    static ObjectNode toJson(User user, ScimScope scope) {
        JsonNode profile = JSON.readTree(user.profile());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = json.putArray("schemas").add(CORE);
        json.put("id", scope.scimId(user));
        TEXTS.forEach(text -> copy(profile, json, text));
        if (!json.has("userName")) {
            json.put("userName", user.username().or(user::email).orElseGet(() -> scope.scimId(user)));
        }
        part(profile, NAMES).ifPresent(name -> json.set("name", name));
        json.put("active", !profile.path("blocked").asBoolean(false));
        user.email()
                .ifPresent(email -> json.putArray("emails")
                        .addObject()
                        .put("value", email)
                        .put("type", "work")
                        .put("primary", true));
        profile.path("phone_number")
                .asStringOpt()
                .ifPresent(phone -> json.putArray("phoneNumbers")
                        .addObject()
                        .put("value", phone)
                        .put("type", "work"));
        part(profile, EXTENSION).ifPresent(extension -> {
            schemas.add(ENTERPRISE);
            json.set(ENTERPRISE, extension);
        });
        json.putObject("meta")
                .put("resourceType", "User")
                .put("created", profile.path("created_at").asString(""))
                .put("lastModified", profile.path("updated_at").asString(""))
                .put("location", scope.base() + "/Users/" + scope.scimId(user))
                .put("version", ScimVersion.of(user.revision()));
        return json;
    }

    /** What a resource says about the profile; what it does not know is passed over (RFC 7644 §3.3). */
    static ObjectNode said(ObjectNode resource) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        TEXTS.forEach(text -> read(resource, text, said));
        ScimNames.find(resource, "name")
                .ifPresent(name -> NAMES.forEach(text -> read(object("name", name), text, said)));
        ScimNames.find(resource, ENTERPRISE)
                .ifPresent(node -> EXTENSION.forEach(text -> read(object("extension", node), text, said)));
        if (!said.has("preferred_username")) {
            throw ScimError.value("userName", "it is required");
        }
        if (!said.has("name")) {
            said.put("name", name(resource, said));
        }
        ScimNames.find(resource, "active").ifPresent(active -> said.put("blocked", !flag(active)));
        primary(resource, "emails").ifPresent(email -> said.put("email", email(email)));
        primary(resource, "phoneNumbers").flatMap(ScimUserJson::phone).ifPresent(p -> said.put("phone_number", p));
        return said;
    }

    private static String name(ObjectNode resource, ObjectNode said) {
        String formatted = ScimNames.find(resource, "name")
                .flatMap(name -> ScimNames.find(name, "formatted"))
                .map(JsonNode::asString)
                .orElse("");
        String parts = (said.path("given_name").asString("") + " "
                        + said.path("family_name").asString(""))
                .strip();
        String name = !formatted.isBlank() ? formatted : parts;
        return name.isEmpty() || name.length() > 300
                ? said.path("preferred_username").asString()
                : name;
    }

    private static void read(ObjectNode from, Text text, ObjectNode said) {
        Optional<JsonNode> value = ScimNames.find(from, text.attribute());
        if (value.isEmpty()) {
            return;
        }
        if (!value.get().isString() && !value.get().isNumber()) {
            throw ScimError.value(text.attribute(), "a text is expected");
        }
        String given = value.get().asString().strip();
        if (given.codePointCount(0, given.length()) > text.max()) {
            throw ScimError.value(text.attribute(), "it is longer than " + text.max() + " characters");
        }
        if (!given.isEmpty()) {
            said.put(text.field(), given);
        }
    }

    /** The value of the item that is primary; else of the first. The last of several that say so counts. */
    private static Optional<String> primary(ObjectNode resource, String attribute) {
        Optional<JsonNode> items = ScimNames.find(resource, attribute);
        if (items.isEmpty()) {
            return Optional.empty();
        }
        if (!items.get().isArray()) {
            throw ScimError.value(attribute, "an array is expected");
        }
        Optional<String> chosen = Optional.empty();
        for (JsonNode item : items.get()) {
            if (!item.isObject()) {
                throw ScimError.value(attribute, "an array of objects is expected");
            }
            Optional<String> value = ScimNames.find(item, "value")
                    .map(JsonNode::asString)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
            boolean first = chosen.isEmpty();
            if (value.isPresent()
                    && (first
                            || ScimNames.find(item, "primary")
                                    .filter(ScimUserJson::flag)
                                    .isPresent())) {
                chosen = value;
            }
        }
        return chosen;
    }

    private static String email(String email) {
        if (!UserRules.isEmail(email)) {
            throw ScimError.value("emails", "'" + shortened(email) + "' is no e-mail address");
        }
        return email.toLowerCase(Locale.ROOT);
    }

    /** Numbers in another form than + and digits are passed over: a profile cannot hold them. */
    private static Optional<String> phone(String given) {
        if (given.length() > PHONE_CHARACTERS) {
            return Optional.empty();
        }
        String bare = given.replaceAll("[-\\s()./]", "").replaceFirst("^tel:", "");
        return Optional.of(bare).filter(one -> one.matches("\\+[0-9]{1,15}"));
    }

    /** Some clients write flags as texts. */
    private static boolean flag(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return switch (value.asString("").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ScimError.value("active, primary", "true or false is expected");
        };
    }

    private static ObjectNode object(String attribute, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ScimError.value(attribute, "an object is expected");
    }

    private static Optional<ObjectNode> part(JsonNode profile, List<Text> texts) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        texts.forEach(text -> copy(profile, part, text));
        return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }

    private static void copy(JsonNode profile, ObjectNode to, Text text) {
        JsonNode value = profile.get(text.field());
        if (value != null) {
            to.set(text.attribute(), value);
        }
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }
}
