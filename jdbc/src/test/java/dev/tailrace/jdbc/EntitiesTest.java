package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities and what ties them are stored with their events, all of a save or nothing, and counted. */
final class EntitiesTest {
    private static final Entity ACME = entity(Kind.ORGANIZATION, "org_acme", "acme");
    private static final Entity ADMIN = entity(Kind.ROLE, "rol_admin", "admin");
    private static final User ANNA = new User(
            new UserId(TENANT, "auth0|anna"),
            "database",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "{}",
            1,
            NOW);
    private static final Link.Key MEMBER = new Link.Key(TENANT, Relation.ORGANIZATION_MEMBER, "org_acme", "auth0|anna");
    private static final Link.Key MEMBER_ROLE =
            new Link.Key(TENANT, Relation.ORGANIZATION_MEMBER_ROLE, "org_acme", "auth0|anna", "rol_admin");

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void what_was_saved_is_found_after_a_restart() throws Exception {
        save(new Change.EntityCreated(ACME));
        Entity renamed = ACME.changed(Optional.of("acme-2"), "{\"a\":1}");
        save(new Change.EntityUpdated(renamed));
        fixture.restart();
        assertThat(entities().find(ACME.id())).contains(renamed);
        assertThat(entities().byKey(TENANT, Kind.ORGANIZATION, "acme-2")).contains(renamed);
        assertThat(entities().byKey(TENANT, Kind.ORGANIZATION, "acme")).isEmpty();
        assertThat(entities().byKey(TENANT, Kind.ROLE, "acme-2")).isEmpty();
        assertThat(entities().byKey(OTHER_TENANT, Kind.ORGANIZATION, "acme-2")).isEmpty();
        assertThat(entities().find(new Entity.Id(TENANT, Kind.ROLE, "org_acme")))
                .as("an id of another kind")
                .isEmpty();
    }

    @Test
    void a_save_that_is_refused_at_its_second_change_leaves_nothing_of_the_first() throws Exception {
        save(new Change.EntityCreated(ACME));
        refused(new Change.EntityCreated(ADMIN), new Change.EntityCreated(ACME));
        assertThat(entities().find(ADMIN.id())).isEmpty();
        assertThat(entities().count(TENANT, Kind.ROLE)).isZero();
        assertThat(fixture.stored()).isEmpty();
    }

    @Test
    void an_id_or_key_is_taken_once_and_a_stale_change_is_refused() throws Exception {
        save(new Change.EntityCreated(ACME));
        refused(new Change.EntityCreated(entity(Kind.ORGANIZATION, "org_other", "acme")));
        refused(new Change.EntityUpdated(ACME));
        refused(new Change.EntityDeleted(ACME.id(), 2));
        refused(new Change.EntityDeleted(ADMIN.id(), 1));
        save(new Change.EntityCreated(entity(Kind.ROLE, "rol_acme", "acme")));
        save(new Change.EntityCreated(nameless("org_1")), new Change.EntityCreated(nameless("org_2")));
        assertThat(entities().count(TENANT, Kind.ORGANIZATION)).isEqualTo(3);
    }

    @Test
    void a_link_wants_all_its_ends_and_is_made_once() throws Exception {
        save(new Change.EntityCreated(ACME), new Change.Created(ANNA));
        refused(linked(MEMBER_ROLE));
        save(linked(MEMBER));
        refused(linked(MEMBER));
        refused(linked(new Link.Key(TENANT, Relation.ORGANIZATION_MEMBER, "org_acme", "auth0|ben")));
        save(new Change.LinkUpdated(new Link(MEMBER, "{\"a\":1}", NOW)));
        assertThat(entities().link(MEMBER)).contains(new Link(MEMBER, "{\"a\":1}", NOW));
        assertThat(entities().count(TENANT, Relation.ORGANIZATION_MEMBER, "org_acme"))
                .isEqualTo(1);
    }

