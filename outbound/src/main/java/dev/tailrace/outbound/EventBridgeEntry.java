package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.event.Event;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * An event as an entry of {@code PutEvents}. Its source is our own: AWS refuses customers those that begin with
 * {@code aws.}, so the partner source of the contract cannot be one.
 */
record EventBridgeEntry(Event event, Destination.EventBridge bridge, String bus) {
    /** What an entry may have, as AWS reckons it. */
    static final int BYTES_MAX = 256 * 1024;
    /** What AWS reckons for the time of an entry. */
    private static final int TIME_BYTES = 14;

    String source() {
        return "tailrace." + bridge.tenant();
    }

    /** Name of the bus with its account; partitions other than {@code aws} have their own first part. */
    String busArn() {
        String partition = Region.of(bridge.region()).metadata() == null
                ? "aws"
                : Region.of(bridge.region()).metadata().partition().id();
        return "arn:" + partition + ":events:" + bridge.region() + ":" + bridge.accountId() + ":event-bus/" + bus;
    }

    /** Time, source, detail type and detail in UTF-8. */
    int bytes() {
        return TIME_BYTES + utf8(source()) + utf8(event.type().value()) + utf8(event.json());
    }

    PutEventsRequestEntry toPut() {
        return PutEventsRequestEntry.builder()
                .eventBusName(busArn())
                .source(source())
                .detailType(event.type().value())
                .detail(event.json())
                .time(event.time())
                .build();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
