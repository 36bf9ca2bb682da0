package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.open;

import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Whether the process is up, and whether it can do its work. */
public final class HealthApi {
    /** How long one check may take. */
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(2);

    /** Checks are made at most this often: anybody may ask. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(HealthApi.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private final List<Check> checks;
    private final InstantSource clock;
    private Optional<Report> last = Optional.empty();

    /**
     * @param trouble empty while all is well; a text that anybody may read otherwise
     * @param word what is to be said while all is well, answered at once; anybody may read it, too
     */
    public record Check(String name, Supplier<Optional<String>> trouble, Supplier<Optional<String>> word) {
        public Check(String name, Supplier<Optional<String>> trouble) {
            this(name, trouble, Optional::empty);
        }
    }

    public HealthApi(List<Check> checks, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(open("GET", "/healthz", this::up), open("GET", "/readyz", this::ready));
    }

    private Response up(Request request) {
        return Response.json(200, "{\"status\":\"up\"}");
    }

    private Response ready(Request request) throws InterruptedException {
        Report report = report();
        return Response.json(report.status(), report.json());
    }

    private record Report(Instant at, int status, String json) {}

    private record Finding(String name, Optional<String> trouble) {}

    private synchronized Report report() throws InterruptedException {
        Instant now = clock.instant();
        if (last.isEmpty() || !now.isBefore(last.get().at().plus(FRESH))) {
            last = Optional.of(make(now));
        }
        return last.get();
    }

    private Report make(Instant now) throws InterruptedException {
        boolean ready = true;
        var list = MAPPER.createArrayNode();
        for (Check check : checks) {
            var finding = new Finding(check.name(), trouble(check));
            ready &= finding.trouble().isEmpty();
            var item = list.addObject()
                    .put("name", finding.name())
                    .put("ok", finding.trouble().isEmpty());
            finding.trouble().or(check.word()).ifPresent(text -> item.put("message", text));
        }
        var report = MAPPER.createObjectNode().put("status", ready ? "ready" : "not_ready");
        report.set("checks", list);
        return new Report(now, ready ? 200 : 503, report.toString());
    }

    private static Optional<String> trouble(Check check) throws InterruptedException {
        var run = new FutureTask<>(check.trouble()::get);
        Thread thread = Thread.ofVirtual().name("check-" + check.name()).start(run);
        try {
            return run.get(CHECK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            thread.interrupt();
            return Optional.of("no answer within " + CHECK_LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.warn("readiness check {} failed", check.name(), e.getCause());
            return Optional.of("the check failed; the log tells more");
        }
    }
}
