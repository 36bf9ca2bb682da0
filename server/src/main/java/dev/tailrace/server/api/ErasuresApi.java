package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.delivery.Erasure;
import dev.tailrace.engine.delivery.Erasures;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.event.Subjects;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Erases what events say about a subject: asked for here, carried out in the background. */
public final class ErasuresApi {
    private static final String SCOPE = "delete:tailrace_subjects";
    private final Erasures erasures;
    private final RandomIds ids;
    private final InstantSource clock;

    public ErasuresApi(Erasures erasures, RandomIds ids, InstantSource clock) {
        this.erasures = erasures;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                delete("/api/v2/tailrace/subjects/{subject}", this::ask, SCOPE),
                get("/api/v2/tailrace/erasures/{id}", this::find, SCOPE));
    }

    /** A subject of the catalogue, such as {@code user:auth0|5}; with {@code source}, one of that source's own events. */
    private Response ask(Request request) {
        String named = request.path("subject");
        Optional<String> source = request.query("source");
        Subject subject =
                source.flatMap(of -> Subjects.ofOther(of, Optional.of(named))).orElseGet(() -> new Subject(named));
        Erasure asked = erasures.ask(request.tenant(), ids.base58("ers_", 22), subject, clock.instant());
        return Response.json(202, toJson(asked).toString());
    }

    private Response find(Request request) {
        Erasure found = erasures.find(request.tenant(), request.path("id"))
                .orElseThrow(() -> new Problem.NotFound("", "That erasure does not exist."));
        return Response.json(200, toJson(found).toString());
    }

    private static ObjectNode toJson(Erasure erasure) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", erasure.id());
        json.put("status", erasure.doneAt().isPresent() ? "done" : "pending");
        json.put("events", erasure.events());
        json.put("deliveries", erasure.deliveries());
        json.put("executions", erasure.executions());
        json.put("created_at", EventFactory.text(erasure.askedAt()));
        erasure.doneAt().ifPresent(at -> json.put("done_at", EventFactory.text(at)));
        return json;
    }
}
