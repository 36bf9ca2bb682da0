package dev.tailrace.server;

import dev.tailrace.engine.directory.SignIn;
import dev.tailrace.engine.problem.Problem.Forbidden;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.api.ClientJson;
import dev.tailrace.server.api.HealthApi;
import dev.tailrace.server.http.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on free ports, in front of routes that a test chooses; its tenants are on disk. */
public final class RunningServer implements AutoCloseable {
    public static final TenantId TENANT = new TenantId("default");
    public static final SignIn NOBODY_SIGNS_IN = (_, _, _, _, _) -> {
        throw new Forbidden("invalid_grant", "Wrong email or password.");
    };

    public final TenantStores tenants;
    private final SqliteBackend store;
    public final ManualClock clock = new ManualClock();
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningServer(Options options) throws Exception {
        Files.createDirectories(options.data);
        store = SqliteBackend.open(options.data.resolve("store"), Optional.empty(), clock);
        tenants = store.tenantStores();
        var flags = new ArrayList<>(List.of("--data", options.data.toString(), "--port", "0", "--https-port", "0"));
        flags.addAll(options.flags);
        var parts = new Parts(
                tenants, options.signIn, _ -> {}, options.routes, options.checks, options.drains, options.closed);
        try {
            server = Server.start(Config.read(flags, Map.of()), parts, clock);
        } catch (Exception e) {
            store.close();
            throw e;
        }
    }

    /** What a test may choose. */
    public static final class Options {
        private final Path data;
        private final List<String> flags = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<HealthApi.Check> checks = new ArrayList<>();
        private final List<Parts.Drain> drains = new ArrayList<>();
        private final List<AutoCloseable> closed = new ArrayList<>();
        private SignIn signIn = NOBODY_SIGNS_IN;

        private Options(Path data) {
            this.data = data;
        }

        public Options flags(String... more) {
            flags.addAll(List.of(more));
            return this;
        }

        public Options routes(Route... more) {
            routes.addAll(List.of(more));
            return this;
        }

        public Options check(HealthApi.Check check) {
            checks.add(check);
            return this;
        }

        public Options drain(Parts.Drain drain) {
            drains.add(drain);
            return this;
        }

        public Options closes(AutoCloseable part) {
            closed.add(part);
            return this;
        }

        public Options signIn(SignIn chosen) {
            signIn = chosen;
            return this;
        }

        public RunningServer start() throws Exception {
            return new RunningServer(this);
        }
    }

    public static Options on(Path data) {
        return new Options(data);
    }

    public Server server() {
        return server;
    }

    public int port() {
        return server.httpPort();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Adds an application with these scopes. */
    public Config.Preset application(TenantId tenant, String... scopes) {
        var preset = new Config.Preset("client-of-" + tenant, new Secret("a secret with +, % and : of " + tenant));
        tenants.tenants().ensure(tenant);
        tenants.applications().delete(tenant, preset.clientId());
        var made = new Application(
                tenant,
                preset.clientId(),
                ClientCredentials.hash(preset.secret()),
                ClientJson.ofOurs("Test client"),
                Instant.EPOCH);
        var all = Grant.ofEverything(made, "cgr_0123456789abcdef");
        var some = new Grant.Allowed(false, List.of(scopes), "client", "{}");
        tenants.applications().create(made, List.of(all.withAllowed(some)));
        return preset;
    }

    /** A token of the default tenant with these scopes. */
    public String token(String... scopes) throws Exception {
        var preset = application(TENANT, scopes);
        var fields = JSON.createObjectNode()
                .put("grant_type", "client_credentials")
                .put("client_id", preset.clientId())
                .put("client_secret", preset.secret().reveal());
        var answer = send(post("/oauth/token", fields.toString()).header("Content-Type", "application/json"));
        return json(answer).path("access_token").asString();
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(url(path)).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(url(path)).POST(BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
        store.close();
    }
}
