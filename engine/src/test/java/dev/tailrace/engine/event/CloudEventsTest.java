package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.CloudEvents.Message;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class CloudEventsTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private final CloudEvents cloudEvents = new CloudEvents(catalog(), () -> NOW);

    private static EventCatalog catalog() {
        var catalog = new BundledEventCatalog(new FakeEventTypes());
        catalog.register(
                TENANT,
                new EventCatalog.Entry(
                        EventType.of("shop.order.paid"), "", EventCatalog.Kind.OWN, Optional.empty(), "{}"));
        return catalog;
    }

    @Nested
    final class Structured {
        @Test
        void keeps_the_whole_event_with_the_tenant_at_its_end() {
            Event event = one("""
                {"specversion":"1.0","id":"7","source":"/shop","type":"shop.order.paid",
                 "time":"2026-02-03T04:05:06.7+01:00","subject":"order 1","traceid":"a\\u00e9b","retry":true,"n":-5,
                 "datacontenttype":"application/json","data": {"total": 1.10e+2 , "big":12345678901234567890123}}\
                """);
            assertThat(event.json())
                    .isEqualTo(
                            "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/shop\",\"type\":\"shop.order.paid\",\"time\":\"2026-02-03T04:05:06.7+01:00\",\"subject\":\"order"
                                + " 1\",\"traceid\":\"a\\u00e9b\","
                                + "\"retry\":true,\"n\":-5,\"datacontenttype\":\"application/json\",\"data\":{\"total\":"
                                + " 1.10e+2 , \"big\":12345678901234567890123},\"a0tenant\":\"acme\"}");
            assertThat(event.id()).isEqualTo("7");
            assertThat(event.source()).isEqualTo("/shop");
            assertThat(event.type()).isEqualTo(EventType.of("shop.order.paid"));
            assertThat(event.time()).isEqualTo(Instant.parse("2026-02-03T03:05:06.7Z"));
            assertThat(event.subject()).contains(new Subject("/shop\norder 1"));
        }

        @Test
        void sets_our_own_attributes_whatever_was_given() {
            Event event = one("""
                {"a0tenant":"other","a0stream":"est_1","a0purpose":"test","specversion":"1.0","id":"7",\
                "source":"s","type":"shop.order.paid","time":"2026-02-03T04:05:06Z"}\
                """);
            assertThat(event.json())
                    .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"s\",\"type\":\"shop.order.paid\","
                            + "\"time\":\"2026-02-03T04:05:06Z\",\"a0tenant\":\"acme\"}");
            assertThat(event.subject()).isEmpty();
        }

        @Test
        void adds_the_time_of_accept_where_none_was_given() {
            Event event = one(with(""));
            assertThat(event.time()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
            assertThat(event.json()).endsWith(",\"time\":\"2026-03-01T12:00:00.123Z\",\"a0tenant\":\"acme\"}");
        }

        @Test
        void takes_null_for_absent() {
            Event event = one(with(",\"subject\":null,\"extra\":null,\"data\":null"));
            assertThat(event.json()).doesNotContain("subject", "extra").contains("\"data\":null,");
            assertThat(event.subject()).isEmpty();
        }

        @Test
        void keeps_base64_data() {
            assertThat(one(with(",\"data_base64\":\"AQID/w==\"")).json()).contains("\"data_base64\":\"AQID/w==\"");
        }

        @Test
        void reads_plain_json_and_a_byte_order_mark() {
            assertThat(read("application/json; charset=utf-8", "\uFEFF " + with("")))
                    .hasSize(1)
                    .allMatch(e -> e.json().startsWith("{\"specversion\""));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            user.created|{"user_id":"auth0 1","id":"x"}|user:auth0 1
            user.created|{"user_id":"a","user_id":"b"}|user:b
            user.login.succeeded|{"user":{"user_id":"u9"},"client":{"id":"c"}}|user:u9
            organization.member.added|{"organization":{"id":"org_1"},"user":{"user_id":"u1"}}|user:u1
            organization.connection.added|{"organization":{"id":"org_1"},"connection":{"id":"con_1"}}|organization:org_1
            organization.updated|{"metadata":{"id":"no","user_id":"no"},"id":"org_2"}|organization:org_2
            group.member.added|{"group":{"id":"grp_1"},"member":{"member_type":"user","id":"u2"}}|user:u2
            group.member.added|{"group":{"id":"grp_1"},"member":{"member_type":"connection","id":"u2"}}|group:grp_1
            connection.updated|{"id":"con_1","options":{"id":"no"}}|connection:con_1
            """)
        void finds_the_subject_of_a_catalogue_type(String type, String object, String subject) {
            Event before = one(
                    "{\"data\":{\"object\":" + object + "}," + envelope(type).substring(1));
            Event after = one(envelope(type).replaceFirst("}$", ",\"data\":{\"x\":[{}],\"object\":") + object + "}}");
            assertThat(before.subject()).contains(new Subject(subject));
            assertThat(after.subject()).isEqualTo(before.subject());
            assertThat(before.subject())
                    .isEqualTo(Subjects.ofCatalogue(
                            before.type(), new JsonMapper().readTree("{\"object\":" + object + "}")));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{}`|Missing required property: specversion
            `{"specversion":"1.0","source":"s","type":"shop.order.paid"}`|Missing required property: id
            `{"specversion":"1.0","id":null,"source":"s","type":"shop.order.paid"}`|Missing required property: id
            `{"specversion":"0.3","id":"1","source":"s","type":"shop.order.paid"}`|'must be 1.0' on property specversion
            `{"specversion":1.0,"id":"1","source":"s","type":"shop.order.paid"}`|'must be a string' on property specversion
            `{"specversion":"1.0","id":"","source":"s","type":"shop.order.paid"}`|'must not be empty' on property id
            `{"specversion":"1.0","id":7,"source":"s","type":"shop.order.paid"}`|'must be a string' on property id
            `{"specversion":"1.0","id":"1","source":"","type":"shop.order.paid"}`|'must not be empty' on property source
            `{"specversion":"1.0","id":"1","source":"a b","type":"shop.order.paid"}`|'must be a URI-reference' on property source
            `{"specversion":"1.0","id":"1","source":"s","type":"shop.order.lost"}`|unknown event type shop.order.lost
            `{"specversion":"1.0","id":"1","source":"s","type":"user.created"}`|'must be an object in an event of type user.created' on property data.object
            `{"specversion":"1.0","id":"1","source":"s","type":"user.created","data":{"object":[]}}`|on property data.object
            `{"specversion":"1.0","id":"1","source":"s","type":"user.created","data":"{}"}`|on property data.object
            `{"specversion":"1.0","id":"1","source":"s","type":"user.created","data_base64":"e30="}`|on property data.object
            `[]`|an event must be an object
            `"x"`|an event must be an object
            ``|an event must be an object
            `{"specversion":"1.0"`|the body is not JSON
            `{"specversion":"1.0","id":"1","source":"s","type":"shop.order.paid"} {}`|something follows after its end
            """)
        void refuses_what_breaks_a_rule(String body, String message) {
            refuses(ONE, body, message);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"id":"2"|'is given twice' on property id
            ,"a0tenant":"x","a0tenant":"x"|'is given twice' on property a0tenant
            ,"\\u0069d":"2"|'is given twice' on property id
            ,"data":1,"data":2|'is given twice' on property data
            ,"data":1,"data_base64":""|'must not stand beside data' on property data_base64
            ,"data_base64":"*"|'must be Base64' on property data_base64
            ,"data_base64":7|'must be a string' on property data_base64
            ,"traceId":"x"|on property traceId
            ,"trace_id":"x"|on property trace_id
            ,"":"x"|'the name of an attribute must be
            ,"aaaaaaaaaabbbbbbbbbbc":"x"|'the name of an attribute must be
            ,"x":1.5|'must be a string, a boolean or an integer of 32 bits' on property x
            ,"x":2147483648|'must be a string, a boolean or an integer of 32 bits' on property x
            ,"x":{}|'must be a string, a boolean or an integer of 32 bits' on property x
            ,"x":["a"]|'must be a string, a boolean or an integer of 32 bits' on property x
            ,"x":"a\\u0000b"|'must not hold control characters
            ,"x":"\\u0085"|'must not hold control characters
            ,"x":"\\ud800"|unpaired surrogates
            ,"x":"\\uffff"|noncharacters
            ,"subject":""|'must not be empty' on property subject
            ,"subject":7|'must be a string' on property subject
            ,"time":"yesterday"|'must be an RFC 3339 date-time' on property time
            ,"time":"2026-02-30T00:00:00Z"|on property time
            ,"time":"2026-02-03T00:00:00"|on property time
            ,"time":1700000000|'must be a string' on property time
            ,"dataschema":"/relative"|'must be a URI with a scheme' on property dataschema
            ,"datacontenttype":"json"|'must be a media type' on property datacontenttype
            ,"data":{"a":01}|the body is not JSON
            ,"data":{"a":NaN}|the body is not JSON
            ,"data":{"a":"\\x"}|the body is not JSON
            ,"data":{"a":'b'}|the body is not JSON
            ,"data":[1,]|the body is not JSON
            ,|the body is not JSON
            """)
        void refuses_a_member_that_breaks_a_rule(String members, String message) {
            refuses(ONE, with(members), message);
        }

        @Test
        void bounds_nesting() {
            assertThat(one(with(",\"data\":" + "[".repeat(99) + "]".repeat(99))).json())
                    .contains("[[[");
            refuses(ONE, with(",\"data\":" + "[".repeat(100) + "]".repeat(100)), "nested deeper than 100");
            refuses(ONE, with(",\"data\":" + "[".repeat(200_000)), "nested deeper than 100");
        }

        @Test
        void bounds_attributes() {
            String many =
                    IntStream.range(0, 97).mapToObj(i -> ",\"x" + i + "\":\"\"").collect(Collectors.joining());
            refuses(ONE, with(many), "more than 100 members");
            refuses(ONE, with(",\"subject\":\"" + "s".repeat(2_049) + "\""), "not be longer than 2048");
        }

        @Test
        void takes_an_event_of_256_KiB_and_not_a_byte_more() {
            int rest = CloudEvents.EVENT_BYTES_MAX - with(",\"data\":\"\"").length();
            assertThat(one(with(",\"data\":\"" + "x".repeat(rest) + "\"")).json())
                    .contains("xxx");
            assertThatThrownBy(() -> one(with(",\"data\":\"" + "x".repeat(rest + 1) + "\"")))
                    .isInstanceOf(Problem.TooLarge.class)
                    .hasMessageContaining("262144 bytes");
        }

        @Test
        void refuses_bytes_that_are_not_utf8_wherever_they_stand() {
            byte[] good = with(",\"data\":\"????????????\"").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < good.length; i++) {
                if (good[i] == '?') {
                    byte[] bad = good.clone();
                    bad[i] = (byte) 0xC3;
                    refuses(new Message(ONE, Map.of(), bad), "not UTF-8");
                }
            }
            byte[] utf16 = with("").getBytes(StandardCharsets.UTF_16LE);
            refuses(new Message(ONE, Map.of(), utf16), "not JSON: a zero byte");
        }

        private Event one(String body) {
            return read(ONE, body).getFirst();
        }
    }

    @Nested
    final class Batch {
        @Test
        void keeps_the_order() {
            String events = "[" + with("") + " , " + envelope("shop.order.paid").replace("\"7\"", "\"8\"") + "]";
            assertThat(read(BATCH, events)).extracting(Event::id).containsExactly("7", "8");
            assertThat(read("application/json", " \n" + events)).hasSize(2);
            assertThat(read(BATCH, "[]")).isEmpty();
        }

        @Test
        void names_the_event_that_breaks_a_rule() {
            String bad = envelope("shop.order.paid").replace("\"s\"", "\"a b\"");
            refuses(BATCH, "[" + with("") + "," + bad + "]", "'must be a URI-reference' on property [1].source");
            refuses(BATCH, "[" + with("") + "," + envelope("user.created") + "]", "on property [1].data.object");
            refuses(BATCH, "[{}]", "Missing required property: [0].specversion");
            refuses(BATCH, "[" + with("") + ",7]", "'must be an object' on property [1]");
            refuses(BATCH, with(""), "a batch must be an array");
            refuses(BATCH, "[" + with("") + ",", "the body is not JSON");
        }

        @Test
        void bounds_the_batch() {
            String tail = ("," + with("")).repeat(999);
            assertThat(read(BATCH, "[" + with("") + tail + "]")).hasSize(1_000);
            assertThatThrownBy(() -> read(BATCH, "[" + with("") + tail + "," + with("") + "]"))
                    .isInstanceOf(Problem.TooLarge.class)
                    .hasMessageContaining("1000 events");
            String large = with(",\"data\":\"" + "x".repeat(CloudEvents.EVENT_BYTES_MAX) + "\"");
            assertThatThrownBy(() -> read(BATCH, "[" + with("") + "," + large + "]"))
                    .isInstanceOf(Problem.TooLarge.class)
                    .hasMessageContaining("The event [1] is larger");
            assertThatThrownBy(() -> read(BATCH, "[" + " ".repeat(CloudEvents.REQUEST_BYTES_MAX) + "]"))
                    .isInstanceOf(Problem.TooLarge.class);
        }
    }

    @Nested
    final class Binary {
        @Test
        void takes_attributes_from_headers_and_data_from_the_body() {
            Event event = binary(
                    "application/json",
                    " {\"total\": 1.0} ",
                    "subject",
                    "Z%C3%BCrich%20100%25",
                    "time",
                    "\"2026-02-03T04:05:06Z\"",
                    "note",
                    "\"say \\\"hi\\\"\"",
                    "a0tenant",
                    "other");
            assertThat(event.json())
                    .contains(
                            "\"data\":{\"total\": 1.0}",
                            "\"subject\":\"Zürich 100%\"",
                            "\"note\":\"say \\\"hi\\\"\"",
                            "\"datacontenttype\":\"application/json\"")
                    .endsWith(",\"a0tenant\":\"acme\"}")
                    .doesNotContain("other");
            assertThat(event.subject()).contains(new Subject("s\nZürich 100%"));
            assertThat(event.time()).isEqualTo(Instant.parse("2026-02-03T04:05:06Z"));
        }

        @Test
        void keeps_other_data_as_text_or_base64() {
            assertThat(binary("text/plain", "say \"hi\" ü").json()).contains("\"data\":\"say \\\"hi\\\" ü\"");
            assertThat(binary("application/soap+xml; charset=\"UTF-8\"", "<a/>").json())
                    .contains("\"data\":\"<a/>\"");
            assertThat(binary("text/plain; charset=iso-8859-1", "abc").json()).contains("\"data_base64\":\"YWJj\"");
            assertThat(binary("image/png", "abc").json()).contains("\"data_base64\":\"YWJj\"");
            assertThat(binary("", "abc").json())
                    .contains("\"data_base64\":\"YWJj\"")
                    .doesNotContain("datacontenttype");
            assertThat(binary("", "").json()).doesNotContain("\"data");
        }

        @Test
        void finds_the_subject_of_a_catalogue_type() {
            var headers = Map.of("specversion", "1.0", "id", "1", "source", "s", "type", "user.deleted");
            byte[] body = "{\"object\":{\"user_id\":\"u1\"}}".getBytes(StandardCharsets.UTF_8);
            assertThat(cloudEvents
                            .read(TENANT, new Message("application/json", headers, body))
                            .getFirst()
                            .subject())
                    .contains(new Subject("user:u1"));
            refuses(new Message("text/plain", headers, body), "on property data.object");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json|{|subject|x|the body is not JSON
            application/json|1 2|subject|x|the body is not JSON
            application/json|1|subject|%C3|is not UTF-8 once it is percent-decoded' on property ce-subject
            application/json|1|subject|100%|is not percent-encoded as it should be' on property ce-subject
            application/json|1|subject|%zz|is not percent-encoded as it should be' on property ce-subject
            application/json|1|subject|ü|must be percent-encoded' on property ce-subject
            application/json|1|subject|%00|control characters
            application/json|1|trace_id|x|on property trace_id
            application/json|1|datacontenttype|text/plain|on property ce-datacontenttype
            application/json|1|data|x|on property ce-data
            application/json|1|time|now|on property time
            no type|1|subject|x|The Content-Type is not a media type
            """)
        void refuses_what_breaks_a_rule(String type, String body, String name, String value, String message) {
            assertThatThrownBy(() -> binary(type, body, name, value))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining(message);
        }

        @Test
        void bounds_the_event_as_json() {
            assertThatThrownBy(() -> binary("image/png", "x".repeat(200 * 1024)))
                    .isInstanceOf(Problem.TooLarge.class);
            assertThat(binary("text/plain", "x".repeat(200 * 1024)).json()).contains("xxx");
        }

        private Event binary(String contentType, String body, String... more) {
            var headers =
                    new HashMap<>(Map.of("specversion", "1.0", "id", "7", "source", "s", "type", "shop.order.paid"));
            for (int i = 0; i < more.length; i += 2) {
                headers.put(more[i], more[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return cloudEvents
                    .read(TENANT, new Message(contentType, headers, bytes))
                    .getFirst();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/cloudevents+xml",
                "application/cloudevents+json; charset=iso-8859-1"
            })
    void refuses_other_content_types(String type) {
        refuses(type, with(""), "The Content-Type must be");
    }

    private List<Event> read(String contentType, String body) {
        return cloudEvents.read(TENANT, new Message(contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private void refuses(String contentType, String body, String message) {
        refuses(new Message(contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8)), message);
    }

    private void refuses(Message message, String reason) {
        assertThatThrownBy(() -> cloudEvents.read(TENANT, message))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason);
    }

    private static String envelope(String type) {
        return "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"s\",\"type\":\"" + type + "\"}";
    }

    /** A good event with these members more. */
    private static String with(String members) {
        return envelope("shop.order.paid").replaceFirst("}$", "") + members + "}";
    }
}
