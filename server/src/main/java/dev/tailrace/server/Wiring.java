package dev.tailrace.server;

import dev.tailrace.engine.action.ActionDeliverer;
import dev.tailrace.engine.action.ActionRuntime;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Builds;
import dev.tailrace.engine.action.MaskedRuntime;
import dev.tailrace.engine.action.Modules;
import dev.tailrace.engine.destination.Deliverers;
import dev.tailrace.engine.directory.DirectorySignIn;
import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.MadeSignIns;
import dev.tailrace.engine.directory.PasswordPolicy;
import dev.tailrace.engine.directory.SignInAttempts;
import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.directory.StoredConnections;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.dispatch.Dispatcher;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.EventBridgeDeliverer;
import dev.tailrace.outbound.EventBridgeSettings;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.outbound.Resolver;
import dev.tailrace.outbound.WebhookDeliverer;
import dev.tailrace.outbound.WebhookSettings;
import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.runtime.ActionPolicies;
import dev.tailrace.runtime.Bundler;
import dev.tailrace.runtime.Dependencies;
import dev.tailrace.runtime.FleetSettings;
import dev.tailrace.runtime.NodeActionRuntime;
import dev.tailrace.runtime.NodeBuilder;
import dev.tailrace.runtime.NodeRuntime;
import dev.tailrace.runtime.Nodes;
import dev.tailrace.runtime.PackageStore;
import dev.tailrace.runtime.RuntimeDirectory;
import dev.tailrace.runtime.RuntimeSettings;
import dev.tailrace.runtime.UidRange;
import dev.tailrace.runtime.WorkerHost;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.server.api.Activity;
import dev.tailrace.server.api.HealthApi;
import dev.tailrace.server.api.Overview;
import dev.tailrace.server.metrics.Metrics;
import dev.tailrace.server.metrics.MetricsListener;
import dev.tailrace.server.password.Argon2Hasher;
import dev.tailrace.server.ui.Live;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the rooms together: the only place that knows every one of them. */
final class Wiring {
    private static final long MEBIBYTE = 1024 * 1024;
    /** What runs may take that no attempt waits for: tests of drafts. */
    private static final Duration LAST_RUNS = Duration.ofMillis(500);

