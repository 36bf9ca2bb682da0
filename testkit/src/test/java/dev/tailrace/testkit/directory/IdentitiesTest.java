package dev.tailrace.testkit.directory;

import static dev.tailrace.testkit.directory.Town.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

final class IdentitiesTest {
    private final Town town = new Town();

    @Test
    void joining_and_parting_are_one_save_each_with_their_events() throws InterruptedException {
        User mira = town.mira();
        User work = town.create("{\"email\":\"mira@work.test\",\"user_metadata\":{\"a\":1}}");
        town.identities.join(mira.id(), work.id(), Optional.empty(), Town.ORIGIN);
        town.identities.part(mira.id(), work.id(), Town.ORIGIN);

        assertThat(town.directory.saved()).hasSize(4);
        assertThat(town.types().subList(2, 6))
                .containsExactly("user.deleted", "user.updated", "user.created", "user.updated");
        assertThat(town.directory.events().subList(2, 6))
                .extracting(event -> event.subject().orElseThrow().value())
                .containsExactly("user:" + work.id(), "user:" + mira.id(), "user:" + work.id(), "user:" + mira.id());
        assertThat(data(town.last()).at("/object/identities"))
                .isEqualTo(data(town.directory.events().getFirst()).at("/object/identities"));
    }

    @Test
    void what_somebody_else_changes_meanwhile_is_kept() throws InterruptedException {
        User mira = town.mira();
        User work = town.create("{\"email\":\"mira@work.test\"}");
        town.directory.beforeNextSave(() -> quietly(() -> town.patch(mira, "{\"name\":\"Mira Holt\"}")));
        User after = town.identities.join(mira.id(), work.id(), Optional.empty(), Town.ORIGIN);
        assertThat(after.profile()).contains("\"name\":\"Mira Holt\"");

        town.directory.beforeNextSave(() -> quietly(() -> town.patch(mira, "{\"nickname\":\"mi\"}")));
        assertThat(town.identities.part(mira.id(), work.id(), Town.ORIGIN).profile())
                .contains("\"nickname\":\"mi\"");

        town.directory.beforeNextSave(() -> quietly(() -> town.users.delete(work.id(), Town.ORIGIN)));
        assertThatThrownBy(() -> town.identities.join(mira.id(), work.id(), Optional.empty(), Town.ORIGIN))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void the_login_of_one_that_joined_signs_in_the_other_with_its_own_password() throws InterruptedException {
        User mira = town.mira();
        User work = town.create("{\"email\":\"mira@work.test\",\"blocked\":true}");
        town.password(mira, "Another-Horse-10");
        town.identities.join(mira.id(), work.id(), Optional.empty(), Town.ORIGIN);

        assertThat(town.signIn("mira@work.test", Town.PASSWORD).id()).isEqualTo(mira.id());
        assertThatThrownBy(() -> town.signIn("mira@work.test", "Another-Horse-10"))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(data(town.last()).at("/object/user/user_id").asString())
                .isEqualTo(mira.id().value());
        town.patch(mira, "{\"blocked\":true}");
        assertThatThrownBy(() -> town.signIn("mira@work.test", Town.PASSWORD))
                .isInstanceOf(Problem.Forbidden.class)
                .hasMessage("The user is blocked.");
        town.identities.part(mira.id(), work.id(), Town.ORIGIN);
        assertThatThrownBy(() -> town.signIn("mira@work.test", Town.PASSWORD))
                .isInstanceOf(Problem.Forbidden.class)
                .hasMessage("The user is blocked.");
    }

    @Test
    @EnabledIf(
            value = "dev.tailrace.testkit.directory.CatalogueSchema#isThere",
            disabledReason = "the catalogue's schema file is not beside this checkout")
    void the_catalogue_s_schema_accepts_the_events() throws InterruptedException {
        // The validator knows the real top-level domains, so no .test here.
        User mira = town.create("{\"email\":\"mira@example.com\",\"phone_number\":\"+491234567\"}");
        User work = town.create("{\"email\":\"mira@example.org\",\"username\":\"mira\",\"given_name\":\"Mira\"}");
        town.advance(Duration.ofSeconds(1));
        town.identities.join(mira.id(), work.id(), Optional.empty(), Town.ORIGIN);
        town.identities.part(mira.id(), work.id(), Town.ORIGIN);

        var schema = CatalogueSchema.read();
        assertThat(town.directory.events())
                .hasSize(6)
                .allSatisfy(event -> assertThat(schema.problems(event)).isEmpty());
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static void quietly(Act act) {
        try {
            act.run();
        } catch (InterruptedException e) {
            throw new StorageException("interrupted", e);
        }
    }
}
