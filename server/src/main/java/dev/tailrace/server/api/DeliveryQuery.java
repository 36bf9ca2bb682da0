package dev.tailrace.server.api;

import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which deliveries a request means: those to list, or those to redeliver. */
final class DeliveryQuery {
    private static final int TYPES = 256;

    private DeliveryQuery() {}

    /** Of the query of a list; without statuses the failed ones. */
    static DeliveryFilter listed(Request request, EventTypesNamed types) {
        List<Status> statuses =
                values(request, "statuses").map(DeliveryQuery::status).toList();
        List<EventType> named = values(request, "event_types")
                .map(name -> types.known(name, reason -> Problem.Invalid.query("event_types", reason)))
                .toList();
        return new DeliveryFilter(
                statuses.isEmpty() ? DeliveryFilter.FAILED.statuses() : statuses,
                named,
                Times.query(request, "date_from"),
                Times.query(request, "date_to"));
    }

    /** Of the body of a redelivery; all of its properties are optional. */
    static RedeliveryFilter redelivered(Request request, EventTypesNamed types) {
        Fields json = Fields.of(request.json()).only("date_from", "date_to", "statuses", "event_types");
        json.texts("statuses", 1).forEach(status -> {
            if (!status.equals("failed")) {
                throw json.wrong("statuses[0]", "No enum match, expected one of: failed");
            }
        });
        List<EventType> named = json.texts("event_types", TYPES).stream()
                .map(name -> types.known(name, reason -> json.wrong("event_types", reason)))
                .toList();
        return new RedeliveryFilter(
                Optional.empty(), named, Times.body(json, "date_from"), Times.body(json, "date_to"));
    }

    private static Stream<String> values(Request request, String name) {
        return request.queries(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", TYPES)))
                .filter(value -> !value.isEmpty());
    }

    private static Status status(String name) {
        return switch (name) {
            case "failed" -> Status.FAILED;
            case "pending" -> Status.PENDING;
            case "delivered" -> Status.DELIVERED;
            default ->
                throw Problem.Invalid.query("statuses", "No enum match, expected some of: failed, pending, delivered");
        };
    }
}
