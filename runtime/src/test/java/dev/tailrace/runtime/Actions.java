package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.outbound.Resolver;
import dev.tailrace.outbound.proxy.EgressLimits;
import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A real runtime with real Node processes, and short ways to run code in it. */
final class Actions implements AutoCloseable {
    static final TenantId TENANT = new TenantId("tailrace");
    static final Path NODE = NodeBinary.find(NodeRuntime.NODE24, Optional.empty(), Path.of(".."));

    /** The level at which the tests run, by {@code -Dtailrace.isolation=L2}; the highest where nothing is said. */
    static final IsolationSettings ISOLATION =
            new IsolationSettings(Level.valueOf(System.getProperty("tailrace.isolation", "L4")), Level.L1);

    /** JavaScript: a name for the process that it runs in. Process ids say nothing: in a box they are all the same. */
    static final String PROCESS = "(globalThis.me ??= require('crypto').randomUUID())";

    final EgressProxy egress;
    final RuntimeDirectory directory;
    final WorkerHost host;
    final NodeActionRuntime runtime;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Actions(RuntimeSettings settings) {
        this(settings, RuntimeDirectory.open(Optional.empty()), Nodes.find(Map.of(), Path.of("..")));
    }

    Actions(RuntimeSettings settings, RuntimeDirectory directory, Path node) {
        this(settings, directory, Nodes.only(node));
    }

    Actions(RuntimeSettings settings, RuntimeDirectory directory, Nodes nodes) {
        this(settings, directory, nodes, directory.worker().resolveSibling("kept"));
    }

    /** @param kept where the packages of built actions are kept */
    Actions(RuntimeSettings settings, RuntimeDirectory directory, Nodes nodes, Path kept) {
        this(settings, directory, nodes, kept, new Company(open(), ISOLATION));
    }

    Actions(RuntimeSettings settings, EgressProxy egress) {
        this(settings, RuntimeDirectory.open(Optional.empty()), new Company(egress, ISOLATION));
    }

    Actions(IsolationSettings isolation, RuntimeSettings settings, EgressProxy egress) {
        this(settings, RuntimeDirectory.open(Optional.empty()), new Company(egress, isolation));
    }

    /** At this isolation, whatever the tests run at. */
    Actions(IsolationSettings isolation, RuntimeSettings settings) {
        this(settings, RuntimeDirectory.open(Optional.empty()), new Company(open(), isolation));
    }

    /** With another program as Node. */
    Actions(IsolationSettings isolation, Path node) {
        this(
                RuntimeSettings.DEFAULT,
                RuntimeDirectory.open(Optional.empty()),
                Nodes.only(node),
                new Company(open(), isolation));
    }

    private Actions(RuntimeSettings settings, RuntimeDirectory directory, Company company) {
        this(settings, directory, Nodes.find(Map.of(), Path.of("..")), company);
    }

    private Actions(RuntimeSettings settings, RuntimeDirectory directory, Nodes nodes, Company company) {
        this(settings, directory, nodes, directory.worker().resolveSibling("kept"), company);
    }

    private record Company(EgressProxy egress, IsolationSettings isolation) {}

    private Actions(RuntimeSettings settings, RuntimeDirectory directory, Nodes nodes, Path kept, Company company) {
        this.directory = directory;
        this.egress = company.egress();
        try {
            this.host = WorkerHost.open(
                    settings, directory, nodes, PackageStore.open(kept, directory), egress, company.isolation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.runtime = new NodeActionRuntime(host, InstantSource.system(), RandomIds.secure());
    }

    /** Leads to loopback, too. */
    private static EgressProxy open() {
        return new EgressProxy(new EgressPolicy(LocalAllowance.ALL), Resolver.SYSTEM, EgressLimits.DEFAULT);
    }

    /** An action whose handler has this body. */
    static DeployedAction handler(String body) {
        return code("exports.onExecuteEventStream = async (event, api) => {" + body + "\n};");
    }

    static DeployedAction code(String code) {
        return code(code, Map.of());
    }

    static DeployedAction code(String code, Map<String, String> secrets) {
        String id = RandomIds.secure().uuid();
        return new DeployedAction(new ActionId(TENANT, id), "an action", 1, "version-of-" + id, content(code, secrets));
    }

    static Content content(String code, Map<String, String> secrets) {
        var list = secrets.entrySet().stream()
                .map(s -> new ActionSecret(s.getKey(), new Secret(s.getValue()), Instant.EPOCH))
                .toList();
        return new Content(code, "node22", List.of(), list);
    }

    /** The same code for another tenant. */
    static DeployedAction inTenant(TenantId tenant, DeployedAction action) {
        return new DeployedAction(
                new ActionId(tenant, action.id().value()),
                action.name(),
                1,
                action.versionId() + tenant,
                action.content());
    }

    /** An event whose data is this JSON. */
    static Event event(String id, String data) {
        String json =
                "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:test\",\"type\":\"user.created\","
                        + "\"data\":" + data + ",\"a0tenant\":\"tailrace\"}";
        return new Event(id, "urn:test", EventType.of("user.created"), Instant.EPOCH, Optional.empty(), json);
    }

    Execution run(DeployedAction action) throws InterruptedException {
        return run(action, event("e1", "{}"));
    }

    Execution run(DeployedAction action, Event event) throws InterruptedException {
        return runtime.run(action, event, Deadline.in(Duration.ofSeconds(25)));
    }

    /** Runs on a thread of its own. */
    Future<Execution> start(DeployedAction action, Event event) {
        Callable<Execution> run = () -> run(action, event);
        return threads.submit(run);
    }

    static String error(Execution execution) {
        return execution.error().map(Execution.ExecutionError::message).orElse("");
    }

    @Override
    public void close() {
        try {
            runtime.close(Duration.ZERO);
            host.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while closing", e);
        }
        egress.close();
        directory.close();
        threads.close();
    }
}