    private final Config config;
    private final InstantSource clock = Clock.systemUTC();
    private final RandomIds ids = RandomIds.secure();
    /** What is open; the newest is closed first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Wiring(Config config) {
        this.config = config;
    }

    @SuppressWarnings("DoNotCallSuggester")
    static Parts open(Config config) throws Exception {
        var wiring = new Wiring(config);
        try {
            return wiring.parts();
        } catch (Throwable thrown) {
            for (AutoCloseable part : wiring.open) {
                part.close();
            }
            throw thrown;
        }
    }

    private Parts parts() throws Exception {
        var store = opened(SqliteBackend.open(
                config.data().directory(),
                config.data().encryptionKey(),
                clock,
                config.failures(),
                config.retention().successes()));
        var policy = new EgressPolicy(LocalAllowance.parse(config.egress().allowLocal()))
                .under(config.egress().rules());
        var policies = new ActionPolicies(policy, store.actionEgress());
        var runtime = runtime(policy, policies);

        var builder = new NodeBuilder(runtime.host(), dependencies(runtime.host(), policy));
        var builds = new Builds(store.actions(), builder, clock);
        open.push(builds::stop);
        var modules = new Modules(store.modules(), builder, ids, clock);
        var actions = new Actions(
                store.actions(),
                modules,
                builds,
                id -> store.streams().deliveringTo(id).isPresent(),
                new Actions.Supply(ids, clock));
        var notes = new Notes(store.audit(), store.executions(), clock);
        var machine = new Machine(
                runtime.host(),
                config.data().directory(),
                config.actions().fleet().processes());
        var activity = new Activity(store.auditLog(), store.streams());
        var overview = new Overview(
                new Overview.Sources(
                        store.streams(),
                        store.deliveries(),
                        store.log(),
                        activity,
                        LaneBounds.DEFAULT.parkedMax(),
                        machine::toJson),
                clock);
        var cursors = new Cursors(store.log(), store.derivedKey("cursors"));
        var live = opened(new Live(new Live.Sources(store.log(), store.deliveries(), cursors, overview)));
        var deliverer = new ActionDeliverer(store.actions(), runtime.masked(), run -> {
            notes.ran(run);
            live.ran(run);
        });
        opened(store.deliveries().onDisabled(notes::disabled));
        opened(actions.onDeployed(deliverer::changed));
        opened(actions.onDeployed(policies::changed));

        var webhooks = opened(new WebhookDeliverer(
                new WebhookSettings(
                        config.egress().webhookTimeout(), config.egress().webhookCa()),
                policy,
                clock));
        var bridge = config.eventBridge();
        var eventBridge = opened(
                new EventBridgeDeliverer(new EventBridgeSettings(bridge.bus(), bridge.endpoint(), bridge.timeout())));
        var dispatcher = new Dispatcher(
                new Dispatcher.Sources(store.log(), store.streams(), store.deliveries()),
                new Deliverers(webhooks, eventBridge, deliverer),
                clock,
                ids.uuid());

        var events = new EventFactory(config.tenant().domain(), clock, new SecureRandom());
        var userEvents = new UserEvents(events, config.previousObject());
        var hasher = opened(Argon2Hasher.standard());
        var connections = new StoredConnections(store.entities());
        var passwords = new Users.Passwords(PasswordPolicy.DEFAULT, hasher);
        var supply = new Users.Supply(clock, ids);
        var users = new Users(store.directory(), connections, passwords, userEvents, supply);
        var identities = new Identities(store.directory(), connections, userEvents, clock);
        var signIn = new DirectorySignIn(
                store.directory(), connections, passwords, userEvents, new SignInAttempts(SignInLimits.DEFAULT, clock));

        opened(signIn.onAnswer(notes::signedIn));
        var directory = opened(new DirectoryParts(
                store,
                new DirectoryParts.Shared(connections, users, userEvents, events, supply),
                config.previousObject()));

        var metrics = new Metrics();
        var resources = new Resources(config, store, clock, ids);
        var routes = resources.routes(new Resources.Services(
                actions,
                modules,
                runtime.masked(),
                users,
                identities,
                new MadeSignIns(store.directory(), connections, userEvents, clock),
                new BundledEventCatalog(store.eventTypes()),
                events,
                policy,
                overview,
                activity,
                cursors,
                policies::changed,
                metrics::accepting,
                dispatcher::figures,
                dispatcher::wake));
        opened(new RetentionTimer(store.retention(), config.retention(), clock));
        opened(new ErasureTimer(store.erasing(), clock));
        opened(new TenantRemovalTimer(store.tenantRemoval(), clock));
        builds.start();
        dispatcher.start();
        var served = new Measured(store, runtime.host(), dispatcher, clock)
                .serve(metrics, config.metrics(), config.failures());
        served.ifPresent(open::push);
        return new Parts(
                store.tenantStores(),
                signIn,
                store.audit(),
                Stream.concat(routes.stream(), directory.routes().stream()).toList(),
                List.of(
                        new HealthApi.Check("store", store::trouble),
                        new HealthApi.Check(
                                "isolation",
                                () -> runtime.host().reached().flatMap(Isolation::refusal),
                                () -> runtime.host().reached().map(Isolation::text))),
                Optional.of(live),
                List.of(limit -> resources.stop(), dispatcher::stop),
                new ArrayList<>(open),
                served.map(MetricsListener::port));
    }

    private record Running(WorkerHost host, ActionRuntime masked) {}

    private Running runtime(EgressPolicy policy, ActionPolicies policies) throws IOException {
        var actions = config.actions();
        var settings = RuntimeSettings.DEFAULT
                .withLimits(actions.wallLimit(), actions.blockedLimit())
                .withMemory((int) (actions.heapBytes() / MEBIBYTE), (int) (actions.memoryBytes() / MEBIBYTE))
                .withFleet(fleet(actions.fleet()))
                .withUids(UidRange.parse(actions.uids()));
        var home = Path.of(System.getProperty("tailrace.home", ""));
        var named = new EnumMap<NodeRuntime, Path>(NodeRuntime.class);
        actions.node().ifPresent(node -> named.put(NodeRuntime.NODE24, node));
        actions.fleet().node22().ifPresent(node -> named.put(NodeRuntime.NODE22, node));
        var nodes = Nodes.find(named, home);
        var directory = opened(RuntimeDirectory.open(actions.runtime()));
        var packages = PackageStore.open(config.data().directory().resolve("packages"), directory);
        var egress = opened(new EgressProxy(
                policy, policies::of, Resolver.SYSTEM, config.egress().perAction()));
        var host = WorkerHost.open(settings, directory, nodes, packages, egress, actions.isolation());
        open.push(host::close);
        host.prepare(NodeRuntime.NODE22);
        var runtime = new NodeActionRuntime(host, clock, RandomIds.quick());
        open.push(() -> runtime.close(LAST_RUNS));
        return new Running(host, new MaskedRuntime(runtime));
    }

    private static FleetSettings fleet(Config.Fleet fleet) {
        return FleetSettings.DEFAULT
                .withProcesses(fleet.processes())
                .withPerAction(fleet.perAction())
                .withWarm(fleet.warm())
                .withBudget((int) (fleet.budgetBytes() / MEBIBYTE));
    }

    private Dependencies dependencies(WorkerHost host, EgressPolicy policy) {
        var npm = config.actions().npm();
        var home = Path.of(System.getProperty("tailrace.home", ""));
        var program = NpmProgram.find(
                npm.program(), home, Optional.ofNullable(System.getenv("PATH")).orElse(""));
        var settings = npm.settings().map(Npmrc::read).orElse(Npmrc.NONE);
        var sources = opened(new PackageSources(settings, policy, npm.folder()));
        return new Dependencies(host, program, sources, Bundler.find(host, home));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }
}
