package dev.tailrace.testkit;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import java.time.Instant;
import java.util.Optional;

/** An event to be, changed by {@code with…} until it says what matters to a test. */
public record ExampleEvent(
        String id, String source, EventType type, Instant time, Optional<Subject> subject, String object) {

    public ExampleEvent withId(String other) {
        return new ExampleEvent(other, source, type, time, subject, object);
    }

    public ExampleEvent withSource(String other) {
        return new ExampleEvent(id, other, type, time, subject, object);
    }

    public ExampleEvent withType(String other) {
        return new ExampleEvent(id, source, EventType.of(other), time, subject, object);
    }

    public ExampleEvent withTime(Instant other) {
        return new ExampleEvent(id, source, type, other, subject, object);
    }

    /** About this user. */
    public ExampleEvent withUser(String userId) {
        return new ExampleEvent(
                id, source, type, time, Optional.of(new Subject("user:" + userId)), "{\"user_id\":\"" + userId + "\"}");
    }

    /** About nobody: it has no place in any order. */
    public ExampleEvent withoutSubject() {
        return new ExampleEvent(id, source, type, time, Optional.empty(), "{}");
    }

    /** With this JSON text as {@code data.object}. */
    public ExampleEvent withObject(String json) {
        return new ExampleEvent(id, source, type, time, subject, json);
    }

    public Event event() {
        String json = """
            {"specversion":"1.0","id":"%s","source":"%s","type":"%s","time":"%s","data":{"object":%s},"a0tenant":"%s"}\
            """.formatted(id, source, type, time, object, Examples.TENANT);
        return new Event(id, source, type, time, subject, json);
    }
}
