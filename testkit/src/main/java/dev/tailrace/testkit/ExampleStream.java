package dev.tailrace.testkit;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.Pace;
import dev.tailrace.engine.stream.Retries;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Changes of an example stream, one at a time; {@code stream} is what comes out. */
public record ExampleStream(EventStream stream) {

    public ExampleStream withId(StreamId id) {
        return with(id, stream.enabled(), stream.subscriptions(), stream.destination(), stream.policy());
    }

    public ExampleStream withSubscriptions(String... types) {
        var list = Stream.of(types).map(EventType::of).toList();
        return with(stream.id(), stream.enabled(), list, stream.destination(), stream.policy());
    }

    public ExampleStream withDestination(Destination destination) {
        return with(stream.id(), stream.enabled(), stream.subscriptions(), destination, stream.policy());
    }

    public ExampleStream withDelays(Duration... delays) {
        return withPolicy(stream.policy().with(Retries.of(List.of(delays))));
    }

    public ExampleStream withConcurrency(int attempts) {
        Pace pace = stream.policy().pace();
        return withPolicy(stream.policy().with(new Pace(pace.attemptTimeout(), attempts, pace.perSecond())));
    }

    public ExampleStream withRate(int perSecond) {
        Pace pace = stream.policy().pace();
        return withPolicy(stream.policy().with(new Pace(pace.attemptTimeout(), pace.concurrency(), perSecond)));
    }

    public ExampleStream withCircuit(boolean wanted) {
        return withPolicy(stream.policy().withCircuit(wanted));
    }

    public ExampleStream withFilter(String condition) {
        return withPolicy(stream.policy().withFilter(condition));
    }

    public ExampleStream unordered() {
        return withPolicy(stream.policy().ordered(false));
    }

    public ExampleStream withPolicy(DeliveryPolicy policy) {
        return with(stream.id(), stream.enabled(), stream.subscriptions(), stream.destination(), policy);
    }

    public ExampleStream enabled(boolean enabled) {
        return with(stream.id(), enabled, stream.subscriptions(), stream.destination(), stream.policy());
    }

    private ExampleStream with(
            StreamId id, boolean enabled, List<EventType> types, Destination destination, DeliveryPolicy policy) {
        return new ExampleStream(new EventStream(
                id, id.value(), enabled, types, destination, policy, stream.createdAt(), stream.updatedAt()));
    }
}
