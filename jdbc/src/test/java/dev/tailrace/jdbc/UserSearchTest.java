package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserFilter.Any;
import dev.tailrace.engine.directory.UserFilter.Every;
import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserFilter.Not;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.directory.UserSearch.Order;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.testkit.fakes.FakeDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What finds users, and that it follows them through every change. */
final class UserSearchTest {
    private static final List<String> NAMES = List.of("Ada", "ada lovelace", "Adam", "Bo", "Ünal", "Ｆull", "😀", "Zoe");
    private static final List<String> PLANS = List.of("free", "pro", "Pro", "7");

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void random_searches_find_whom_a_look_at_everybody_finds() throws Exception {
        var random = new SplittableRandom(20260914);
        var everybody = new FakeDirectory();
        for (int i = 0; i < 200; i++) {
            User user = random(random, i);
            everybody.save(TENANT, List.of(new Change.Created(user)), List.of());
            directory().save(TENANT, List.of(new Change.Created(user)), List.of());
        }
        save(user(OTHER_TENANT, "ada", profile("Ada", "pro")));
        for (int i = 0; i < 400; i++) {
            UserFilter filter = filter(random, 3);
            var order = random.nextBoolean()
                    ? Optional.<Order>empty()
                    : Optional.of(new Order(
                            random.nextInt(3) == 0 ? Optional.empty() : Optional.of("name"), random.nextBoolean()));
            var search = new UserSearch(filter, order, 0, 100, true);
            UserSearch.Found found = directory().search(TENANT, search);
            UserSearch.Found expected = everybody.search(TENANT, new UserSearch(filter, order, 0, 1000, true));
            assertThat(found.total()).as("%s", search).isEqualTo(expected.total());
            assertThat(found.users()).as("%s", search).hasSize((int) Math.min(100, expected.total()));
            assertThat(ids(expected.users())).as("%s", search).containsAll(ids(found.users()));
            assertThat(found.users()).as("%s", search).doesNotHaveDuplicates();
            if (order.isPresent() && order.get().field().isPresent()) {
                var names = found.users().stream().map(UserSearchTest::name).toList();
                assertThat(names).isSortedAccordingTo(order.get().descending() ? byUtf8().reversed() : byUtf8());
            }
        }
    }

