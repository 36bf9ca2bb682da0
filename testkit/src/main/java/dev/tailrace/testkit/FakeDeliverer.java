package dev.tailrace.testkit;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Deliverer;
import dev.tailrace.engine.destination.Deliverers;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Takes events of every kind of destination, remembers them, and answers as it is told. Threads may share it. */
public final class FakeDeliverer {
    private static final Outcome FINE = new Outcome.Delivered(Outcome.Detail.NONE);
    private final List<Event> received = Collections.synchronizedList(new ArrayList<>());
    private volatile Deliverer<Destination> answer = (_, _, _) -> FINE;

    /** To be used for a dispatcher. */
    public Deliverers deliverers() {
        return new Deliverers(this::deliver, this::deliver, this::deliver);
    }

    public void answer(Function<Event, Outcome> outcome) {
        answer = (event, _, _) -> outcome.apply(event);
    }

    public void delivers() {
        answer(_ -> FINE);
    }

    public void fails(Outcome outcome) {
        answer(_ -> outcome);
    }

    /** Does what this does, which may take its time. */
    public void doing(Deliverer<Destination> work) {
        answer = work;
    }

    /** What came, in the order it came, failed attempts included. */
    public List<Event> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    private Outcome deliver(Event event, Destination destination, Deadline deadline) throws InterruptedException {
        received.add(event);
        return answer.deliver(event, destination, deadline);
    }
}
