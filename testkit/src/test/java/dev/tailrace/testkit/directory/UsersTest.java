package dev.tailrace.testkit.directory;

import static dev.tailrace.testkit.directory.Town.data;
import static dev.tailrace.testkit.directory.Town.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tailrace.engine.directory.NewUser;
import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserPatch;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsersTest {
    private final Town town = new Town();

    @Test
    void a_new_user_gets_the_defaults_of_the_contract() throws InterruptedException {
        User mira = town.mira();

        assertThat(mira.id().value()).matches("auth0\\|[0-9a-f]{24}");
        String local = mira.id().value().substring("auth0|".length());
        assertThat(object(mira.profile())).isEqualTo(object("""
            {"user_id": "auth0|%1$s", "email": "mira@example.test", "email_verified": false,
             "name": "mira@example.test", "nickname": "mira",
             "picture": "https://s.gravatar.com/avatar/1468860710276c932285540d1bfe4b63?s=480&r=pg&d=identicon",
             "created_at": "2026-09-14T08:30:15.204Z", "updated_at": "2026-09-14T08:30:15.204Z",
             "identities": [{"connection": "Username-Password-Authentication", "user_id": "%1$s",
                             "provider": "auth0", "isSocial": false}]}
            """.formatted(local)));
        assertThat(mira.email()).contains("mira@example.test");
        assertThat(mira.revision()).isEqualTo(1);
        assertThat(town.users.get(mira.id())).isEqualTo(mira);
    }

    @Test
    void what_was_given_wins_over_the_defaults_and_the_id_may_be_the_callers() throws InterruptedException {
        var asked =
                new NewUser(Optional.of("m-1"), Town.CONNECTION, Optional.of(new Secret(Town.PASSWORD)), object("""
                    {"email": "mira@example.test", "username": "Mira", "name": "Mira Holt", "email_verified": true,
                     "blocked": false, "user_metadata": {"locale": "de", "gone": null}, "app_metadata": {}}
                    """));
        User mira = town.users.create(Town.TENANT, asked, Town.ORIGIN);

        assertThat(mira.id().value()).isEqualTo("auth0|m-1");
        assertThat(mira.username()).contains("mira");
        assertThat(object(mira.profile()).propertyNames())
                .containsExactly(
                        "user_id",
                        "email",
                        "email_verified",
                        "username",
                        "name",
                        "nickname",
                        "picture",
                        "created_at",
                        "updated_at",
                        "identities",
                        "user_metadata",
                        "blocked");
        assertThat(object(mira.profile()).path("user_metadata")).isEqualTo(object("{\"locale\":\"de\"}"));
        assertThat(object(mira.profile()).path("email_verified").asBoolean()).isTrue();
    }

    @Test
    void the_password_is_kept_as_a_hash_and_shown_nowhere() throws InterruptedException {
        User mira = town.mira();
        town.password(mira, "Another-Horse-10");
        town.signIn("mira@example.test", "Another-Horse-10");

        assertThat(mira.passwordHash()).contains(town.hasher.hash(new Secret(Town.PASSWORD)));
        assertThat(mira.toString()).doesNotContain("fake$");
        for (Event event : town.directory.events()) {
            assertThat(event.json()).doesNotContain(Town.PASSWORD).doesNotContain("Another-Horse");
            assertThat(event.json()).doesNotContain("fake$");
        }
    }

    @Test
    void user_created_carries_the_profile_and_where_it_came_from() throws InterruptedException {
        User mira = town.mira();

        Event event = town.last();
        assertThat(town.types()).containsExactly("user.created");
        assertThat(event.source()).isEqualTo("urn:auth0:acme.example.test");
        assertThat(event.subject().orElseThrow().value())
                .isEqualTo("user:" + mira.id().value());
        assertThat(data(event).propertyNames()).containsExactly("object", "context");
        assertThat(data(event).path("object")).isEqualTo(object(mira.profile()));
        assertThat(data(event).path("context")).isEqualTo(object("""
            {"client": {"id": "p7XcVb2NqRtYw4KmZs9LdGfHj3QxTzA1", "name": "Backoffice", "metadata": {}},
             "connection": {"id": "%s", "name": "Username-Password-Authentication", "strategy": "auth0"},
             "request": {"geo": {}, "hostname": "acme.example.test", "ip": "198.51.100.7", "method": "POST",
                         "user_agent": "demo/1.0"},
             "tenant": {"id": "acme"}}
            """.formatted(
                        data(event).at("/context/connection/id").asString())));
        assertThat(data(event).at("/context/connection/id").asString()).matches("con_[a-zA-Z0-9]{16}");
    }

    @Test
    void user_updated_carries_the_user_after_and_before() throws InterruptedException {
        User mira = town.mira();
        town.advance(Duration.ofSeconds(47));
        User after = town.patch(mira, "{\"name\":\"Mira Holt\",\"blocked\":true}");

        assertThat(town.types()).containsExactly("user.created", "user.updated");
        assertThat(data(town.last()).path("object")).isEqualTo(object(after.profile()));
        assertThat(data(town.last()).path("previous_object")).isEqualTo(object(mira.profile()));
        assertThat(object(after.profile()).path("name").asString()).isEqualTo("Mira Holt");
        assertThat(object(after.profile()).path("created_at").asString()).isEqualTo("2026-09-14T08:30:15.204Z");
        assertThat(object(after.profile()).path("updated_at").asString()).isEqualTo("2026-09-14T08:31:02.204Z");
        assertThat(after.revision()).isEqualTo(2);
    }

    @Test
    void user_deleted_carries_the_last_state_and_when_it_ended() throws InterruptedException {
        User mira = town.mira();
        town.advance(Duration.ofSeconds(1));
        town.users.delete(mira.id(), Town.ORIGIN);

        assertThat(town.users.find(mira.id())).isEmpty();
        assertThat(data(town.last()).path("object"))
                .isEqualTo(object(mira.profile()).put("deleted_at", "2026-09-14T08:30:16.204Z"));
        assertThat(data(town.last()).path("previous_object")).isEqualTo(object(mira.profile()));
    }

    @Test
    void the_setting_leaves_out_what_was_before() throws InterruptedException {
        var silent = new Town(false, SignInLimits.DEFAULT);
        User mira = silent.mira();
        silent.patch(mira, "{\"name\":\"Mira\"}");
        silent.users.delete(mira.id(), Town.ORIGIN);

        assertThat(silent.directory.events())
                .hasSize(3)
                .allSatisfy(e -> assertThat(data(e).has("previous_object")).isFalse());
    }

    @Test
    void a_password_change_is_two_events_in_one_transaction() throws InterruptedException {
        User mira = town.mira();
        town.advance(Duration.ofSeconds(5));
        User after = town.password(mira, "Another-Horse-10");

        var both = town.directory.saved().getLast();
        assertThat(both).extracting(e -> e.type().value()).containsExactly("user.password.changed", "user.updated");
        assertThat(both)
                .allSatisfy(
                        e -> assertThat(e.subject()).isEqualTo(both.getFirst().subject()));
        assertThat(both.getFirst().subject()).isPresent();
        assertThat(object(after.profile()).path("last_password_reset").asString())
                .isEqualTo("2026-09-14T08:30:20.204Z");
        assertThat(data(both.getFirst()).path("object")).isEqualTo(object("""
            {"user": {"user_id": "%s", "email": "mira@example.test", "email_verified": false,
                      "name": "mira@example.test", "nickname": "mira", "picture": "%s"},
             "connection": %s,
             "client": {"id": "p7XcVb2NqRtYw4KmZs9LdGfHj3QxTzA1", "name": "Backoffice"}}
            """.formatted(
                        mira.id().value(),
                        object(mira.profile()).path("picture").asString(),
                        data(both.getFirst()).at("/context/connection"))));
        assertThat(data(both.getLast())
                        .at("/previous_object/last_password_reset")
                        .isMissingNode())
                .isTrue();
        assertThat(town.signIn("mira@example.test", "Another-Horse-10").id()).isEqualTo(mira.id());
    }

    @Test
    @EnabledIf(
            value = "dev.tailrace.testkit.directory.CatalogueSchema#isThere",
            disabledReason = "the catalogue's schema file is not beside this checkout")
    void the_catalogue_s_schema_accepts_every_event_of_a_user_s_life() throws InterruptedException {
        // The validator knows the real top-level domains, so no .test here.
        User mira = town.create("""
            {"email": "mira@example.com", "username": "mira", "given_name": "Mira", "family_name": "Holt",
             "phone_number": "+491234567", "phone_verified": true, "user_metadata": {"a": [1, {"b": null}]}}
            """);
        town.signIn("mira", Town.PASSWORD);
        town.patch(mira, "{\"blocked\":true,\"app_metadata\":{\"plan\":\"pro\"}}");
        town.users.delete(mira.id(), Town.ORIGIN);

        var schema = CatalogueSchema.read();
        var ofTheCatalogue = town.directory.events().stream()
                .filter(e -> !e.type().value().startsWith("user.login"))
                .toList();
        assertThat(ofTheCatalogue)
                .hasSize(3)
                .allSatisfy(e -> assertThat(schema.problems(e)).isEmpty());
        assertThat(schema.problems(new Event(
                        "x", "y", ofTheCatalogue.getFirst().type(), town.now(), Optional.empty(), "{\"data\":1}")))
                .isNotEmpty();
    }

    @Test
    void metadata_is_merged_at_the_first_level_and_null_takes_a_key_away() throws InterruptedException {
        User mira = town.create("""
            {"email": "mira@example.test", "app_metadata": {"plan": "free", "trial": true, "deep": {"a": 1}},
             "user_metadata": {"only": 1}}
            """);
        User after = town.patch(mira, """
            {"app_metadata": {"plan": "pro", "trial": null, "deep": {"b": null}}, "user_metadata": {"only": null}}
            """);

        assertThat(object(after.profile()).path("app_metadata"))
                .isEqualTo(object("{\"plan\":\"pro\",\"deep\":{\"b\":null}}"));
        assertThat(object(after.profile()).has("user_metadata")).isFalse();
    }

    @Test
    void null_takes_a_field_away_and_a_new_email_is_not_verified() throws InterruptedException {
        User mira = town.create("{\"email\":\"mira@example.test\",\"email_verified\":true,\"given_name\":\"M\"}");
        User after = town.patch(mira, "{\"given_name\":null,\"email\":\"NEW@example.test\"}");

        assertThat(object(after.profile()).has("given_name")).isFalse();
        assertThat(object(after.profile()).path("email").asString()).isEqualTo("new@example.test");
        assertThat(object(after.profile()).path("email_verified").asBoolean()).isFalse();
        assertThat(after.email()).contains("new@example.test");
    }

    @Test
    void a_patch_that_changes_nothing_makes_no_event() throws InterruptedException {
        User mira = town.mira();
        town.advance(Duration.ofSeconds(1));

        assertThat(town.patch(mira, "{\"nickname\":\"mira\",\"email\":\"MIRA@example.test\"}"))
                .isEqualTo(mira);
        assertThat(town.types()).containsExactly("user.created");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'email':'a@b.test'}          | true  | Cannot update password and email simultaneously",
                "{'email_verified':true}       | true  | Cannot update password and email_verified simultaneously",
                "{'username':'a'}              | true  | Cannot update username and password simultaneously",
                "{'username':'a','email':'b@c.test'} | false | Cannot update username and email simultaneously",
            })
    void some_pairs_are_refused_in_one_patch(String attributes, boolean password, String message) {
        Optional<Secret> changed = password ? Optional.of(new Secret("Another-Horse-10")) : Optional.empty();
        assertThatThrownBy(() -> new UserPatch(Optional.empty(), changed, object(attributes.replace('\'', '"'))))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage(message);
    }

    @Test
    void a_weak_or_endless_password_is_refused_and_nothing_written() throws InterruptedException {
        User mira = town.mira();

        assertThatThrownBy(() -> town.password(mira, "seven-7"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("PasswordStrengthError: Password is too weak");
        assertThatThrownBy(() -> town.password(mira, "ü".repeat(129)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("maximum 256 bytes");
        assertThatThrownBy(() -> town.users.create(
                        Town.TENANT,
                        new NewUser(
                                Optional.empty(),
                                Town.CONNECTION,
                                Optional.of(new Secret("short")),
                                object("{\"email\":\"x@example.test\"}")),
                        Town.ORIGIN))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(town.types()).containsExactly("user.created");
    }

    @Test
    void a_second_user_with_the_same_email_id_or_user_name_is_a_conflict() throws InterruptedException {
        town.create("{\"email\":\"mira@example.test\",\"username\":\"mira\"}");

        for (String same : new String[] {
            "{\"email\":\"MIRA@example.test\"}", "{\"email\":\"other@example.test\",\"username\":\"Mira\"}"
        }) {
            Throwable thrown = catchThrowable(() -> town.create(same));
            assertThat(thrown).isInstanceOf(Problem.Conflict.class).hasMessage("The user already exists.");
            assertThat(((Problem) thrown).code()).isEqualTo("auth0_idp_error");
        }
        assertThat(town.types()).containsExactly("user.created");
    }

    @Test
    void taking_another_s_email_is_refused_by_name() throws InterruptedException {
        User mira = town.mira();
        town.create("{\"email\":\"otto@example.test\",\"username\":\"otto\"}");

        assertThatThrownBy(() -> town.patch(mira, "{\"email\":\"otto@example.test\"}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("The specified new email already exists");
        assertThatThrownBy(() -> town.patch(mira, "{\"username\":\"otto\"}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("The specified new username already exists");
        assertThat(town.users.get(mira.id())).isEqualTo(mira);
    }

    @Test
    void a_change_made_meanwhile_is_kept_and_ours_is_made_on_top() throws InterruptedException {
        User mira = town.mira();
        town.directory.beforeNextSave(() -> unchecked(() -> town.patch(mira, "{\"nickname\":\"mimi\"}")));
        User after = town.patch(mira, "{\"name\":\"Mira Holt\"}");

        assertThat(after.revision()).isEqualTo(3);
        assertThat(object(after.profile()).path("nickname").asString()).isEqualTo("mimi");
        assertThat(data(town.last()).at("/previous_object/nickname").asString()).isEqualTo("mimi");
        assertThat(town.types()).containsExactly("user.created", "user.updated", "user.updated");
    }

    @Test
    void a_change_never_won_against_others_says_so_and_writes_nothing() throws InterruptedException {
        User mira = town.mira();
        for (int i = 0; i < 8; i++) {
            String other = "{\"nickname\":\"m" + i + "\"}";
            town.directory.beforeNextSave(() -> unchecked(() -> town.patch(mira, other)));
        }
        assertThatThrownBy(() -> town.patch(mira, "{\"name\":\"Mira Holt\"}")).isInstanceOf(Problem.Unavailable.class);
        assertThat(object(town.users.get(mira.id()).profile()).path("name").asString())
                .isEqualTo("mira@example.test");
    }

    @Test
    void of_two_deletions_at_once_one_makes_the_event() throws InterruptedException {
        User mira = town.mira();
        town.directory.beforeNextSave(() -> unchecked(() -> {
            town.users.delete(mira.id(), Town.ORIGIN);
            return mira;
        }));
        town.users.delete(mira.id(), Town.ORIGIN);

        assertThat(town.types()).containsExactly("user.created", "user.deleted");
    }

    @Test
    void a_user_deleted_while_it_is_changed_is_not_found() throws InterruptedException {
        User mira = town.mira();
        town.directory.beforeNextSave(() -> unchecked(() -> {
            town.users.delete(mira.id(), Town.ORIGIN);
            return mira;
        }));
        assertThatThrownBy(() -> town.patch(mira, "{\"name\":\"Mira Holt\"}")).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void unknown_users_are_not_found_and_deleting_one_is_no_event() throws InterruptedException {
        Throwable thrown = catchThrowable(() -> town.users.get(town.id("auth0|nobody")));
        assertThat(thrown).isInstanceOf(Problem.NotFound.class).hasMessage("The user does not exist.");
        assertThat(((Problem) thrown).code()).isEqualTo("inexistent_user");

        town.users.delete(town.id("auth0|nobody"), Town.ORIGIN);
        assertThat(town.directory.saved()).isEmpty();
    }

    @Test
    void a_profile_that_grows_too_large_is_refused() throws InterruptedException {
        User mira = town.mira();
        assertThatThrownBy(() -> town.patch(mira, "{\"user_metadata\":{\"a\":\"" + "x".repeat(101 * 1024) + "\"}}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("too large, maximum 102400 bytes");
    }

    @Test
    void the_built_in_connection_needs_an_email_a_password_and_its_own_name() {
        assertThatThrownBy(() -> town.create("{}")).hasMessageContaining("Missing required property: email");
        var noPassword =
                new NewUser(Optional.empty(), Town.CONNECTION, Optional.empty(), object("{\"email\":\"a@b.test\"}"));
        assertThatThrownBy(() -> town.users.create(Town.TENANT, noPassword, Town.ORIGIN))
                .hasMessageContaining("Missing required property: password");
        var elsewhere = new NewUser(
                Optional.empty(), "ldap", Optional.of(new Secret(Town.PASSWORD)), object("{\"email\":\"a@b.test\"}"));
        assertThatThrownBy(() -> town.users.create(Town.TENANT, elsewhere, Town.ORIGIN))
                .hasMessage("The connection does not exist.");
    }

    private interface Work {
        User run() throws InterruptedException;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
