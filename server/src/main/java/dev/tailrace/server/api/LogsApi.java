package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.audit.AuditLog;
import dev.tailrace.engine.audit.AuditLog.Noted;
import dev.tailrace.engine.audit.AuditLog.Part;
import dev.tailrace.engine.audit.AuditLog.Wanted;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** The tenant's logs (management-api §8.10): newest first by page, oldest first from a known entry on. */
public final class LogsApi {
    private static final String[] SCOPES = {"read:logs", "read:logs_users"};
    private static final int PER_PAGE = 50;
    private static final int MAX = 100;
    private static final int RESULTS_MAX = 1_000;
    private static final Set<String> SORTS = Set.of("date:1", "date:-1");
    private final AuditLog log;

    public LogsApi(AuditLog log) {
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(get("/api/v2/logs", this::list, SCOPES), get("/api/v2/logs/{id}", this::find, SCOPES));
    }

    private Response list(Request request) {
        Wanted wanted = LogQuery.parse(QueryValues.text(request, "q")
                .or(() -> QueryValues.text(request, "search"))
                .map(String::strip)
                .orElse(""));
        ShownFields shown = ShownFields.of(request);
        return QueryValues.text(request, "from").isPresent()
                        || QueryValues.text(request, "take").isPresent()
                ? after(request, wanted, shown)
                : page(request, wanted, shown);
    }

    /** What followed a known entry, oldest first: for whoever collects logs. */
    private Response after(Request request, Wanted wanted, ShownFields shown) {
        Optional<Long> from = QueryValues.text(request, "from")
                .map(id -> LogJson.number(id)
                        .orElseThrow(() -> Problem.Invalid.query("from", "Expected the log_id of an entry")));
        int take = QueryValues.number(request, "take", 1, MAX, PER_PAGE);
        return array(log.list(request.tenant(), wanted, new Part(from, 0, take, false)), shown);
    }

    private Response page(Request request, Wanted wanted, ShownFields shown) {
        String sort = QueryValues.text(request, "sort").orElse("date:-1");
        if (!SORTS.contains(sort)) {
            throw Problem.Invalid.query("sort", "Expected date:1 or date:-1");
        }
        int page = QueryValues.number(request, "page", 0, Integer.MAX_VALUE, 0);
        int perPage = QueryValues.number(request, "per_page", 0, MAX, PER_PAGE);
        if ((page + 1L) * perPage > RESULTS_MAX) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "You can only page through the first " + RESULTS_MAX + " entries; use from and take beyond.");
        }
        List<Noted> found = log.list(
                request.tenant(), wanted, new Part(Optional.empty(), page * perPage, perPage, sort.endsWith("-1")));
        if (!QueryValues.flag(request, "include_totals").orElse(false)) {
            return array(found, shown);
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.put("start", page * perPage).put("limit", perPage).put("length", found.size());
        json.put("total", log.count(request.tenant(), wanted, RESULTS_MAX));
        var logs = json.putArray("logs");
        found.forEach(noted -> logs.add(shown.of(LogJson.toJson(noted))));
        return Response.json(200, json.toString());
    }

    private Response find(Request request) {
        Noted noted = LogJson.number(request.path("id"))
                .flatMap(number -> log.find(request.tenant(), number))
                .orElseThrow(() -> new Problem.NotFound("inexistent_log", "The log entry does not exist."));
        return Response.json(200, LogJson.toJson(noted).toString());
    }

    private static Response array(List<Noted> found, ShownFields shown) {
        var json = JsonNodeFactory.instance.arrayNode();
        found.forEach(noted -> json.add(shown.of(LogJson.toJson(noted))));
        return Response.json(200, json.toString());
    }
}
