package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.CloudEvents.Message;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Random events in random writing: what is kept is what was sent. A failure names the seed. */
final class CloudEventsRoundTripTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final int ROUNDS = 400;
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t \r\n");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "-0",
            "0.10",
            "1E400",
            "-12345678901234567890.50e-3",
            "\"\"",
            "\"\\u0041\\/\\ud83d\\ude00\"",
            "\"ü€😀\"",
            "\"}],{\\\"data\\\":\"");
    private final CloudEvents cloudEvents =
            new CloudEvents(new BundledEventCatalog(new FakeEventTypes()), () -> Instant.parse("2026-03-01T12:00:00Z"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void data_is_kept_as_it_was_written(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String user = "auth0|" + random.nextInt();
            String data = "{" + space(random) + "\"x\":" + value(random, 4) + ",\"object\":{\"a\":" + value(random, 3)
                    + ",\"user_id\"" + space(random) + ":\"" + user + "\"}" + space(random) + "}";
            String body = object(random, data);
            Event event = read("application/cloudevents+json", body).getFirst();
            assertThat(event.json()).as("seed %d, round %d: %s", seed, i, body).contains("\"data\":" + data + ",\"");
            assertThat(event.subject()).contains(new Subject("user:" + user));
            assertThat(new JsonMapper()
                            .readTree(event.json())
                            .at("/data/object/user_id")
                            .asString())
                    .isEqualTo(user);
            String batch = space(random) + "[" + body + "," + body + space(random) + "]";
            assertThat(read("application/json", batch)).containsExactly(event, event);
            assertBinaryIsTheSame(event, data);
        }
    }

    private void assertBinaryIsTheSame(Event event, String data) {
        var headers = Map.of(
                "specversion",
                "1.0",
                "id",
                event.id(),
                "source",
                event.source(),
                "type",
                event.type().value(),
                "time",
                event.time().toString());
        byte[] body = data.getBytes(StandardCharsets.UTF_8);
        Event binary = cloudEvents
                .read(TENANT, new Message("application/json", headers, body))
                .getFirst();
        assertThat(binary.json()).contains("\"data\":" + data + ",\"");
        assertThat(binary.subject()).isEqualTo(event.subject());
        assertThat(binary.time()).isEqualTo(event.time());
    }

    private List<Event> read(String type, String body) {
        return cloudEvents.read(TENANT, new Message(type, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Members in any order, with space between any two tokens. */
    private static String object(Random random, String data) {
        var members = new ArrayList<>(List.of(
                "\"specversion\":\"1.0\"",
                "\"id\"" + space(random) + ":\"" + random.nextLong() + "\"",
                "\"source\":" + space(random) + "\"/s/" + random.nextInt(9) + "\"",
                "\"type\":\"user.created\"",
                "\"time\":\"2026-03-01T12:00:0" + random.nextInt(10) + "Z\"",
                "\"ext" + random.nextInt(9) + "\":" + random.nextInt(),
                "\"a0stream\":" + value(random, 2),
                "\"data\":" + space(random) + data + space(random)));
        Collections.shuffle(members, random);
        // A last attribute of ours follows in any case, so that the end of data can be told.
        return space(random) + "{" + String.join(space(random) + "," + space(random), members) + "}" + space(random);
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind < 2) {
            return SCALARS.get(random.nextInt(SCALARS.size()));
        }
        var items = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = kind == 2
                    ? "\"" + List.of("id", "object", "user", "ü", "a b").get(random.nextInt(5)) + i + "\":"
                    : "";
            items.add(name + space(random) + value(random, depth - 1) + space(random));
        }
        String inner = String.join(",", items);
        return kind == 2 ? "{" + inner + "}" : "[" + inner + "]";
    }

    private static String space(Random random) {
        return SPACES.get(random.nextInt(SPACES.size()));
    }
}
