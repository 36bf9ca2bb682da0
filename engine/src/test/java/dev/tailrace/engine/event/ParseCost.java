package dev.tailrace.engine.event;

import dev.tailrace.engine.event.CloudEvents.Message;
import dev.tailrace.engine.tenant.TenantId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** Prints how much processor time reading one event of about 1 KB costs. Not a test: run its main. */
final class ParseCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 200_000;
    private static final int REPETITIONS = 6;

    private ParseCost() {}

    public static void main(String[] args) {
        var cloudEvents = new CloudEvents(new BundledEventCatalog(new FakeEventTypes()), InstantSource.system());
        var tenant = new TenantId("acme");
        String json = event();
        var message = new Message("application/cloudevents+json", Map.of(), json.getBytes(StandardCharsets.UTF_8));
        System.out.println("bytes: " + message.body().length);
        for (int i = 0; i < REPETITIONS; i++) {
            long began = THREADS.getCurrentThreadCpuTime();
            long kept = 0;
            for (int n = 0; n < ROUNDS; n++) {
                kept += cloudEvents.read(tenant, message).getFirst().json().length();
            }
            double micros = (THREADS.getCurrentThreadCpuTime() - began) / 1_000.0 / ROUNDS;
            System.out.printf("%.2f µs per event (%d characters kept)%n", micros, kept / ROUNDS);
        }
    }

    private static String event() {
        return """
            {"specversion":"1.0","id":"evt_9TzPq4WmXc7RkLb2NsVhYd","source":"urn:auth0:acme.example.com",\
            "type":"user.created","time":"2026-03-01T12:00:00.000Z","data":{"object":{"user_id":"auth0|6791f0c2ab3de45f60718293",\
            "email":"ines.farrow@example.com","email_verified":true,"name":"Ines Farrow","given_name":"Ines",\
            "family_name":"Farrow","nickname":"ines.farrow","picture":"https://img.example.com/ines.png",\
            "created_at":"2026-01-19T16:40:02.000Z","updated_at":"2026-01-19T16:40:02.000Z",\
            "identities":[{"connection":"Username-Password-Authentication","user_id":"6791f0c2ab3de45f60718293",\
            "provider":"auth0","isSocial":false}],"user_metadata":{"locale":"pt-PT"},"app_metadata":{"plan":"starter"}},\
            "context":{"client":{"id":"t3VbXq7ZrKpN9mWcYdLs2HfGj4TzQxA6","name":"Harbour portal","metadata":{}},\
            "request":{"geo":{"country_code":"PT","city_name":"Porto"},"hostname":"acme.example.com","ip":"203.0.113.9",\
            "method":"POST","user_agent":"harbour/1.0"},"tenant":{"id":"acme"}}},"a0tenant":"acme"}\
            """;
    }
}