    @Test
    void terms_follow_changes_joins_parts_and_deletions() throws Exception {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 40; i++) {
            save(random(random, i));
        }
        for (int i = 0; i < 200; i++) {
            var id = new UserId(TENANT, "auth0|" + random.nextInt(40));
            var other = new UserId(TENANT, "auth0|" + random.nextInt(40));
            Optional<User> user = directory().find(id);
            Optional<User> joined = directory().joined(id);
            if (user.isPresent() && i % 20 == 0) {
                change(new Change.Deleted(id, user.get().revision()));
            } else if (user.isPresent()
                    && i % 3 == 0
                    && !id.equals(other)
                    && directory().find(other).isPresent()) {
                change(new Change.Joined(id, user.get().revision(), other));
            } else if (user.isPresent()) {
                change(new Change.Updated(next(user.get(), random(random, i).profile())));
            } else if (joined.isPresent()) {
                change(new Change.Parted(
                        next(joined.get(), random(random, i).profile()),
                        joined.get().joinedTo().get()));
            }
            assertThat(directory().count(TENANT))
                    .isEqualTo(directory().list(TENANT, 0, 100).size());
            assertThat(stored()).isEqualTo(computed());
        }
        assertThat(directory().count(TENANT)).isBetween(1L, 39L);
    }

    @Test
    void a_page_lies_where_it_should_and_totals_stop_one_above_what_can_be_reached() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            save(user(TENANT, "u%04d".formatted(i), profile(i < 5 ? "Ada" : "Bo", "pro")));
        }
        var all = directory().search(TENANT, new UserSearch(UserFilter.all(), Optional.empty(), 990, 10, true));
        assertThat(all.total()).isEqualTo(1_100);
        assertThat(ids(all.users())).startsWith("auth0|u0990").endsWith("auth0|u0999");
        var bo =
                directory().search(TENANT, new UserSearch(new Has("name", "bo", false), Optional.empty(), 10, 3, true));
        assertThat(bo.total()).isEqualTo(UserSearch.REACH + 1);
        assertThat(ids(bo.users())).containsExactly("auth0|u0015", "auth0|u0016", "auth0|u0017");
        var newest = directory()
                .search(
                        TENANT,
                        new UserSearch(
                                new Has("name", "bo", false),
                                Optional.of(new Order(Optional.empty(), true)),
                                0,
                                2,
                                false));
        assertThat(ids(newest.users())).containsExactly("auth0|u1099", "auth0|u1098");
        var backwards = new Order(Optional.of("user_id"), true);
        assertThat(ids(directory()
                        .search(TENANT, new UserSearch(UserFilter.all(), Optional.of(backwards), 1, 2, false))
                        .users()))
                .containsExactly("auth0|u1098", "auth0|u1097");
    }

    @Test
    void a_search_that_would_look_at_too_many_says_so() throws Exception {
        for (int chunk = 0; chunk < 11; chunk++) {
            int from = chunk * 1_000;
            directory()
                    .save(
                            TENANT,
                            IntStream.range(from, from + 1_000)
                                    .<Change>mapToObj(
                                            i -> new Change.Created(user(TENANT, "u" + i, profile("Bo", "pro"))))
                                    .toList(),
                            List.of());
        }
        var impossible =
                new Every(List.of(new Has("name", "bo", false), new Not(new Has("app_metadata.plan", "pro", false))));
        assertThatThrownBy(() -> directory().search(TENANT, new UserSearch(impossible, Optional.empty(), 0, 50, false)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("More than 10000 users would have to be looked at");
        var narrowed = new Every(List.of(new Has("user_id", "auth0|u77", false), impossible));
        assertThat(directory()
                        .search(TENANT, new UserSearch(narrowed, Optional.empty(), 0, 50, true))
                        .total())
                .isZero();
    }

    @Test
    void checkpoints_lead_through_all_users_once_whatever_is_deleted_meanwhile() throws Exception {
        for (int i = 0; i < 25; i++) {
            save(user(TENANT, "u%02d".formatted(i), profile("Bo", "pro")));
        }
        for (Optional<String> connection : List.of(Optional.<String>empty(), Optional.of("database"))) {
            var seen = new ArrayList<String>();
            List<Listed<User>> part = directory().after(TENANT, connection, 0, 7);
            while (!part.isEmpty()) {
                part.forEach(one -> seen.add(one.item().id().value()));
                change(new Change.Deleted(part.getLast().item().id(), 1));
                part = directory().after(TENANT, connection, part.getLast().place(), 7);
            }
            assertThat(seen).doesNotHaveDuplicates().isSorted().hasSize(connection.isEmpty() ? 25 : 21);
        }
        assertThat(directory().after(TENANT, Optional.of("ldap"), 0, 7)).isEmpty();
        assertThat(directory().after(OTHER_TENANT, Optional.empty(), 0, 7)).isEmpty();
    }

    @Test
    void a_joined_user_keeps_its_names_and_is_found_by_its_login_alone() throws Exception {
        User ada = user(TENANT, "ada", profile("Ada", "pro"));
        User bo = user(TENANT, "bo", profile("Bo", "free"));
        save(ada);
        save(bo);
        change(new Change.Joined(bo.id(), 1, ada.id()));

        assertThat(directory().find(bo.id())).isEmpty();
        assertThat(directory().joined(bo.id()).orElseThrow().joinedTo()).contains(ada.id());
        assertThat(directory()
                        .byLogin(TENANT, "database", "bo@example.com")
                        .orElseThrow()
                        .joinedTo())
                .contains(ada.id());
        assertThat(directory().byEmail(TENANT, "bo@example.com")).isEmpty();
        assertThat(directory().count(TENANT)).isEqualTo(1);
        assertThat(directory().list(TENANT, 0, 5)).containsExactly(ada);
        for (Change refused : List.of(
                new Change.Created(bo),
                new Change.Created(user(TENANT, "bo2", profile("Bo", "free"), "bo@example.com")),
                new Change.Updated(next(bo, "{}")),
                new Change.Deleted(bo.id(), 2),
                new Change.Joined(bo.id(), 2, ada.id()),
                new Change.Joined(ada.id(), 1, ada.id()),
                new Change.Joined(ada.id(), 1, bo.id()),
                new Change.Parted(next(ada, "{}"), bo.id()))) {
            assertThatThrownBy(() -> directory().save(TENANT, List.of(refused), List.of()))
                    .as("%s", refused)
                    .isInstanceOf(Problem.Conflict.class);
        }
        change(new Change.Deleted(ada.id(), 1));
        assertThat(directory().joined(bo.id())).isEmpty();
        assertThat(directory().count(TENANT)).isZero();
        save(bo);
    }

    @Test
    void users_of_an_older_database_are_found_too() throws Exception {
        Path older = folder.resolve("older");
        fixture.close();
        fixture = new Fixture(older);
        fixture.close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + older.resolve("tailrace.db"));
                var script = Migrations.class.getResourceAsStream("V001__first.sql")) {
            try (var statement = connection.createStatement();
                    var objects = statement.executeQuery(
                            "select type, name from sqlite_master where sql is not null and name not like 'sqlite%'")) {
                var drops = new ArrayList<String>();
                while (objects.next()) {
                    String type = objects.getString("type");
                    if (!type.equals("index") && !objects.getString("name").equals("meta")) {
                        drops.add("drop " + type + " if exists " + objects.getString("name"));
                    }
                }
                for (String drop : drops.stream().sorted().toList().reversed()) {
                    connection.createStatement().executeUpdate(drop);
                }
            }
            String first = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("create table meta", "create table if not exists meta");
            connection.createStatement().executeUpdate(first + """
                ; insert into users (tenant, id, connection, profile, revision, created_at)
                values ('%s', 'auth0|1', 'database', '{"name": "Ünal"}', 1, 0);
                pragma user_version = 1;
                """.formatted(TENANT.value()));
        }
        fixture = new Fixture(older);
        var found = directory()
                .search(TENANT, new UserSearch(new Has("name", "ünal", false), Optional.empty(), 0, 5, true));
        assertThat(ids(found.users())).containsExactly("auth0|1");
        assertThat(directory().count(TENANT)).isEqualTo(1);
    }

    private void change(Change change) {
        try {
            directory().save(TENANT, List.of(change), List.of());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void save(User user) throws InterruptedException {
        directory().save(user.id().tenant(), List.of(new Change.Created(user)), List.of());
    }

    /** Key and term of each row. */
    private Set<String> stored() {
        List<String> rows = fixture.backend()
                .database()
                .read(session -> session.list(
                        "select u.id as id, t.term as term from user_terms t left join users u on u.key = t.user",
                        row -> row.text("id") + " " + row.text("term")));
        return new TreeSet<>(rows);
    }

    private Set<String> computed() {
        var computed = new TreeSet<String>();
        for (User user : directory().list(TENANT, 0, 100)) {
            UserTerms.of(user.profile()).stream()
                    .filter(term -> !UserPostings.ofColumn(term))
                    .forEach(term -> computed.add(user.id().value() + " " + term));
        }
        return computed;
    }

    private static UserFilter filter(SplittableRandom random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 1 -> new Every(List.of(filter(random, depth - 1), filter(random, depth - 1)));
            case 2 -> new Any(List.of(filter(random, depth - 1), filter(random, depth - 1)));
            case 3 -> new Not(filter(random, depth - 1));
            default -> leaf(random);
        };
    }

    private static Has leaf(SplittableRandom random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return switch (random.nextInt(7)) {
            case 0 -> new Has("name", name, false);
            case 1 -> new Has("name", name.substring(0, Character.charCount(name.codePointAt(0))), true);
            case 2 -> new Has("app_metadata.plan", PLANS.get(random.nextInt(PLANS.size())), random.nextBoolean());
            case 3 -> new Has("user_id", "auth0|1", true);
            case 4 -> new Has("email", "1", true);
            case 5 -> new Has("identities.connection", "database", random.nextBoolean());
            default -> new Has("blocked", "true", false);
        };
    }

    private static User random(SplittableRandom random, int number) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String plans = "\"" + PLANS.get(random.nextInt(PLANS.size())) + "\",\""
                + PLANS.get(random.nextInt(PLANS.size())) + "\"";
        String json = random.nextInt(4) == 0 ? "\"nickname\":\"x\"" : "\"name\":\"" + name + "\"";
        String blocked = random.nextInt(5) == 0 ? ",\"blocked\":true" : "";
        return user(TENANT, "" + number, "{" + json + blocked + ",\"app_metadata\":{\"plan\":[" + plans + "]}");
    }

    private static String profile(String name, String plan) {
        return "{\"name\":\"" + name + "\",\"app_metadata\":{\"plan\":\"" + plan + "\"}";
    }

    private static User user(TenantId tenant, String name, String profile) {
        return user(tenant, name, profile, name + "@example.com");
    }

    /** @param profile without its end */
    private static User user(TenantId tenant, String name, String profile, String email) {
        String whole = profile + ",\"user_id\":\"auth0|" + name + "\",\"email\":\"" + email
                + "\",\"identities\":[{\"connection\":\"database\",\"provider\":\"auth0\"}]}";
        return new User(
                new UserId(tenant, "auth0|" + name),
                "database",
                Optional.of(email),
                Optional.empty(),
                Optional.empty(),
                whole,
                1,
                NOW);
    }

    private static User next(User user, String profile) {
        return new User(
                user.id(),
                user.connection(),
                user.email(),
                user.username(),
                user.passwordHash(),
                profile,
                user.revision() + 1,
                user.createdAt());
    }

    private static String name(User user) {
        return UserTerms.value(
                "name",
                new Has("name", "", true).among(UserTerms.of(user.profile())).orElseThrow());
    }

    /** As the database compares. */
    private static Comparator<String> byUtf8() {
        return (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(List<User> users) {
        return users.stream().map(user -> user.id().value()).toList();
    }

    private Directory directory() {
        return fixture.backend().directory();
    }
}
