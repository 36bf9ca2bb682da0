package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Grant.Allowed;
import dev.tailrace.engine.tenant.Grant.Audience;
import dev.tailrace.server.http.Issuers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Grants as the contract's client grants (management-api §8.7). */
final class ClientGrantJson {
    static final String[] UPDATE = {
        "scope", "organization_usage", "allow_any_organization", "authorization_details_types", "allow_all_scopes"
    };
    static final String[] CREATE = {
        "client_id",
        "audience",
        "scope",
        "organization_usage",
        "allow_any_organization",
        "authorization_details_types",
        "allow_all_scopes",
        "subject_type"
    };
    private static final String SCOPE = "scope";
    private static final String EVERY_SCOPE = "allow_all_scopes";
    private static final int SCOPES_MAX = 1_000;
    private static final int SCOPE_CHARACTERS = 280;
    private static final List<String> USAGES = List.of("deny", "allow", "require");
    private static final JsonMapper MAPPER = new JsonMapper();

    private ClientGrantJson() {}

    static Allowed fresh(Fields body) {
        String subject =
                body.oneOfIfThere("subject_type", List.of("client", "user")).orElse("client");
        return changed(new Allowed(false, List.of(), subject, "{}"), body);
    }

    static Allowed changed(Allowed known, Fields body) {
        ObjectNode settings = (ObjectNode) MAPPER.readTree(known.settings());
        JsonNode given = body.node();
        if (isSet(given, "organization_usage")) {
            body.oneOf("organization_usage", USAGES);
        }
        if (isSet(given, "allow_any_organization")) {
            body.flagIfThere("allow_any_organization");
        }
        body.texts("authorization_details_types", SCOPES_MAX);
        for (String name : List.of("organization_usage", "allow_any_organization", "authorization_details_types")) {
            if (isSet(given, name)) {
                settings.set(name, given.get(name));
            } else if (given.has(name)) {
                settings.remove(name);
            }
        }
        return new Allowed(
                isSet(given, EVERY_SCOPE) ? body.flagIfThere(EVERY_SCOPE).orElse(false) : known.all(),
                scopes(known, body),
                known.subject(),
                settings.toString());
    }

    /** @param held what its tokens carry: shown in place of every scope */
    static ObjectNode toJson(Grant grant, String host, List<String> held) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String named = grant.audience().named();
        json.put("id", grant.id())
                .put("client_id", grant.clientId())
                .put("audience", named.isEmpty() ? Issuers.managementAudience(host) : named);
        boolean every = grant.allowed().all() && grant.audience().key().equals(Audience.MANAGEMENT);
        (every ? held : grant.allowed().scopes()).forEach(json.putArray(SCOPE)::add);
        if (grant.allowed().all()) {
            json.put(EVERY_SCOPE, true);
        }
        if (!grant.allowed().subject().equals("client")) {
            json.put("subject_type", grant.allowed().subject());
        }
        ((ObjectNode) MAPPER.readTree(grant.allowed().settings())).forEachEntry(json::set);
        return json;
    }

    /** A null leaves none. */
    private static List<String> scopes(Allowed known, Fields body) {
        if (!body.has(SCOPE)) {
            return known.scopes();
        }
        if (!isSet(body.node(), SCOPE)) {
            return List.of();
        }
        List<String> scopes = body.texts(SCOPE, SCOPES_MAX);
        for (int i = 0; i < scopes.size(); i++) {
            String scope = scopes.get(i);
            String at = SCOPE + "[" + i + "]";
            if (scope.length() > SCOPE_CHARACTERS) {
                throw body.wrong(at, "String is too long (" + scope.length() + " chars), maximum " + SCOPE_CHARACTERS);
            }
            if (scope.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
                throw body.wrong(at, "A scope must not hold spaces or control characters");
            }
        }
        return scopes.stream().distinct().toList();
    }

    private static boolean isSet(JsonNode given, String name) {
        return given.has(name) && !given.path(name).isNull();
    }
}
