package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.StoredConnections;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.api.IdentitiesApi;
import dev.tailrace.server.api.UsersApi;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.fakes.FakeHasher;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A real server in front of connections, groups, SCIM and users in SQLite; every event it makes is checked. */
public final class DirectoryServer implements AutoCloseable {
    private static final Path CATALOGUE = Path.of("../../shared/contract/events-schema.json");
    private static final JsonMapper JSON = JsonMapper.shared();
    public final SqliteBackend store;
    private final DirectoryParts parts;
    private final RunningServer server;
    private final BundledEventCatalog catalog;
    private final String token;
    private Offset seen;

    public DirectoryServer(Path folder) throws Exception {
        var clock = Clock.systemUTC();
        store = SqliteBackend.open(folder.resolve("store"), Optional.empty(), clock);
        store.tenants().ensure(RunningServer.TENANT);
        var events = new EventFactory("example.test", clock, RandomGenerator.getDefault());
        var userEvents = new UserEvents(events, true);
        var connections = new StoredConnections(store.entities());
        var supply = new Users.Supply(clock, RandomIds.secure());
        var users = new Users(
                store.directory(),
                connections,
                new Users.Passwords(PasswordPolicy.DEFAULT, new FakeHasher()),
                userEvents,
                supply);
        parts = new DirectoryParts(
                store, new DirectoryParts.Shared(connections, users, userEvents, events, supply), true);
        var routes = new ArrayList<>(parts.routes());
        routes.addAll(new UsersApi(users).routes());
        routes.addAll(new IdentitiesApi(new Identities(store.directory(), connections, userEvents, clock)).routes());
        server = RunningServer.on(folder.resolve("server"))
                .routes(routes.toArray(Route[]::new))
                .start();
        catalog = new BundledEventCatalog(store.eventTypes());
        token = server.token(
                routes.stream().flatMap(r -> r.scopes().stream()).distinct().toArray(String[]::new));
        seen = store.log().end(RunningServer.TENANT);
    }

    /** What was answered. */
    public record Answer(int status, String text, HttpResponse<String> whole) {
        public JsonNode json() {
            return JSON.readTree(text);
        }

        public Answer is(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }
    }

    public Answer call(String method, String path, String body) throws Exception {
        return call(method, path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    public Answer call(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(server.url(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .headers(headers);
        var answer = server.send(request);
        return new Answer(answer.statusCode(), answer.body(), answer);
    }

    public Answer get(String path) throws Exception {
        return call("GET", path, "");
    }

    public Answer post(String path, String body) throws Exception {
        return call("POST", path, body.replace('\'', '"'));
    }

    public Answer patch(String path, String body) throws Exception {
        return call("PATCH", path, body.replace('\'', '"'));
    }

    public Answer delete(String path) throws Exception {
        return call("DELETE", path, "");
    }

    /** An organization or role, as if somebody had made it. */
    public void entity(Kind kind, String id, String name) throws InterruptedException {
        ObjectNode json = JSON.createObjectNode().put("name", name);
        var entity = new Entity(
                new Entity.Id(RunningServer.TENANT, kind, id),
                Optional.of(name),
                json.toString(),
                1,
                Clock.systemUTC().instant());
        store.directory().save(RunningServer.TENANT, List.of(new Change.EntityCreated(entity)), List.of());
    }

    /** Events that came since this was last asked, each as its whole envelope, checked against its schemas. */
    public List<JsonNode> events() throws Exception {
        var found = new ArrayList<JsonNode>();
        for (LogEntry entry : store.log().read(RunningServer.TENANT, seen, 10_000)) {
            check(entry.event());
            found.add(JSON.readTree(entry.event().json()));
            seen = entry.offset();
        }
        return found;
    }

    public List<String> types() throws Exception {
        return events().stream().map(e -> e.path("type").asString()).toList();
    }

    private void check(Event event) throws Exception {
        JsonNode envelope = JSON.readTree(event.json());
        String bundled = catalog.find(RunningServer.TENANT, event.type())
                .orElseThrow()
                .schema()
                .orElseThrow();
        assertThat(problems(JSON.readTree(bundled), envelope.path("data")))
                .as("%s against the bundled schema: %s", event.type(), event.json())
                .isEmpty();
        if (Files.isReadable(CATALOGUE)) {
            JsonNode schema = JSON.readTree(Files.readString(CATALOGUE))
                    .at("/components/schemas")
                    .path(event.type().value());
            if (schema instanceof ObjectNode object) {
                object.remove("$id");
                JsonNode delivered =
                        JSON.readTree(event.seenBy("est_7Kq2mVtZ4RbX9nHcYw3LfD").json());
                assertThat(problems(object, delivered))
                        .as("%s against the catalogue: %s", event.type(), event.json())
                        .isEmpty();
            }
        }
    }

    private static List<String> problems(JsonNode schema, JsonNode value) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(value, c -> c.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() throws Exception {
        server.close();
        parts.close();
        store.close();
    }
}
