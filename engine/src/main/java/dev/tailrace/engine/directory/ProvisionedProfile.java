package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pure: what a user looks like after another system made or changed it. */
public final class ProvisionedProfile {
    /** The fields such a system can say; {@code blocked} stays when it does not. */
    public static final List<String> FIELDS = List.of(
            "email",
            "preferred_username",
            "external_id",
            "phone_number",
            "name",
            "given_name",
            "middle_name",
            "family_name",
            "nickname",
            "title",
            "preferred_language",
            "locale",
            "zoneinfo",
            "employee_number",
            "cost_center",
            "organization",
            "division",
            "department",
            "blocked");

    private static final JsonMapper JSON = JsonMapper.shared();

    private ProvisionedProfile() {}

    static User created(TenantId tenant, Connection in, String localId, ObjectNode said, Instant now) {
        String local = in.strategy().equals("auth0") ? localId : in.name() + "|" + localId;
        UserId id = new UserId(tenant, in.strategy() + "|" + local);
        ObjectNode profile = JSON.createObjectNode().put("user_id", id.value());
        say(profile, said);
        profile.put("created_at", EventFactory.text(now)).put("updated_at", EventFactory.text(now));
        profile.putArray("identities")
                .addObject()
                .put("connection", in.name())
                .put("user_id", local)
                .put("provider", in.strategy())
                .put("isSocial", false);
        return Profiles.bounded(Profiles.user(id, in.name(), Optional.empty(), profile, 1, now));
    }

    /** Empty where it changes nothing. */
    static Optional<User> replaced(User before, ObjectNode said, Instant now) {
        ObjectNode profile = Profiles.of(before);
        ObjectNode old = profile.deepCopy();
        for (String field : FIELDS) {
            if (!said.has(field) && !field.equals("blocked")) {
                profile.remove(field);
            }
        }
        say(profile, said);
        if (profile.equals(old)) {
            return Optional.empty();
        }
        if (!profile.path("email").equals(old.path("email"))) {
            profile.put("email_verified", false);
        }
        profile.put("updated_at", EventFactory.text(now));
        return Optional.of(Profiles.bounded(Profiles.user(
                before.id(),
                before.connection(),
                before.passwordHash(),
                profile,
                before.revision() + 1,
                before.createdAt())));
    }

    private static void say(ObjectNode profile, ObjectNode said) {
        for (String field : FIELDS) {
            JsonNode value = said.get(field);
            if (value == null) {
                continue;
            }
            if (field.equals("blocked") && !value.asBoolean()) {
                profile.remove("blocked");
            } else if (field.equals("email")) {
                profile.put("email", Profiles.login(value.asString()));
            } else {
                profile.set(field, value);
            }
        }
        if (profile.has("email") && !profile.has("email_verified")) {
            profile.put("email_verified", false);
        }
        if (!profile.has("email")) {
            profile.remove("email_verified");
        }
    }
}
