package dev.tailrace.testkit;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
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
        var policy = new DeliveryPolicy(
                List.of(delays),
                stream.policy().attemptTimeout(),
                stream.policy().concurrency());
        return with(stream.id(), stream.enabled(), stream.subscriptions(), stream.destination(), policy);
    }

    public ExampleStream withConcurrency(int attempts) {
        var policy = new DeliveryPolicy(
                stream.policy().retryDelays(), stream.policy().attemptTimeout(), attempts);
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