    @Test
    void a_membership_takes_its_roles_with_it() throws Exception {
        anna_is_admin_of_acme();
        save(new Change.Unlinked(MEMBER));
        assertThat(entities().link(MEMBER_ROLE)).isEmpty();
        assertThat(entities().count(TENANT, Relation.ORGANIZATION_MEMBER, "org_acme"))
                .isZero();
        refused(new Change.Unlinked(MEMBER));
    }

    @Test
    void whichever_end_is_removed_the_links_end() throws Exception {
        for (Change removal : List.of(
                new Change.EntityDeleted(ACME.id(), 1),
                new Change.EntityDeleted(ADMIN.id(), 1),
                new Change.Deleted(ANNA.id(), 1))) {
            anna_is_admin_of_acme();
            save(removal);
            assertThat(entities().link(MEMBER_ROLE)).isEmpty();
            boolean apart = removal instanceof Change.EntityDeleted(var id, var _) && id.kind() == Kind.ROLE;
            assertThat(entities().link(MEMBER).isPresent()).isEqualTo(apart);
            fixture.close();
            fixture = new Fixture(folder.resolve(removal.toString().hashCode() + ""));
        }
    }

    @Test
    void lists_are_read_in_parts_by_place_and_by_number() throws Exception {
        anna_is_admin_of_acme();
        for (int i = 0; i < 5; i++) {
            save(new Change.EntityCreated(entity(Kind.ROLE, "rol_" + i, "role " + i)));
        }
        var first = entities().list(TENANT, Kind.ROLE, Part.after(0, 4));
        var rest = entities().list(TENANT, Kind.ROLE, Part.after(first.getLast().place(), 4));
        assertThat(ids(first)).containsExactly("rol_admin", "rol_0", "rol_1", "rol_2");
        assertThat(ids(rest)).containsExactly("rol_3", "rol_4");
        assertThat(ids(entities().list(TENANT, Kind.ROLE, Part.skipping(3, 2)))).containsExactly("rol_2", "rol_3");
        assertThat(entities().list(OTHER_TENANT, Kind.ROLE, Part.after(0, 9))).isEmpty();
        Part all = Part.after(0, 9);
        assertThat(entities().ofHolder(TENANT, Relation.ORGANIZATION_MEMBER, "org_acme", all))
                .hasSize(1);
        assertThat(entities().ofMember(TENANT, Relation.ORGANIZATION_MEMBER, "auth0|anna", all))
                .hasSize(1);
        assertThat(entities().ofThird(TENANT, Relation.ORGANIZATION_MEMBER_ROLE, "rol_admin", all))
                .hasSize(1);
        assertThat(entities().between(TENANT, Relation.ORGANIZATION_MEMBER_ROLE, "org_acme", "auth0|anna", all))
                .extracting(listed -> listed.item().key())
                .containsExactly(MEMBER_ROLE);
    }

    private void anna_is_admin_of_acme() throws InterruptedException {
        save(
                new Change.EntityCreated(ACME),
                new Change.EntityCreated(ADMIN),
                new Change.Created(ANNA),
                linked(MEMBER),
                linked(MEMBER_ROLE));
    }

    private void save(Change... changes) throws InterruptedException {
        fixture.backend().directory().save(TENANT, List.of(changes), List.of());
    }

    private void refused(Change... changes) {
        assertThatThrownBy(
                        () -> fixture.backend().directory().save(TENANT, List.of(changes), List.of(Fixture.events(1))))
                .isInstanceOf(Problem.Conflict.class);
    }

    private Entities entities() {
        return fixture.backend().entities();
    }

    private static List<String> ids(List<Listed<Entity>> listed) {
        return listed.stream().map(one -> one.item().id().value()).toList();
    }

    private static Change linked(Link.Key key) {
        return new Change.Linked(new Link(key, "{}", NOW));
    }

    private static Entity entity(Kind kind, String id, String key) {
        return new Entity(new Entity.Id(TENANT, kind, id), Optional.of(key), "{}", 1, NOW);
    }

    private static Entity nameless(String id) {
        return new Entity(new Entity.Id(TENANT, Kind.ORGANIZATION, id), Optional.empty(), "{}", 1, NOW);
    }
}
