package dev.tailrace.server;

import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.outbound.EgressRules;
import dev.tailrace.outbound.proxy.EgressLimits;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a server, read and checked.
 *
 * @param failures when a stream is disabled because of them
 * @param previousObject whether {@code user.updated} carries the state before
 * @param drain how long what is under way may take once the server stops
 */
public record Config(
        Data data,
        Network network,
        Tls tls,
        Tenant tenant,
        Egress egress,
        EventBridge eventBridge,
        Actions actions,
        Retention retention,
        Edge edge,
        Metrics metrics,
        FailureLimits failures,
        boolean previousObject,
        Duration drain,
        String logLevel) {

    /** @param encryptionKey file with the key of all secrets; without it one is made in the directory */
    public record Data(Path directory, Optional<Path> encryptionKey) {}

    /** Port 0 takes a free one. */
    public record Network(String httpAddress, int httpPort, String httpsAddress, int httpsPort) {}

    /** Certificate and key are both given or neither. */
    public record Tls(Optional<Path> certificate, Optional<Path> key) {}

    /** @param first id and secret that the first application is to have */
    public record Tenant(TenantId name, String domain, Optional<Preset> first) {}

    public record Preset(String clientId, Secret secret) {}

    /**
     * @param allowLocal nothing, {@code all}, or {@code HOST:PORT,…}
     * @param perAction bounds of each action
     */
    public record Egress(
            String allowLocal,
            EgressRules rules,
            EgressLimits perAction,
            Duration webhookTimeout,
            Optional<Path> webhookCa) {}

    /** @param endpoint called instead of AWS */
    public record EventBridge(String bus, Optional<URI> endpoint, Duration timeout) {}

    /** @param uids {@code FIRST-LAST} */
    public record Actions(
            Optional<Path> runtime,
            Optional<Path> node,
            Duration wallLimit,
            Duration blockedLimit,
            long heapBytes,
            long memoryBytes,
            Fleet fleet,
            String uids,
            IsolationSettings isolation,
            Npm npm,
            boolean deletedWithStream) {}

    /** How many processes, and their Node 22. */
    public record Fleet(Optional<Path> node22, int processes, int perAction, int warm, long budgetBytes) {}

    /**
     * @param settings file with registries and tokens
     * @param folder of archives, instead of registries
     */
    public record Npm(Optional<Path> program, Optional<Path> settings, Optional<Path> folder) {}

    /** @param logBytes what the log may take */
    public record Retention(
            Duration log, Optional<Long> logBytes, Duration failedDeliveries, KeptSuccesses successes, Duration logs) {}

    /**
     * @param sseConnections clients of the event stream at a time, per tenant
     * @param corsOrigins whose pages may call us; none is the default
     */
    public record Edge(Rate rate, int connections, Duration idle, int sseConnections, List<String> corsOrigins) {
        public Edge {
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /** @param streams how many have figures of their own */
    public record Metrics(String address, Optional<Integer> port, int streams) {}

    /** @param perSecond calls of a tenant in the long run; 0 is no limit */
    public record Rate(int perSecond, int burst) {}

    /**
     * @param flags what follows {@code serve}
     * @throws BadSetting naming the first setting that cannot be used
     */
    static Config read(List<String> flags, Map<String, String> environment) {
        return of(Given.read(flags, environment));
    }

    private static Config of(Given given) {
        var config = new Config(
                new Data(given.of(Settings.DATA), given.optional(Settings.ENCRYPTION_KEY_FILE)),
                new Network(
                        given.of(Settings.HTTP_LISTEN),
                        given.of(Settings.PORT),
                        given.of(Settings.LISTEN),
                        given.of(Settings.HTTPS_PORT)),
                new Tls(given.optional(Settings.TLS_CERTIFICATE), given.optional(Settings.TLS_KEY)),
                new Tenant(given.of(Settings.TENANT), given.of(Settings.DOMAIN), preset(given)),
                new Egress(
                        given.of(Settings.ALLOW_LOCAL),
                        new EgressRules(
                                "egress",
                                given.optional(EgressSettings.ALLOW).orElse(List.of()),
                                given.optional(EgressSettings.DENY).orElse(List.of())),
                        new EgressLimits(
                                given.of(EgressSettings.CONNECTIONS),
                                given.of(EgressSettings.BYTES),
                                given.of(EgressSettings.CONNECT),
                                given.of(EgressSettings.IDLE)),
                        given.of(Settings.WEBHOOK_TIMEOUT),
                        given.optional(Settings.WEBHOOK_CA)),
                new EventBridge(
                        given.of(Settings.EVENTBRIDGE_BUS),
                        given.optional(Settings.EVENTBRIDGE_ENDPOINT),
                        given.of(Settings.EVENTBRIDGE_TIMEOUT)),
                actions(given),
                new Retention(
                        given.of(Settings.RETENTION_LOG),
                        given.optional(Settings.RETENTION_LOG_SIZE),
                        given.of(Settings.RETENTION_FAILED),
                        given.of(Settings.RETENTION_SUCCESSES),
                        given.of(Settings.RETENTION_LOGS)),
                new Edge(
                        rate(given),
                        given.of(Settings.CONNECTIONS),
                        given.of(Settings.IDLE),
                        given.of(Settings.SSE_CONNECTIONS),
                        given.optional(Settings.CORS_ORIGINS).orElse(List.of())),
                new Metrics(
                        given.of(MetricsSettings.LISTEN),
                        given.optional(MetricsSettings.PORT),
                        given.of(MetricsSettings.STREAMS)),
                new FailureLimits(given.of(Settings.FAILURES_CONSECUTIVE), given.of(Settings.FAILURES_OUTSTANDING)),
                given.of(Settings.PREVIOUS_OBJECT),
                given.of(Settings.DRAIN),
                given.of(Settings.LOG_LEVEL));
        config.check();
        return config;
    }

    private static Rate rate(Given given) {
        int perSecond = given.of(Settings.RATE_LIMIT);
        return new Rate(perSecond, given.optional(Settings.RATE_BURST).orElse(Math.max(1, perSecond)));
    }

    private static Actions actions(Given given) {
        return new Actions(
                given.optional(Settings.RUNTIME),
                given.optional(Settings.NODE),
                given.of(WorkerSettings.WALL),
                given.of(WorkerSettings.BLOCKED),
                given.of(WorkerSettings.HEAP),
                given.of(WorkerSettings.MEMORY),
                new Fleet(
                        given.optional(WorkerSettings.NODE22),
                        given.of(WorkerSettings.PROCESSES),
                        given.of(WorkerSettings.PER_ACTION),
                        given.of(WorkerSettings.WARM),
                        given.of(WorkerSettings.BUDGET)),
                given.of(WorkerSettings.UIDS),
                isolation(given),
                new Npm(
                        given.optional(PackageSettings.NPM),
                        given.optional(PackageSettings.NPMRC),
                        given.optional(PackageSettings.FOLDER)),
                given.of(Settings.ACTIONS_DELETED_WITH_STREAM));
    }

    private static IsolationSettings isolation(Given given) {
        var max = given.of(WorkerSettings.ISOLATION_MAX);
        var required = given.of(WorkerSettings.ISOLATION_REQUIRED);
        if (!max.atLeast(required)) {
            throw new BadSetting("actions.isolation.required is above actions.isolation.max: no action could run");
        }
        return new IsolationSettings(max, required);
    }

    private static Optional<Preset> preset(Given given) {
        var id = given.optional(Settings.CLIENT_ID);
        var secret = given.optional(Settings.CLIENT_SECRET);
        if (id.isPresent() != secret.isPresent()) {
            throw new BadSetting("client-id and client-secret go together; only one of them is set");
        }
        return id.map(name -> new Preset(name, secret.orElseThrow()));
    }

    private void check() {
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            throw new BadSetting("tls.certificate and tls.key go together; only one of them is set");
        }
        if (network.httpPort() != 0 && network.httpPort() == network.httpsPort()) {
            throw new BadSetting("port and https-port are both " + network.httpPort());
        }
        if (actions.memoryBytes() <= actions.heapBytes()) {
            throw new BadSetting("actions.memory must be larger than actions.heap, which is a part of it");
        }
    }
}
