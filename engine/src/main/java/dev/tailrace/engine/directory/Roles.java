package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with roles. The catalogue knows no event of a role itself. Threads may share it. */
public final class Roles {
    /** Roles of one tenant; so a filter on their names looks at all of them. */
    public static final int MAX = 1_000;

    private static final int ID_CHARACTERS = 16;
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Entities entities;
    private final Saves saves;
    private final Users.Supply supply;

    public Roles(Directory directory, Entities entities, Users.Supply supply) {
        this.entities = entities;
        this.saves = new Saves(directory);
        this.supply = supply;
    }

    /**
     * @throws Problem.Conflict when another one has this name
     * @throws Problem.Forbidden when the tenant has as many as it may have
     */
    public Entity create(TenantId tenant, ObjectNode attributes) throws InterruptedException {
        Instant now = Instant.ofEpochMilli(supply.clock().millis());
        Optional<String> name = attributes.path("name").asStringOpt();
        return saves.save(tenant, "The role", save -> {
            refuseTaken(tenant, name);
            if (count(tenant) >= MAX) {
                throw new Problem.Forbidden("too_many_entities", "A tenant may have at most " + MAX + " roles.");
            }
            var id = new Entity.Id(tenant, Kind.ROLE, supply.ids().alphanumeric("rol_", ID_CHARACTERS));
            var role = new Entity(id, name, attributes.toString(), 1, now);
            save.add(new Change.EntityCreated(role));
            return role;
        });
    }

    public Entity get(TenantId tenant, String id) {
        return find(tenant, id).orElseThrow(Roles::unknown);
    }

    public Optional<Entity> find(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.ROLE, id));
    }

    /** By creation, oldest first. */
    public List<Listed<Entity>> list(TenantId tenant, Part part) {
        return Lists.map(entities.list(tenant, Kind.ROLE, part), one -> one);
    }

    public int count(TenantId tenant) {
        return (int) entities.count(tenant, Kind.ROLE);
    }

    /** Those whose name holds this text, whatever the case; by creation. */
    public List<Entity> named(TenantId tenant, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return Lists.whole(part -> entities.list(tenant, Kind.ROLE, part)).stream()
                .filter(role -> name(role).toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    /** Each attribute given replaces the one there was. */
    public Entity patch(TenantId tenant, String id, ObjectNode changes) throws InterruptedException {
        return saves.save(tenant, id, save -> {
            Entity before = get(tenant, id);
            ObjectNode kept = (ObjectNode) JSON.readTree(before.json());
            ObjectNode changed = kept.deepCopy().setAll(changes);
            if (changed.equals(kept)) {
                return before;
            }
            Optional<String> name = changed.path("name").asStringOpt();
            if (!name.equals(before.key())) {
                refuseTaken(tenant, name);
            }
            Entity after = before.changed(name, changed.toString());
            save.add(new Change.EntityUpdated(after));
            return after;
        });
    }

    /** Whoever has it, has it no more; no event tells of that. */
    public void delete(TenantId tenant, String id) throws InterruptedException {
        var _ = saves.save(tenant, id, save -> {
            Entity last = get(tenant, id);
            save.add(new Change.EntityDeleted(last.id(), last.revision()));
            return last;
        });
    }

    /** As clients see it. */
    public static ObjectNode document(Entity role) {
        ObjectNode document = JSON.createObjectNode().put("id", role.id().value());
        return document.setAll((ObjectNode) JSON.readTree(role.json()));
    }

    public static String name(Entity role) {
        return role.key().orElse("");
    }

    static Problem.NotFound unknown() {
        return new Problem.NotFound("", "The role does not exist.");
    }

    /** Each of these once; all of them are there. */
    static List<Entity> all(Entities entities, TenantId tenant, List<String> ids, Supplier<? extends Problem> missing) {
        var found = new ArrayList<Entity>();
        for (String id : ids.stream().distinct().toList()) {
            found.add(entities.find(new Entity.Id(tenant, Kind.ROLE, id)).orElseThrow(missing));
        }
        return found;
    }

    private void refuseTaken(TenantId tenant, Optional<String> name) {
        if (name.flatMap(text -> entities.byKey(tenant, Kind.ROLE, text)).isPresent()) {
            throw new Problem.Conflict("", "A role with this name already exists.");
        }
    }
}
