package dev.tailrace.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What no decent client sends: the same for the same seed. */
final class FuzzInput {
    private static final List<String> NAMES = List.of(
            "name",
            "email",
            "connection",
            "password",
            "user_id",
            "username",
            "user_metadata",
            "app_metadata",
            "identities",
            "subscriptions",
            "destination",
            "status",
            "code",
            "runtime",
            "supported_triggers",
            "dependencies",
            "secrets",
            "modules",
            "bindings",
            "payload",
            "event_type",
            "data",
            "date_from",
            "statuses",
            "display_name",
            "branding",
            "metadata",
            "members",
            "roles",
            "description",
            "strategy",
            "options",
            "enabled_connections",
            "client_id",
            "audience",
            "scope",
            "identifier",
            "scopes",
            "app_type",
            "grant_types",
            "client_metadata",
            "schemas",
            "userName",
            "Operations",
            "emails",
            "specversion",
            "type",
            "source",
            "id",
            "subject",
            "schema",
            "sample",
            "grant_type",
            "provider",
            "users",
            "assignment_type");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0.5",
            "1e400",
            "99999999999999999999999",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "[null]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"a\":null}",
            "{\"type\":7,\"configuration\":[]}",
            "[{\"event_type\":7}]",
            "[\"x\",1]");
    private static final List<String> IDS = List.of(
            "%00",
            "%2F",
            "..%2F..%2Fetc",
            "%",
            "%E0%80",
            "%FF%FE",
            "'%20or%201=1--",
            "-1",
            "0",
            "est_x",
            "%F0%9F%92%A5",
            "est_1111111111111111111111",
            "auth0%7Cnobody",
            "00000000-0000-4000-8000-000000000000",
            "a%0D%0Ab",
            "x".repeat(2000),
            "*",
            "%25%25",
            "settings",
            "null",
            "{id}");
    private static final List<String> QUERIES = List.of(
            "",
            "?page=-1",
            "?page=99999999999999999",
            "?page=1&per_page=0",
            "?per_page=x&include_totals=maybe",
            "?take=0",
            "?take=999999",
            "?from=AAAA",
            "?from=%00&take=5",
            "?from=%",
            "?q=((((",
            "?q=%22%5C*:%22",
            "?q=email:%22" + "a".repeat(3000),
            "?fields=,,,&include_fields=x",
            "?unknown=1&unknown=2",
            "?=&&=",
            "?date_from=yesterday&date_to=9",
            "?statuses=x&event_types=,",
            "?sort=created_at:9&search_engine=v9",
            "?filter=userName%20eq",
            "?filter=((a%20eq%20%22",
            "?startIndex=-5&count=x",
            "?event_type=%F0",
            "?from_timestamp=0000-99-99T99:99:99Z",
            "?identifiers=" + "a,".repeat(500),
            "?force=maybe",
            "?page=9999999&per_page=100&include_totals=true",
            "?window=P1Y&bucket_interval=x",
            "?deployed=x");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/xml",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "application/scim+json",
            "multipart/form-data",
            ";;;",
            "a/b; charset=\"",
            "");
    private final Random random;

    FuzzInput(long seed) {
        random = new Random(seed);
    }

    String id() {
        return one(IDS);
    }

    String query() {
        return one(QUERIES);
    }

    String contentType() {
        return one(TYPES);
    }

    /** Sometimes JSON of the right names and wrong values, sometimes no JSON at all. */
    byte[] body() {
        return switch (random.nextInt(12)) {
            case 0 -> bytes("{");
            case 1 -> bytes("[" + object() + "]");
            case 2 -> bytes("[".repeat(5_000) + "]".repeat(5_000));
            case 3 -> bytes("{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000));
            case 4 -> new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'};
            case 5 -> object().getBytes(StandardCharsets.UTF_16);
            case 6 -> noise();
            case 7 -> bytes("{\"" + one(NAMES) + "\":\"" + "y".repeat(1_100_000) + "\"}");
            case 8 -> bytes(form());
            default -> bytes(object());
        };
    }

    private String object() {
        var json = new StringBuilder("{");
        int properties = random.nextInt(6);
        for (int i = 0; i < properties; i++) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(one(NAMES))
                    .append("\":")
                    .append(one(VALUES));
        }
        return json.append('}').toString();
    }

    private String form() {
        return one(NAMES) + "=" + URLEncoder.encode(one(VALUES), StandardCharsets.UTF_8) + "&%zz=1&=&" + one(NAMES);
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
    }

    boolean sometimes(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
