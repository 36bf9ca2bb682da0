package dev.tailrace.testkit.directory;

import dev.tailrace.engine.directory.BuiltInConnection;
import dev.tailrace.engine.directory.DirectorySignIn;
import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.NewUser;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.SignInAttempts;
import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserPatch;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.testkit.fakes.FakeDirectory;
import dev.tailrace.testkit.fakes.FakeHasher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything the directory needs, in memory, with a clock the test moves. */
final class Town {
    static final TenantId TENANT = new TenantId("acme");
    static final String CONNECTION = BuiltInConnection.NAME;
    static final String PASSWORD = "Correct-Horse-9";
    static final Origin.Call CALL = new Origin.Call("acme.example.test", "198.51.100.7", "POST", "demo/1.0");
    static final Origin ORIGIN = new Origin(
            Optional.of(new Origin.Client("p7XcVb2NqRtYw4KmZs9LdGfHj3QxTzA1", "Backoffice")),
            Optional.empty(),
            Optional.of(CALL));
    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeDirectory directory = new FakeDirectory();
    final FakeHasher hasher = new FakeHasher();
    final Users users;
    final Identities identities;
    final DirectorySignIn signIn;
    private final InstantSource clock = this::now;
    private Instant now = Instant.parse("2026-09-14T08:30:15.204567Z");

    Town() {
        this(true, SignInLimits.DEFAULT);
    }

    Town(boolean previousObject, SignInLimits limits) {
        var passwords = new Users.Passwords(PasswordPolicy.DEFAULT, hasher);
        var events = new UserEvents(new EventFactory("example.test", clock, new SplittableRandom(1)), previousObject);
        var connections = new BuiltInConnection();
        var supply = new Users.Supply(clock, new RandomIds(new SplittableRandom(2)));
        users = new Users(directory, connections, passwords, events, supply);
        identities = new Identities(directory, connections, events, clock);
        signIn = new DirectorySignIn(directory, connections, passwords, events, new SignInAttempts(limits, clock));
    }

    Instant now() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    User mira() throws InterruptedException {
        return create("{\"email\":\"Mira@Example.test\"}");
    }

    User create(String attributes) throws InterruptedException {
        return users.create(TENANT, newUser(attributes), ORIGIN);
    }

    static NewUser newUser(String attributes) {
        return new NewUser(Optional.empty(), CONNECTION, Optional.of(new Secret(PASSWORD)), object(attributes));
    }

    User patch(User user, String attributes) throws InterruptedException {
        return users.patch(user.id(), new UserPatch(Optional.empty(), Optional.empty(), object(attributes)), ORIGIN);
    }

    User password(User user, String password) throws InterruptedException {
        var patch = new UserPatch(Optional.empty(), Optional.of(new Secret(password)), object("{}"));
        return users.patch(user.id(), patch, ORIGIN);
    }

    User signIn(String login, String password) throws InterruptedException {
        return signInFrom(CALL.ip(), login, password);
    }

    User signInFrom(String ip, String login, String password) throws InterruptedException {
        var origin = new Origin(ORIGIN.client(), Optional.empty(), Optional.of(new Origin.Call("h", ip, "POST", "u")));
        return signIn.signIn(TENANT, "", login, new Secret(password), origin);
    }

    UserId id(String value) {
        return new UserId(TENANT, value);
    }

    List<String> types() {
        return directory.events().stream().map(e -> e.type().value()).toList();
    }

    Event last() {
        return directory.events().getLast();
    }

    static JsonNode data(Event event) {
        return JSON.readTree(event.json()).path("data");
    }

    static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json);
    }
}
