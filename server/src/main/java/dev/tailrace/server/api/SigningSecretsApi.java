package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.SigningSecret;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Secrets that a stream's webhook calls are signed with: made here and shown once, listed without, retired. */
public final class SigningSecretsApi {
    private static final String ALL = "/api/v2/event-streams/{id}/signing-secrets";
    private final Streams streams;
    private final StreamChanges changes;
    private final RandomIds ids;
    private final SecureRandom random;
    private final InstantSource clock;

    public SigningSecretsApi(Streams streams, RandomIds ids, SecureRandom random, InstantSource clock) {
        this.streams = streams;
        this.changes = new StreamChanges(streams);
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:event_streams"),
                post(ALL, this::create, "update:event_streams"),
                delete(ALL + "/{secret_id}", this::retire, "update:event_streams"));
    }

    private Response list(Request request) {
        EventStream stream = streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("signing_secrets");
        webhook(stream).signing().forEach(secret -> items.add(toJson(secret)));
        return Response.json(200, json.toString());
    }

    /** The only answer that has the secret in it. */
    private Response create(Request request) {
        Fields.of(request.json()).only();
        var key = new byte[SigningSecret.KEY_BYTES];
        random.nextBytes(key);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SigningSecret made = SigningSecret.of(ids.base58("sgs_", 22), key, now);
        changes.change(PathIds.stream(request), stream -> {
            var secrets = new ArrayList<>(webhook(stream).signing());
            if (secrets.size() == SigningSecret.MAX) {
                throw new Problem.Conflict(
                        "", "The stream has " + SigningSecret.MAX + " signing secrets; retire the older one first.");
            }
            secrets.addFirst(made);
            return signed(stream, secrets, now);
        });
        return Response.json(
                201, toJson(made).put("secret", made.secret().reveal()).toString());
    }

    /** 204 also when there was none. */
    private Response retire(Request request) {
        String id = request.path("secret_id");
        changes.change(PathIds.stream(request), stream -> {
            List<SigningSecret> left = webhook(stream).signing().stream()
                    .filter(secret -> !secret.id().equals(id))
                    .toList();
            return left.equals(webhook(stream).signing())
                    ? stream
                    : signed(stream, left, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        });
        return Response.empty(204);
    }

    private static EventStream signed(EventStream stream, List<SigningSecret> secrets, Instant now) {
        return stream.withDestination(webhook(stream).signedWith(secrets), now);
    }

    private static Destination.Webhook webhook(EventStream stream) {
        if (stream.destination() instanceof Destination.Webhook webhook) {
            return webhook;
        }
        throw Problem.Invalid.body("Only the deliveries of a webhook stream are signed.");
    }

    private static ObjectNode toJson(SigningSecret secret) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", secret.id())
                .put("created_at", EventFactory.text(secret.createdAt()));
    }
}
