package dev.tailrace.server;

import dev.tailrace.engine.action.ActionRuntime;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Modules;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.directory.Identities;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.event.CloudEvents;
import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.EndpointCheck;
import dev.tailrace.server.api.ActionEgressApi;
import dev.tailrace.server.api.ActionTestsApi;
import dev.tailrace.server.api.ActionsApi;
import dev.tailrace.server.api.DeliveriesApi;
import dev.tailrace.server.api.ErasuresApi;
import dev.tailrace.server.api.EventStreamsApi;
import dev.tailrace.server.api.EventTypesApi;
import dev.tailrace.server.api.EventsApi;
import dev.tailrace.server.api.ExecutionsApi;
import dev.tailrace.server.api.IdentitiesApi;
import dev.tailrace.server.api.LogsApi;
import dev.tailrace.server.api.ModulesApi;
import dev.tailrace.server.api.PositionsApi;
import dev.tailrace.server.api.ReplaysApi;
import dev.tailrace.server.api.SigningSecretsApi;
import dev.tailrace.server.api.StatsApi;
import dev.tailrace.server.api.StreamHealth;
import dev.tailrace.server.api.SubscribeApi;
import dev.tailrace.server.api.SubscribeSettings;
import dev.tailrace.server.api.TestEventsApi;
import dev.tailrace.server.api.TriggersApi;
import dev.tailrace.server.api.UsersApi;
import dev.tailrace.server.http.Handler;
import dev.tailrace.server.http.Route;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The public API: one class per resource, each given what it needs. */
final class Resources {
    private final Config config;
    private final SqliteBackend store;
    private final InstantSource clock;
    private final RandomIds ids;
    private Optional<SubscribeApi> subscriptions = Optional.empty();

    /**
     * @param accepting goes around what accepts events
     * @param wake tells a stream's lane that deliveries were made pending
     */
    record Services(
            Actions actions,
            Modules modules,
            ActionRuntime runtime,
            Users users,
            Identities identities,
            EventCatalog catalog,
            EventFactory events,
            EgressPolicy egress,
            Consumer<ActionId> egressChanged,
            UnaryOperator<Handler> accepting,
            StreamHealth.Lanes lanes,
            Consumer<StreamId> wake) {}

    Resources(Config config, SqliteBackend store, InstantSource clock, RandomIds ids) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    List<Route> routes(Services s) {
        var subscribe = new SubscribeApi(
                store.log(), s.catalog(), new Cursors(store.log(), store.derivedKey("cursors")), subscribeSettings());
        subscriptions = Optional.of(subscribe);
        var endpoints = new EndpointCheck(s.egress());
        var streams = new EventStreamsApi(
                store.streams(),
                new StreamHealth(
                        store.deliveries(), store.log(), config.failures(), LaneBounds.DEFAULT.parkedMax(), s.lanes()),
                s.actions(),
                s.catalog(),
                new EventStreamsApi.Settings(config.actions().deletedWithStream(), endpoints::refuse, ids, clock));
        var moves = new Moves(store.log(), store.deliveries(), clock, LaneBounds.DEFAULT.parkedMax());
        return Stream.of(
                        streams.routes(),
                        new PositionsApi(store.streams(), moves, s.wake()).routes(),
                        new ReplaysApi(store.streams(), moves, s.catalog(), s.wake()).routes(),
                        new DeliveriesApi(store.streams(), store.deliveries(), s.catalog(), s.wake(), clock).routes(),
                        new StatsApi(store.streams(), store.deliveries(), clock).routes(),
                        new TestEventsApi(store.streams(), store.deliveries(), s.catalog(), s.events(), s.wake())
                                .routes(),
                        new ActionsApi(s.actions()).routes(),
                        new ActionEgressApi(store.actionEgress(), s.egressChanged()).routes(s.actions()::get),
                        new ModulesApi(s.modules()).routes(),
                        new ActionTestsApi(s.actions(), s.runtime(), clock).routes(),
                        new TriggersApi().routes(),
                        new LogsApi(store.auditLog()).routes(),
                        new ErasuresApi(store.erasures(), ids, clock).routes(),
                        new SigningSecretsApi(store.streams(), ids, new SecureRandom(), clock).routes(),
                        new ExecutionsApi(store.executions(), s.actions(), store.streams()).routes(),
                        new UsersApi(s.users()).routes(),
                        new OrganizationResources(store, s.events(), config.previousObject())
                                .routes(s.users(), new Users.Supply(clock, ids)),
                        new IdentitiesApi(s.identities()).routes(),
                        new EventsApi(new CloudEvents(s.catalog(), clock), store.log())
                                .routes().stream()
                                        .map(route -> route.with(s.accepting().apply(route.handler())))
                                        .toList(),
                        new EventTypesApi(s.catalog()).routes(),
                        subscribe.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Ends the subscriptions to the event log. */
    void stop() throws InterruptedException {
        if (subscriptions.isPresent()) {
            subscriptions.get().stop();
        }
    }

    private SubscribeSettings subscribeSettings() {
        var preset = SubscribeSettings.DEFAULT;
        return new SubscribeSettings(
                preset.heartbeat(),
                preset.connectionMax(),
                preset.poll(),
                config.edge().sseConnections());
    }
}
