package dev.tailrace.server;

import static dev.tailrace.server.Setting.number;
import static dev.tailrace.server.Setting.onOff;
import static dev.tailrace.server.Setting.time;

import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.Setting.Malformed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that can be set, in the order of the documentation. */
final class Settings {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MIB = 1024 * 1024;

    static final Setting<Path> DATA = of(
            "data",
            "path",
            "data",
            Forms::path,
            "The data directory: made (0700) when it is not there; one server at a time.");
    static final Setting<Path> RUNTIME = of(
            "runtime",
            "path",
            "",
            Forms::path,
            "Where workers find their files: a folder that other users may enter. Without it one is made below `/run`"
                    + " or the temp folder.");
    static final Setting<Path> NODE = of(
            "node", "path", "", Forms::path, "The Node binary of the workers. Without it the pinned one of the build.");
    static final Setting<String> LISTEN =
            of("listen", "address", "127.0.0.1", Forms::address, "Where HTTPS listens; plain HTTP does not follow it.");
    static final Setting<String> HTTP_LISTEN = of(
            "http-listen",
            "address",
            "127.0.0.1",
            Forms::address,
            "Where plain HTTP listens. Tokens and secrets cross it unencrypted.");
    static final Setting<Integer> PORT =
            of("port", "port", "8080", Forms::port, "Port of plain HTTP; 0 takes a free one and prints it.");
    static final Setting<Integer> HTTPS_PORT =
            of("https-port", "port", "8443", Forms::port, "Port of HTTPS; 0 takes a free one and prints it.");
    static final Setting<String> DOMAIN = of(
            "domain",
            "host name",
            "localhost",
            Forms::host,
            "Host name of the default tenant; a further tenant is at `<tenant>.<domain>`. The certificate we make is"
                    + " for it, besides localhost.");
    static final Setting<TenantId> TENANT = of(
            "tenant",
            "name",
            "default",
            Forms::tenant,
            "Name of the default tenant, made on the first start; events carry it in `source`.");
    static final Setting<String> CLIENT_ID = of(
            "client-id",
            "text",
            "",
            Settings::clientId,
            "Presets the first application's id, for CI; needs `client-secret`.");
    static final Setting<Secret> CLIENT_SECRET = secret(
            "client-secret",
            text -> Forms.secret(text, 16),
            "Presets the first application's secret; needs `client-id`.");
    static final Setting<Path> ENCRYPTION_KEY_FILE = of(
            "encryption-key-file",
            "path",
            "",
            Forms::path,
            "File with the key that secrets are encrypted with (64 hex digits). Without it one is made in the data"
                    + " directory (0600).");
    static final Setting<Path> TLS_CERTIFICATE = of(
            "tls.certificate",
            "path",
            "",
            Forms::path,
            "Certificate chain (PEM) for HTTPS; needs `tls.key`. Read again when it changes. Without it a local CA is"
                    + " made and its `ca.pem` lies in the data directory.");
    static final Setting<Path> TLS_KEY =
            of("tls.key", "path", "", Forms::path, "Private key (PEM, unencrypted) of that certificate.");
    static final Setting<String> ALLOW_LOCAL = of(
            "allow-local",
            "`off`, `all` or HOST:PORT,…",
            "off",
            Forms::local,
            "Opens loopback addresses to webhooks and actions, and plain http to webhooks: all of them (the flag"
                    + " without a value), or only the hosts named, which may be private ones, too.");
    static final Setting<Path> WEBHOOK_CA = of(
            "webhook.ca",
            "path",
            "",
            Forms::path,
            "Certificates (PEM) that webhook receivers may show besides those the platform trusts.");
    static final Setting<Duration> WEBHOOK_TIMEOUT = time(
            "webhook.timeout", "10s", SECOND, Duration.ofMinutes(1), "How long one attempt at a webhook may take.");
    static final Setting<String> EVENTBRIDGE_BUS = of(
            "eventbridge.bus",
            "name",
            "default",
            Forms::bus,
            "Name of the event bus, in the account and region of each EventBridge stream.");
    static final Setting<URI> EVENTBRIDGE_ENDPOINT = of(
            "eventbridge.endpoint",
            "URL",
            "",
            Forms::url,
            "Called instead of AWS, for a local stand-in; nothing is checked about its address.");
    static final Setting<Duration> EVENTBRIDGE_TIMEOUT = time(
            "eventbridge.timeout",
            "10s",
            SECOND,
            Duration.ofMinutes(1),
            "How long one attempt at an event bus may take.");
    static final Setting<Boolean> ACTIONS_DELETED_WITH_STREAM = onOff(
            "actions.delete-with-stream",
            "on",
            "Deleting an event stream also deletes the action it delivers to, as the public service does.");
    static final Setting<Integer> FAILURES_CONSECUTIVE = number(
            "failures.consecutive",
            "500",
            0,
            1_000_000_000,
            "Failed deliveries in a row after which an event stream is disabled; 0: never.");
    static final Setting<Integer> FAILURES_OUTSTANDING = number(
            "failures.outstanding",
            "5000",
            0,
            1_000_000_000,
            "Failed deliveries without a redelivery that succeeded, from which on an event stream is disabled and"
                    + " cannot be enabled; 0: never.");
    static final Setting<Boolean> PREVIOUS_OBJECT =
            onOff("events.previous-object", "on", "`user.updated` events carry `data.previous_object`.");
    static final Setting<Integer> SSE_CONNECTIONS = number(
            "events.connections",
            "100",
            0,
            100_000,
            "Clients of `GET /api/v2/events` at a time, per tenant; one more is answered 403.");
    static final Setting<Duration> RETENTION_LOG = time(
            "retention.log",
            "7d",
            Duration.ofHours(1),
            DAY.multipliedBy(3650),
            "How long the log keeps events, read or not.");
    static final Setting<Long> RETENTION_LOG_SIZE = of(
            "retention.log-size",
            "size",
            "",
            text -> Forms.bytes(text, 16 * MIB, 1024 * 1024 * MIB),
            "How much the events of all tenants may take in the log, to within a thousand events; the oldest go first,"
                    + " read or not. No limit unless set.");
    static final Setting<Duration> RETENTION_FAILED = time(
            "retention.failed-deliveries",
            "30d",
            Duration.ofHours(1),
            DAY.multipliedBy(3650),
            "How long failed deliveries stay listed and can be redelivered.");
    static final Setting<KeptSuccesses> RETENTION_SUCCESSES = of(
            "retention.successes",
            "number, time or `none`",
            "1000",
            Forms::successes,
            "Deliveries that succeeded at once and stay visible: so many of each stream, or those of such a time.");
    static final Setting<Duration> RETENTION_LOGS = time(
            "retention.logs",
            "30d",
            Duration.ofHours(1),
            DAY.multipliedBy(3650),
            "How long entries of `GET /api/v2/logs` stay, at most a million of all tenants.");
    static final Setting<Integer> RATE_LIMIT = number(
            "rate-limit",
            "100000",
            0,
            1_000_000_000,
            "Calls of the Management API per second and tenant, in the long run; one more is answered 429. 0 limits"
                    + " nothing.");
    static final Setting<Integer> RATE_BURST = number(
            "rate-limit.burst",
            "",
            1,
            1_000_000_000,
            "Calls that a tenant may make at once; as many as `rate-limit` unless set.");
    static final Setting<List<String>> CORS_ORIGINS = of(
            "cors.origins",
            "ORIGIN,…",
            "",
            Forms::origins,
            "Origins whose pages may call the API from a browser, for example `https://app.example.com`; `*` is every"
                    + " one. None unless set.");
    static final Setting<Integer> CONNECTIONS = number(
            "http.connections", "4096", 8, 100_000, "Open connections, HTTP and HTTPS together; one more waits.");
    static final Setting<Duration> IDLE = time(
            "http.idle-timeout",
            "60s",
            SECOND,
            Duration.ofHours(1),
            "A connection without traffic is closed after this time.");
    static final Setting<Duration> DRAIN = time(
            "drain",
            "7s",
            Duration.ZERO,
            Duration.ofSeconds(9),
            "On SIGTERM: how long calls and attempts under way may take before the server ends.");
    static final Setting<String> LOG_LEVEL = of(
            "log-level",
            "level",
            "info",
            Settings::level,
            "`error`, `warn`, `info`, `debug` or `trace`; the log goes to standard error.");

