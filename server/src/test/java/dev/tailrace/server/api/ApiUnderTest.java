package dev.tailrace.server.api;

import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Builds;
import dev.tailrace.engine.action.Modules;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import dev.tailrace.testkit.fakes.FakeActionStore;
import dev.tailrace.testkit.fakes.FakeEventCatalog;
import dev.tailrace.testkit.fakes.FakeModuleStore;
import dev.tailrace.testkit.fakes.FakeStreams;
import dev.tailrace.testkit.fakes.SteppedBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The API of streams and actions over stores in memory; builds end when the test lets them. */
final class ApiUnderTest {
    final ManualClock clock = new ManualClock(Examples.NOW);
    final FakeStreams streams = new FakeStreams();
    final MemoryEventLog log = new MemoryEventLog(clock);
    final MemoryDeliveryStore deliveries = new MemoryDeliveryStore(log, KeptSuccesses.DEFAULT);
    final FakeActionStore actionStore = new FakeActionStore();
    final FakeEventCatalog catalog = new FakeEventCatalog();
    final SteppedBuilder builder = new SteppedBuilder();
    final RandomIds ids = new RandomIds(new Random(7));
    final List<StreamId> woken = new ArrayList<>();
    final Builds builds = new Builds(actionStore, builder, clock);
    final Modules modules = new Modules(new FakeModuleStore(actionStore), builder, ids, clock);
    final Actions actions = new Actions(
            actionStore, modules, builds, id -> streams.deliveringTo(id).isPresent(), new Actions.Supply(ids, clock));

    void start() {
        var _ = streams.onChange(id -> {
            if (deliveries.position(id).isEmpty()) {
                deliveries.create(id, streams.start(id).orElse(Offset.START));
            }
        });
        builds.start();
    }

    Routes routes() {
        return routes(true);
    }

    Routes routesKeepingActions() {
        return routes(false);
    }

    /** The id of an action that a stream can deliver to. */
    String deployedAction() throws InterruptedException {
        String id = builtAction();
        actions.deploy(new ActionId(Examples.TENANT, id));
        return id;
    }

    String builtAction() throws InterruptedException {
        var made = routes().post("/actions/actions", Bodies.action());
        String id = made.json().path("id").asString();
        build();
        return id;
    }

    /** Lets the next build begin and end well, and waits for its result. */
    void build() throws InterruptedException {
        builder.begins();
        builder.ends();
        org.awaitility.Awaitility.await().until(() -> actionStore.unbuilt().isEmpty());
    }

    private Routes routes(boolean deleteActions) {
        EndpointRule https = uri -> "https".equals(uri.getScheme()) || "localhost".equals(uri.getHost())
                ? Optional.empty()
                : Optional.of("must be an https URL");
        var settings = new EventStreamsApi.Settings(deleteActions, https, ids, clock);
        var health = new StreamHealth(deliveries, log, FailureLimits.DEFAULT, 10_000);
        var moves = new Moves(log, deliveries, clock, 10_000);
        var factory = new EventFactory("example.com", clock, new Random(7));
        return Routes.of(List.of(
                new EventStreamsApi(streams, health, actions, catalog, settings).routes(),
                new PositionsApi(streams, moves, woken::add).routes(),
                new ReplaysApi(streams, moves, catalog, woken::add).routes(),
                new StatsApi(streams, deliveries, clock).routes(),
                new DeliveriesApi(streams, deliveries, catalog, woken::add, clock).routes(),
                new TestEventsApi(streams, deliveries, catalog, factory, woken::add).routes(),
                new ActionsApi(actions).routes(),
                new ModulesApi(modules).routes(),
                new TriggersApi().routes()));
    }

    void stop() throws InterruptedException {
        builds.stop();
    }
}
