package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem.Forbidden;
import dev.tailrace.engine.problem.Problem.NotFound;
import dev.tailrace.engine.problem.Problem.TooMany;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler.Abstract;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Every request's way from the socket to its handler. */
public final class Edge extends Abstract {
    private static final Duration BODY_LIMIT = Duration.ofSeconds(30);
    private static final String MANAGEMENT = "/api/v2/";
    private final Router router;
    private final Hosts hosts;
    private final Tokens tokens;
    private final RateLimit limit;
    private final Cors cors;
    private final SessionCheck sessions;
    private final TokenRefusals refusals;
    private final RequestIds ids = new RequestIds();
    private final Bodies bodies = new Bodies(BODY_LIMIT);
    private final Answers answers = new Answers();

    /** What stands between a caller and the routes. */
    public record Guards(Tokens tokens, SessionCheck sessions, TokenRefusals refusals, RateLimit limit, Cors cors) {}

    public Edge(List<Route> routes, Hosts hosts, Guards guards) {
        super(InvocationType.BLOCKING);
        this.router = new Router(routes);
        this.hosts = hosts;
        this.tokens = guards.tokens();
        this.sessions = guards.sessions();
        this.refusals = guards.refusals();
        this.limit = guards.limit();
        this.cors = guards.cors();
    }

    @Override
    public boolean handle(org.eclipse.jetty.server.Request wire, org.eclipse.jetty.server.Response out, Callback done) {
        var request = new IncomingRequest(wire, ids.of(wire));
        out.getHeaders().put(RequestIds.HEADER, request.id());
        Response response;
        try {
            response = answer(request);
        } catch (PeerGone gone) {
            done.failed(gone);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.failed(e);
            return true;
        } catch (Throwable thrown) {
            response = Problems.response(thrown, Problems.Shape.of(request.path()), call(request));
        }
        standing(request, out);
        response.headers().forEach((name, value) -> out.getHeaders().put(name, value));
        cors.apply(request, out.getHeaders());
        if (!request.isBodyRead() && !bodies.drain(wire)) {
            // The connection is closed with the rest of the body on its way: a client must not take it up again.
            out.getHeaders().put("Connection", "close");
        }
        answers.send(request, response, out, done);
        return true;
    }

    /** The chain. */
    private Response answer(IncomingRequest request) throws InterruptedException {
        request.tenant(hosts.tenant(request.host()));
        return switch (router.find(request.method(), request.path())) {
            case Router.Match.Found(var route, var parameters) -> {
                request.parameters(parameters);
                if (route.admission() != Admission.OPEN) {
                    admit(request, route);
                    count(request);
                }
                request.body(bodies.read(request.wire(), route.bodyBytesMax()));
                yield route.handler().handle(request);
            }
            case Router.Match.WrongMethod(var allowed) -> {
                var allow = Map.of("Allow", String.join(", ", allowed));
                if (request.method().equals("OPTIONS")) {
                    yield new Response.Whole(204, allow, new byte[0]);
                }
                throw new Refusal(405, request.method() + " is not allowed here.", allow);
            }
            case Router.Match.Unknown _ -> throw new NotFound("", "Not Found");
        };
    }

    private void admit(IncomingRequest request, Route route) {
        String token = route.admission() == Admission.TOKEN ? token(request) : "";
        try {
            request.caller(
                    route.admission() == Admission.TOKEN
                            ? tokens.verify(request.tenant(), token)
                            : sessions.caller(request));
            authorise(request, route);
        } catch (Unauthorized | Forbidden why) {
            refusals.refused(request, why);
            throw why;
        }
    }

    private static String token(IncomingRequest request) {
        request.tenant();
        String header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Unauthorized("invalid_token", "Missing authentication: send Authorization: Bearer and a token.");
        }
        return header.substring(7).strip();
    }

    private static void authorise(IncomingRequest request, Route route) {
        var held = request.caller().scopes();
        if (!route.scopes().isEmpty() && route.scopes().stream().noneMatch(held::contains)) {
            throw new Forbidden(
                    "insufficient_scope", "Insufficient scope, expected any of: " + String.join(",", route.scopes()));
        }
    }

    private void count(IncomingRequest request) {
        var standing = limit.count(request.tenant());
        if (standing.exceeded()) {
            throw new TooMany("too_many_requests", "Global limit has been reached", standing.waitSeconds());
        }
    }

    /** The rate headers, which every answer of the Management API carries. */
    private void standing(IncomingRequest request, org.eclipse.jetty.server.Response out) {
        if (!request.hasTenant() || !request.path().startsWith(MANAGEMENT)) {
            return;
        }
        var standing = limit.look(request.tenant());
        out.getHeaders().put("x-ratelimit-limit", Integer.toString(standing.limit()));
        out.getHeaders().put("x-ratelimit-remaining", Long.toString(standing.remaining()));
        out.getHeaders().put("x-ratelimit-reset", Long.toString(standing.reset()));
    }

    private static String call(IncomingRequest request) {
        return request.id() + " " + request.method() + " " + request.path();
    }

    /** Ends the streamed answers: a draining server waits for the others only. */
    void endStreams() {
        answers.endStreams();
    }
}