    private static final List<Setting<?>> OWN = List.of(
            DATA,
            RUNTIME,
            NODE,
            LISTEN,
            HTTP_LISTEN,
            PORT,
            HTTPS_PORT,
            DOMAIN,
            TENANT,
            CLIENT_ID,
            CLIENT_SECRET,
            ENCRYPTION_KEY_FILE,
            TLS_CERTIFICATE,
            TLS_KEY,
            ALLOW_LOCAL,
            EgressSettings.ALLOW,
            EgressSettings.DENY,
            EgressSettings.CONNECTIONS,
            EgressSettings.BYTES,
            EgressSettings.CONNECT,
            EgressSettings.IDLE,
            WEBHOOK_CA,
            WEBHOOK_TIMEOUT,
            EVENTBRIDGE_BUS,
            EVENTBRIDGE_ENDPOINT,
            EVENTBRIDGE_TIMEOUT,
            PackageSettings.NPM,
            PackageSettings.NPMRC,
            PackageSettings.FOLDER,
            ACTIONS_DELETED_WITH_STREAM,
            FAILURES_CONSECUTIVE,
            FAILURES_OUTSTANDING,
            PREVIOUS_OBJECT,
            SSE_CONNECTIONS,
            RETENTION_LOG,
            RETENTION_LOG_SIZE,
            RETENTION_FAILED,
            RETENTION_SUCCESSES,
            RETENTION_LOGS,
            RATE_LIMIT,
            RATE_BURST,
            CORS_ORIGINS,
            CONNECTIONS,
            IDLE,
            DRAIN,
            LOG_LEVEL);

    static final List<Setting<?>> ALL = Stream.of(OWN, WorkerSettings.ALL, MetricsSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private Settings() {}

    /** The table of docs/reference/configuration.md. */
    static String table() {
        var rows = new StringBuilder("""
            | setting | flag | environment | value | default | what it does |
            |---|---|---|---|---|---|
            """);
        ALL.forEach(setting -> rows.append(setting.row()).append('\n'));
        return rows.toString();
    }

    private static <T> Setting<T> of(String name, String unit, String preset, Function<String, T> read, String doc) {
        return Setting.of(name, unit, preset, read, doc);
    }

    private static Setting<Secret> secret(String name, Function<String, Secret> read, String doc) {
        return new Setting<>(name, "secret", "", doc, true, read);
    }

    private static String clientId(String text) {
        if (!text.matches("[-_A-Za-z0-9]{1,64}")) {
            throw new Malformed("1 to 64 of letters, digits, '-' and '_'");
        }
        return text;
    }

    private static String level(String text) {
        String level = text.toLowerCase(Locale.ROOT);
        if (!List.of("error", "warn", "info", "debug", "trace").contains(level)) {
            throw new Malformed("error, warn, info, debug or trace");
        }
        return level;
    }
}
