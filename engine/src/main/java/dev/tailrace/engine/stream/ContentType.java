package dev.tailrace.engine.stream;

/** What a webhook's body is said to be; it is the same JSON of the CloudEvent. */
public enum ContentType {
    /** What documented receivers parse. */
    JSON("application/json"),
    CLOUD_EVENTS("application/cloudevents+json");

    private final String value;

    ContentType(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }
}
