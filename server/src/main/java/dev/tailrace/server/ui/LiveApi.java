package dev.tailrace.server.ui;

import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Admission;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;

/** {@code GET /ui/live}: what happens right now, as server-sent events, for whoever has a session. */
public final class LiveApi {
    private static final int CURSOR_MAX = 1_024;
    private final Live live;
    private final Sessions sessions;
    private final LiveSettings settings;

    public LiveApi(Live live, Sessions sessions, LiveSettings settings) {
        this.live = live;
        this.sessions = sessions;
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/ui/live", List.of(), Admission.SESSION, Route.BODY_BYTES, this::listen));
    }

    private Response listen(Request request) {
        TenantId tenant = request.tenant();
        Topics topics = Topics.of(request);
        Optional<Offset> from = from(request);
        Secret secret = SessionSecret.of(request).orElseThrow();
        List<String> scopes = request.caller().scopes();
        Live.Ear ear = live.join(tenant);
        return Response.stream("text/event-stream", out -> {
            try {
                new Listener(
                                live.sources(),
                                ear,
                                topics,
                                settings,
                                () -> sessions.find(tenant, secret)
                                        .filter(open -> open.caller().scopes().containsAll(scopes))
                                        .isPresent())
                        .run(out, from);
            } finally {
                live.leave(ear);
            }
        });
    }

    /** Empty where the page comes for the first time; the start of the log where its cursor is too old to go on from. */
    private Optional<Offset> from(Request request) {
        return request.header("Last-Event-ID")
                .filter(id -> !id.isEmpty())
                .or(() -> request.query("from").filter(id -> !id.isEmpty()))
                .map(cursor -> {
                    if (cursor.length() > CURSOR_MAX) {
                        throw Problem.Invalid.query("from", "String is too long, maximum " + CURSOR_MAX);
                    }
                    try {
                        return live.sources().cursors().read(request.tenant(), cursor);
                    } catch (Problem.Gone _) {
                        return Offset.START;
                    }
                });
    }
}
