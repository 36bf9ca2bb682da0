package dev.tailrace.testkit.directory;

import static dev.tailrace.testkit.directory.Town.data;
import static dev.tailrace.testkit.directory.Town.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignInTest {
    private static final SignInLimits FEW = new SignInLimits(3, 5, Duration.ofMinutes(10), 100);
    private final Town town = new Town(true, FEW);

    @Test
    void the_right_password_counts_the_login_and_tells_it_in_one_transaction() throws InterruptedException {
        User mira = town.mira();
        town.advance(Duration.ofMinutes(1));
        User in = town.signInFrom("198.51.100.7", "MIRA@example.test", Town.PASSWORD);

        assertThat(town.users.get(mira.id())).isEqualTo(in);
        assertThat(object(in.profile()).path("logins_count").asInt()).isEqualTo(1);
        assertThat(object(in.profile()).path("last_login").asString()).isEqualTo("2026-09-14T08:31:15.204Z");
        assertThat(object(in.profile()).path("last_ip").asString()).isEqualTo("198.51.100.7");
        assertThat(object(in.profile()).path("updated_at"))
                .isEqualTo(object(mira.profile()).path("updated_at"));
        assertThat(town.types()).containsExactly("user.created", "user.login.succeeded");
        assertThat(town.last().subject())
                .isEqualTo(town.directory.events().getFirst().subject());
        var data = data(town.last());
        assertThat(data.path("object").propertyNames()).containsExactly("user", "connection", "client");
        assertThat(data.at("/object/user/user_id").asString())
                .isEqualTo(mira.id().value());
        assertThat(data.at("/object/user/logins_count").asInt()).isEqualTo(1);
        assertThat(data.at("/object/connection/name").asString()).isEqualTo(Town.CONNECTION);
        assertThat(data.at("/object/client/name").asString()).isEqualTo("Backoffice");
        assertThat(data.at("/context/request/ip").asString()).isEqualTo("198.51.100.7");
        assertThat(data.at("/context/client/id").asString()).isEqualTo("p7XcVb2NqRtYw4KmZs9LdGfHj3QxTzA1");
        assertThat(data.at("/context/connection/id").asString())
                .isEqualTo(data.at("/object/connection/id").asString());
    }

    @Test
    void a_user_name_signs_in_as_well() throws InterruptedException {
        User mira = town.create("{\"email\":\"mira@example.test\",\"username\":\"mira\"}");
        assertThat(town.signIn("Mira", Town.PASSWORD).id()).isEqualTo(mira.id());
    }

    @Test
    void a_wrong_password_is_an_event_of_that_user() throws InterruptedException {
        User mira = town.mira();
        refused("mira@example.test", "wrong-password");

        assertThat(town.types()).containsExactly("user.created", "user.login.failed");
        assertThat(town.last().subject().orElseThrow().value())
                .isEqualTo("user:" + mira.id().value());
        var object = data(town.last()).path("object");
        assertThat(object.path("reason").asString()).isEqualTo("wrong_password");
        assertThat(object.path("login").asString()).isEqualTo("mira@example.test");
        assertThat(object.at("/user/user_id").asString()).isEqualTo(mira.id().value());
        assertThat(town.last().json()).doesNotContain("wrong-password\",").doesNotContain("\"wrong-password\"");
        assertThat(town.users.get(mira.id())).isEqualTo(mira);
    }

    @Test
    void an_unknown_user_gets_the_same_answer_for_the_same_work() throws InterruptedException {
        town.mira();
        Problem known = refused("mira@example.test", "wrong-password");
        Problem unknown = refused("nobody@example.test", Town.PASSWORD);

        assertThat(unknown).hasSameClassAs(known).hasMessage(known.text());
        assertThat(unknown.code()).isEqualTo("invalid_grant").isEqualTo(known.code());
        assertThat(town.hasher.verified()).hasSize(2).endsWith(town.hasher.decoy());
        assertThat(data(town.last()).at("/object/reason").asString()).isEqualTo("unknown_user");
        assertThat(data(town.last()).at("/object/user")).isEqualTo(object("{\"email\":\"nobody@example.test\"}"));
        assertThat(town.last().subject()).isEmpty();
    }

    @Test
    void the_bundled_schemas_accept_sign_ins_and_password_changes() throws InterruptedException {
        User mira = town.create("{\"email\":\"mira@example.com\",\"username\":\"mira\"}");
        town.signIn("mira", Town.PASSWORD);
        refused("mira", "wrong-password");
        refused("nobody", "wrong-password");
        town.password(mira, "Another-Horse-10");

        assertThat(town.types())
                .containsExactly(
                        "user.created",
                        "user.login.succeeded",
                        "user.login.failed",
                        "user.login.failed",
                        "user.password.changed",
                        "user.updated");
        assertThat(town.directory.events())
                .allSatisfy(e -> assertThat(BundledSchemas.problems(e)).isEmpty());
    }

    @Test
    void an_endless_password_is_not_hashed_but_costs_the_same() throws InterruptedException {
        town.mira();
        refused("mira@example.test", "x".repeat(100_000));
        assertThat(town.hasher.verified()).containsExactly(town.hasher.decoy());
    }

    @Test
    void an_endless_login_is_cut_in_the_event() throws InterruptedException {
        refused("x".repeat(100_000), "wrong-password");
        assertThat(data(town.last()).at("/object/login").asString()).hasSize(320);
    }

    @Test
    void a_blocked_user_is_told_so_only_after_the_right_password() throws InterruptedException {
        User mira = town.mira();
        town.patch(mira, "{\"blocked\":true}");

        assertThat(refused("mira@example.test", "wrong-password")).hasMessage("Wrong email or password.");
        assertThat(data(town.last()).at("/object/reason").asString()).isEqualTo("wrong_password");
        assertThat(refused("mira@example.test", Town.PASSWORD)).hasMessage("The user is blocked.");
        assertThat(data(town.last()).at("/object/reason").asString()).isEqualTo("blocked");
    }

    @Test
    void a_user_tried_too_often_is_refused_unchecked_until_the_window_has_slid() throws InterruptedException {
        town.mira();
        for (int i = 0; i < FEW.perUser(); i++) {
            refusedFrom("198.51.100." + i, "mira@example.test", "wrong-password");
            town.advance(Duration.ofMinutes(1));
        }
        int checked = town.hasher.verified().size();
        int events = town.directory.events().size();

        Throwable tooMany = catchThrowable(() -> town.signInFrom("203.0.113.1", "mira@example.test", Town.PASSWORD));
        assertThat(tooMany).isInstanceOf(Problem.TooMany.class);
        assertThat(((Problem.TooMany) tooMany).retryAfterSeconds()).isEqualTo(7 * 60);
        assertThat(town.hasher.verified()).hasSize(checked);
        assertThat(town.directory.events()).hasSize(events);

        town.advance(Duration.ofMinutes(7).minusMillis(1));
        assertThatThrownBy(() -> town.signIn("mira@example.test", Town.PASSWORD))
                .isInstanceOf(Problem.TooMany.class);
        town.advance(Duration.ofMillis(1));
        assertThat(town.signIn("mira@example.test", Town.PASSWORD).email()).contains("mira@example.test");
    }

    @Test
    void e_mail_and_user_name_share_the_count_of_their_user() throws InterruptedException {
        town.create("{\"email\":\"mira@example.test\",\"username\":\"mira\"}");
        refused("mira", "wrong-password");
        refused("mira@example.test", "wrong-password");
        refused("mira", "wrong-password");
        assertThatThrownBy(() -> town.signIn("mira@example.test", Town.PASSWORD))
                .isInstanceOf(Problem.TooMany.class);
    }

    @Test
    void one_address_can_make_only_so_many_failures_and_events() throws InterruptedException {
        town.mira();
        for (int i = 0; i < 1000; i++) {
            String login = "user" + i + "@example.test";
            assertThatThrownBy(() -> town.signIn(login, "wrong-password")).isInstanceOf(Problem.class);
        }
        assertThat(town.types())
                .hasSize(1 + FEW.perAddress())
                .filteredOn("user.login.failed"::equals)
                .hasSize(FEW.perAddress());
        assertThatThrownBy(() -> town.signIn("mira@example.test", Town.PASSWORD))
                .isInstanceOf(Problem.TooMany.class);
        assertThat(town.signInFrom("203.0.113.1", "mira@example.test", Town.PASSWORD)
                        .email())
                .isPresent();
    }

    @Test
    void the_addresses_of_one_ipv6_network_count_together() throws InterruptedException {
        for (int i = 0; i < FEW.perAddress(); i++) {
            refusedFrom("2001:db8:1:2::" + i, "user" + i + "@example.test", "wrong-password");
        }
        assertThatThrownBy(() -> town.signInFrom("2001:db8:1:2:aaaa::1", "new@example.test", "wrong-password"))
                .isInstanceOf(Problem.TooMany.class);
        refusedFrom("2001:db8:1:3::1", "new@example.test", "wrong-password");
    }

    @Test
    void right_passwords_do_not_count() throws InterruptedException {
        town.mira();
        for (int i = 0; i < 20; i++) {
            town.signIn("mira@example.test", Town.PASSWORD);
        }
        assertThat(object(town.users
                                .byEmail(Town.TENANT, "Mira@example.test")
                                .getFirst()
                                .profile())
                        .path("logins_count")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void an_attempt_nobody_had_time_to_check_does_not_count() throws InterruptedException {
        town.mira();
        town.hasher.busy(true);
        IntStream.range(0, 20)
                .forEach(_ -> assertThatThrownBy(() -> town.signIn("mira@example.test", Town.PASSWORD))
                        .isInstanceOf(Problem.Unavailable.class));
        town.hasher.busy(false);
        assertThat(town.signIn("mira@example.test", Town.PASSWORD).email()).isPresent();
    }

    @Test
    void a_sign_in_beside_another_change_keeps_both() throws InterruptedException {
        User mira = town.mira();
        town.directory.beforeNextSave(() -> unchecked(() -> town.patch(mira, "{\"nickname\":\"mimi\"}")));
        User in = town.signIn("mira@example.test", Town.PASSWORD);

        assertThat(object(in.profile()).path("nickname").asString()).isEqualTo("mimi");
        assertThat(town.types()).containsExactly("user.created", "user.updated", "user.login.succeeded");
    }

    @Test
    void a_password_changed_or_a_block_set_during_the_sign_in_wins() throws InterruptedException {
        User mira = town.mira();
        town.directory.beforeNextSave(() -> unchecked(() -> town.password(mira, "Another-Horse-10")));
        refused("mira@example.test", Town.PASSWORD);
        assertThat(data(town.last()).at("/object/reason").asString()).isEqualTo("wrong_password");

        town.directory.beforeNextSave(() -> unchecked(() -> town.patch(mira, "{\"blocked\":true}")));
        refused("mira@example.test", "Another-Horse-10");
        assertThat(data(town.last()).at("/object/reason").asString()).isEqualTo("blocked");
    }

    @Test
    void a_profile_as_large_as_may_be_still_signs_in() throws InterruptedException {
        User mira = town.mira();
        int room = 100 * 1024 - mira.profile().length() - ",\"user_metadata\":{\"a\":\"\"}".length();
        User full = town.patch(mira, "{\"user_metadata\":{\"a\":\"" + "x".repeat(room) + "\"}}");
        assertThat(full.profile()).hasSize(100 * 1024);
        assertThat(town.signIn("mira@example.test", Town.PASSWORD).profile()).hasSizeGreaterThan(100 * 1024);
    }

    @Test
    void an_unknown_connection_is_a_bad_request() {
        assertThatThrownBy(
                        () -> town.signIn.signIn(Town.TENANT, "ldap", "mira", new Secret(Town.PASSWORD), Town.ORIGIN))
                .isInstanceOf(Problem.Invalid.class);
    }

    private Problem refused(String login, String password) {
        return refusedFrom(Town.CALL.ip(), login, password);
    }

    private Problem refusedFrom(String ip, String login, String password) {
        Throwable thrown = catchThrowable(() -> town.signInFrom(ip, login, password));
        assertThat(thrown).isInstanceOf(Problem.Forbidden.class);
        return (Problem) thrown;
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
