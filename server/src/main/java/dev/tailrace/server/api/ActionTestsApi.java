package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionRuntime;
import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /actions/actions/{id}/test}: runs the draft once, with an event the caller made up or one of the log. */
public final class ActionTestsApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(25);
    private static final int TEXT_CHARACTERS = 1_024;
    private static final int SECRETS = 30;
    private static final int SECRET_CHARACTERS = 4_096;
    private final Actions actions;
    private final ActionRuntime runtime;
    private final StoredEvents events;
    private final InstantSource clock;

    public ActionTestsApi(Actions actions, ActionRuntime runtime, StoredEvents events, InstantSource clock) {
        this.actions = actions;
        this.runtime = runtime;
        this.events = events;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/actions/actions/{id}/test", this::test, "create:actions"));
    }

    private Response test(Request request) throws InterruptedException {
        Action action = actions.get(PathIds.action(request, "id"));
        Fields payload = Fields.of(request.json()).only("payload").object("payload");
        Optional<String> stored = payload.textIfThere("event_id", 1, TEXT_CHARACTERS);
        Event event = stored.isPresent()
                ? stored(request, payload, stored.get())
                : event(payload.object("event").object("message"));
        Map<String, Secret> secrets = new HashMap<>();
        payload.objectIfThere("event")
                .flatMap(made -> made.objectIfThere("secrets"))
                .ifPresent(given -> secrets.putAll(secrets(given)));
        payload.objectIfThere("secrets").ifPresent(given -> secrets.putAll(secrets(given)));
        if (action.status() != Action.Status.BUILT) {
            throw Problem.Invalid.plain("A draft must be in the 'built' state before it can be tested.");
        }
        String loaded = action.id() + "-draft-" + action.revision();
        var draft = new DeployedAction(
                action.id(), action.name(), 0, loaded, action.draft().with(secrets, clock.instant()));
        long started = System.nanoTime();
        Execution execution = runtime.run(draft, event, Deadline.in(TIMEOUT));
        Duration whole = Duration.ofNanos(System.nanoTime() - started);
        return Response.json(200, toJson(execution, whole).toString());
    }

    /** An event of the log, by its id and, where it is not among the newest, its offset. */
    private Event stored(Request request, Fields payload, String id) {
        if (payload.has("event")) {
            throw payload.wrong("event", "Must not stand beside event_id");
        }
        Optional<Long> offset = payload.numberIfThere("offset", 1).map(Integer::longValue);
        return events.find(request.tenant(), id, offset)
                .map(LogEntry::event)
                .orElseThrow(() -> payload.wrong("event_id", "There is no such event in the log"));
    }

    /** Values that stand in for those of the draft, by name; those that the payload says nothing about stay. */
    private static Map<String, Secret> secrets(Fields given) {
        if (given.node().size() > SECRETS) {
            throw given.here("Object has too many properties (" + given.node().size() + "), maximum " + SECRETS);
        }
        return given.node()
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> new Secret(given.text(entry.getKey(), 0, SECRET_CHARACTERS))));
    }

    private Event event(Fields message) {
        String id = message.textIfThere("id", 1, TEXT_CHARACTERS).orElse("evt_test");
        String source = message.textIfThere("source", 1, TEXT_CHARACTERS).orElse("urn:tailrace:test");
        EventType type = EventType.of(message.text("type", 1, TEXT_CHARACTERS));
        return new Event(
                id,
                source,
                type,
                clock.instant(),
                Optional.empty(),
                message.node().toString());
    }

    private static ObjectNode toJson(Execution execution, Duration whole) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode payload = json.putObject("payload");
        execution
                .error()
                .ifPresentOrElse(
                        error -> payload.putObject("error")
                                .put("message", error.message())
                                .put("name", error.name())
                                .put("stack", error.stack()),
                        () -> payload.putArray("commands"));
        payload.put("logs", execution.output());
        ExecutionJson.put(payload, execution.trace());
        payload.put("isolation", execution.trace().isolation());
        long run = execution.took().toMillis();
        long all = whole.toMillis();
        payload.putObject("stats")
                .put("total_request_duration_ms", all)
                .put("total_runtime_execution_duration_ms", all)
                .put("runtime_processing_duration_ms", Math.max(0, all - run))
                .put("action_duration_ms", run)
                .put("runtime_external_call_duration_ms", 0)
                .put("boot_duration_ms", Math.max(0, all - run))
                .put("network_duration_ms", 0);
        return json;
    }
}
