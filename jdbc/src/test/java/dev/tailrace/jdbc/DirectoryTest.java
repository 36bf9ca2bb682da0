package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of a user and its events are stored together or not at all. */
final class DirectoryTest {
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
    void a_change_and_its_events_are_there_together_and_readers_are_woken() throws Exception {
        var woken = new CopyOnWriteArrayList<TenantId>();
        fixture.backend().log().onAppend(woken::add);
        Event[] events = Fixture.events(2);
        User anna = user("anna", "database");
        directory().save(TENANT, List.of(new Change.Created(anna)), List.of(events));
        assertThat(woken).containsExactly(TENANT);
        fixture.restart();
        assertThat(fixture.stored()).containsExactly(events);
        assertThat(directory().find(anna.id())).contains(anna);
    }

    @Test
    void a_refused_change_leaves_no_event() throws Exception {
        User anna = user("anna", "database");
        directory().save(TENANT, List.of(new Change.Created(anna)), List.of());
        refused("auth0_idp_error", new Change.Created(anna));
        refused("auth0_idp_error", new Change.Created(withId(anna, "auth0|other")));
        refused("", new Change.Updated(anna));
        refused("", new Change.Updated(user("nobody", "database")));
        refused("", new Change.Deleted(new UserId(TENANT, "auth0|nobody"), 1));
        refused("", new Change.Deleted(anna.id(), 7));
        assertThat(fixture.stored()).isEmpty();
        assertThat(directory().count(TENANT)).isEqualTo(1);
    }

    @Test
    void the_same_login_may_be_in_another_connection_or_tenant() throws Exception {
        User anna = user("anna", "database");
        directory().save(TENANT, List.of(new Change.Created(anna)), List.of());
        directory().save(TENANT, List.of(new Change.Created(withId(user("anna", "other"), "auth0|2"))), List.of());
        var elsewhere = new User(
                new UserId(OTHER_TENANT, "auth0|anna"),
                "database",
                anna.email(),
                anna.username(),
                Optional.empty(),
                "{}",
                1,
                NOW);
        directory().save(OTHER_TENANT, List.of(new Change.Created(elsewhere)), List.of());
        assertThat(directory().byEmail(TENANT, "anna@example.com")).hasSize(2);
        assertThat(directory().list(OTHER_TENANT, 0, 5)).containsExactly(elsewhere);
    }

    @Test
    void a_changed_user_may_not_take_the_login_of_another() throws Exception {
        User anna = user("anna", "database");
        User ben = user("ben", "database");
        directory().save(TENANT, List.of(new Change.Created(anna)), List.of());
        directory().save(TENANT, List.of(new Change.Created(ben)), List.of());
        var asAnna =
                new User(ben.id(), "database", anna.email(), ben.username(), Optional.empty(), ben.profile(), 2, NOW);
        refused("auth0_idp_error", new Change.Updated(asAnna));
        var renamed = new User(
                ben.id(), "database", ben.email(), Optional.of("benjamin"), Optional.empty(), "{\"a\":1}", 2, NOW);
        directory().save(TENANT, List.of(new Change.Updated(renamed)), List.of());
        assertThat(directory().byLogin(TENANT, "database", "benjamin")).contains(renamed);
        assertThat(directory().byLogin(TENANT, "database", "ben")).isEmpty();
        assertThat(directory().byLogin(TENANT, "database", "ben@example.com")).contains(renamed);
        assertThat(directory().byLogin(TENANT, "other", "benjamin")).isEmpty();
    }

    @Test
    void users_without_login_names_do_not_meet() throws Exception {
        directory().save(TENANT, List.of(new Change.Created(nameless("auth0|1"))), List.of());
        directory().save(TENANT, List.of(new Change.Created(nameless("auth0|2"))), List.of());
        assertThat(directory().list(TENANT, 1, 5))
                .extracting(User::id)
                .containsExactly(nameless("auth0|2").id());
    }

    @Test
    void a_deleted_user_is_gone_and_no_change_is_only_its_events() throws Exception {
        User anna = user("anna", "database");
        directory().save(TENANT, List.of(new Change.Created(anna)), List.of());
        Event deleted = Examples.userDeleted().event();
        directory().save(TENANT, List.of(new Change.Deleted(anna.id(), 1)), List.of(deleted));
        Event failedLogin = Examples.userUpdated().event();
        directory().save(TENANT, List.of(), List.of(failedLogin));
        assertThat(directory().find(anna.id())).isEmpty();
        assertThat(fixture.stored()).containsExactly(deleted, failedLogin);
    }

    private void refused(String code, Change change) {
        assertThatThrownBy(() -> directory().save(TENANT, List.of(change), List.of(Fixture.events(1))))
                .isInstanceOfSatisfying(
                        Problem.Conflict.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static User user(String name, String connection) {
        return new User(
                new UserId(TENANT, "auth0|" + name),
                connection,
                Optional.of(name + "@example.com"),
                Optional.of(name),
                Optional.of(new Secret("$argon2id$…")),
                "{\"user_id\":\"auth0|" + name + "\"}",
                1,
                NOW);
    }

    private static User withId(User user, String id) {
        return new User(
                new UserId(user.id().tenant(), id),
                user.connection(),
                user.email(),
                user.username(),
                user.passwordHash(),
                user.profile(),
                user.revision(),
                user.createdAt());
    }

    private static User nameless(String id) {
        return new User(
                new UserId(TENANT, id), "database", Optional.empty(), Optional.empty(), Optional.empty(), "{}", 1, NOW);
    }

    private Directory directory() {
        return fixture.backend().directory();
    }
}
