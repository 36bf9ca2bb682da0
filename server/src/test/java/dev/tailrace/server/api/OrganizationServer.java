package dev.tailrace.server.api;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.OrganizationResources;
import dev.tailrace.server.RunningServer;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.ManualClock;
import dev.tailrace.testkit.fakes.FakeHasher;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Organizations, roles and users on a real server and SQLite; ids and times are the same in every run. */
final class OrganizationServer implements AutoCloseable {
    static final TenantId TENANT = RunningServer.TENANT;
    static final TenantId OTHER = new TenantId("other");
    static final String DATABASE = "con_4nBqYw8TzKp2VdLx";
    static final String ENTERPRISE = "con_9ZrTk3WmQc6HsNbF";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String[] SCOPES = Stream.of("read", "create", "update", "delete")
            .flatMap(verb -> Stream.of(
                            "users",
                            "roles",
                            "organizations",
                            "organization_members",
                            "organization_member_roles",
                            "organization_connections")
                    .map(thing -> verb + ":" + thing))
            .toArray(String[]::new);

    final ManualClock clock = new ManualClock(Instant.parse("2026-09-14T08:30:15.204Z"));
    final SqliteBackend store;
    private final RunningServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiClient api;

    private OrganizationServer(Path folder, boolean previousObject) throws Exception {
        store = SqliteBackend.open(folder.resolve("store"), Optional.empty(), clock);
        var supply = new Users.Supply(clock, new RandomIds(new SplittableRandom(2)));
        var factory = new EventFactory("example.test", clock, new SplittableRandom(1));
        var users = new Users(
                store.directory(),
                new BuiltInConnection(),
                new Users.Passwords(PasswordPolicy.DEFAULT, new FakeHasher()),
                new UserEvents(factory, previousObject),
                supply);
        var routes = new ArrayList<>(new UsersApi(users).routes());
        routes.addAll(new OrganizationResources(store, factory, previousObject).routes(users, supply));
        server = RunningServer.on(folder.resolve("server"))
                .flags("--rate-limit", "100000")
                .routes(routes.toArray(Route[]::new))
                .start();
        api = as(TENANT, SCOPES);
        for (TenantId tenant : List.of(TENANT, OTHER)) {
            connection(tenant, DATABASE, "Username-Password-Authentication", "auth0");
            connection(tenant, ENTERPRISE, "corporate", "samlp");
        }
    }

    static OrganizationServer on(Path folder) throws Exception {
        return new OrganizationServer(folder, true);
    }

    static OrganizationServer withoutPreviousObject(Path folder) throws Exception {
        return new OrganizationServer(folder, false);
    }

    /** With every scope there is here. */
    ApiClient api() {
        return api;
    }

    /** An application of this tenant with every scope, at its tenant's host. */
    ApiClient as(TenantId tenant) throws Exception {
        return as(tenant, SCOPES);
    }

    ApiClient as(TenantId tenant, String... scopes) throws Exception {
        String host = tenant.equals(TENANT) ? "localhost" : tenant + ".localhost";
        var preset = server.application(tenant, scopes);
        server.clock.advance(Duration.ofSeconds(6));
        return ApiClient.at(http, server.port(), host)
                .as(preset.clientId(), preset.secret().reveal());
    }

    void connection(TenantId tenant, String id, String name, String strategy) throws InterruptedException {
        String json = JSON.createObjectNode()
                .put("name", name)
                .put("strategy", strategy)
                .toString();
        var connection = new Entity(
                new Entity.Id(tenant, Entity.Kind.CONNECTION, id), Optional.of(name), json, 1, clock.instant());
        store.directory().save(tenant, List.of(new Change.EntityCreated(connection)), List.of());
    }

    /** Marks a connection as one whose users are being removed. */
    void ending(String id) throws InterruptedException {
        var stored = store.entities()
                .find(new Entity.Id(TENANT, Entity.Kind.CONNECTION, id))
                .orElseThrow();
        String json = ((ObjectNode) JSON.readTree(stored.json()))
                .put("deleted_at", "2026-09-14T08:30:15.204Z")
                .toString();
        var changed = new Change.EntityUpdated(stored.changed(stored.key(), json));
        store.directory().save(TENANT, List.of(changed), List.of());
    }

    /** @return its id */
    String user(TenantId tenant, String name) throws InterruptedException {
        String id = "auth0|" + name;
        String email = name + "@example.test";
        String profile = JSON.createObjectNode()
                .put("user_id", id)
                .put("email", email)
                .put("name", name)
                .put("picture", "https://img.example.test/" + name + ".png")
                .toString();
        var user = new User(
                new UserId(tenant, id),
                BuiltInConnection.NAME,
                Optional.of(email),
                Optional.empty(),
                Optional.empty(),
                profile,
                1,
                clock.instant());
        store.directory().save(tenant, List.of(new Change.Created(user)), List.of());
        return id;
    }

    String user(String name) throws InterruptedException {
        return user(TENANT, name);
    }

    /** @return its id */
    String organization(String name) throws Exception {
        return made(api.post("/organizations", "{\"name\":\"" + name + "\"}"));
    }

    /** @return its id */
    String role(String name) throws Exception {
        return made(api.post("/roles", "{\"name\":\"" + name + "\"}"));
    }

    static String made(Answer answer) {
        if (answer.status() > 201) {
            throw new AssertionError(answer.wire().body());
        }
        return answer.text("id");
    }

    List<Event> events() {
        return events(TENANT);
    }

    List<Event> events(TenantId tenant) {
        return store.log().read(tenant, Offset.START, 10_000).stream()
                .map(LogEntry::event)
                .toList();
    }

    List<String> types() {
        return events().stream().map(event -> event.type().value()).toList();
    }

    JsonNode lastData() {
        return JSON.readTree(events().getLast().json()).path("data");
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
        store.close();
    }
}
