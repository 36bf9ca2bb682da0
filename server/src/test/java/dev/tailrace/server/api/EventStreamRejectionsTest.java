package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a stream is refused for: each refusal names the property and the reason, and writes nothing. */
final class EventStreamRejectionsTest {
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                    | Missing required property: name
        {"name":1,"destination":D}            | Expected type string but found type number' on property name
        {"name":null,"destination":D}         | Expected type string but found type null' on property name
        {"name":"","destination":D}           | String is too short (0 chars), minimum 1' on property name
        {"name":"LONG","destination":D}       | String is too long (129 chars), maximum 128' on property name
        {"name":"x"}                          | Missing required property: destination
        {"name":"x","destination":[]}         | Expected type object but found type array' on property destination
        {"name":"x","destination":{}}         | Missing required property: type' on property destination
        {"name":"x","destination":{"type":"webhook"}} | Missing required property: configuration' on property destination
        {"name":"x","destination":{"type":"kafka","configuration":{}}} | No enum match, expected one of: webhook, eventbridge, action' on property destination.type
        {"name":"x","destination":D,"id":"y"} | Additional properties not allowed: id
        {"name":"x","destination":D,"status":"paused"} | expected one of: enabled, disabled' on property status
        {"name":"x","destination":D,"subscriptions":{}} | Expected type array but found type object' on property subscriptions
        {"name":"x","destination":D,"subscriptions":["user.created"]} | found type string' on property subscriptions[0]
        {"name":"x","destination":D,"subscriptions":[{}]} | Missing required property: event_type' on property subscriptions[0]
        {"name":"x","destination":D,"subscriptions":[{"event_type":"user.created"},{"event_type":"user.melted"}]} | Unknown event type: user.melted' on property subscriptions[1].event_type
        {"name":"x","destination":D,"subscriptions":[{"event_type":"user.created","filter":1}]} | Additional properties not allowed: filter' on property subscriptions[0]
        """)
    void refuses(String body, String reason) {
        assertRefused(body.replace("LONG", "n".repeat(129)).replace(":D", ":" + Bodies.BEARER), reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                    | Missing required property: webhook_endpoint
        {"webhook_endpoint":"https://a.test"} | Missing required property: webhook_authorization
        {"webhook_endpoint":"http://a.test","webhook_authorization":A}  | must be an https URL' on property destination.configuration.webhook_endpoint
        {"webhook_endpoint":"ftp://a.test","webhook_authorization":A}   | must be an https URL' on property destination.configuration.webhook_endpoint
        {"webhook_endpoint":"https://a b","webhook_authorization":A}    | Not a URL: Illegal character in authority at character 9' on property
        {"webhook_endpoint":"https://a.test","webhook_authorization":A,"retries":3} | Additional properties not allowed: retries
        {"webhook_endpoint":"https://a.test","webhook_authorization":{}} | Missing required property: method
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"none"}} | expected one of: basic, bearer, custom_header
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"bearer"}} | Missing required property: token' on property destination.configuration.webhook_authorization
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"bearer","token":""}} | String is too short (0 chars), minimum 1
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"bearer","token":"a\\r\\nb"}} | visible ASCII characters only, with spaces only inside' on property destination.configuration.webhook_authorization.token
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"bearer","token":"a","username":"u"}} | Additional properties not allowed: username
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"basic","username":"u"}} | Missing required property: password
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"basic","username":"u:v","password":"p"}} | neither a colon nor control characters' on property destination.configuration.webhook_authorization.username
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"custom_header","header_key":"a b","header_value":"v"}} | Not a header name
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"custom_header","header_key":"Host","header_value":"v"}} | set by the server itself' on property destination.configuration.webhook_authorization.header_key
        {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"custom_header","header_key":"x","header_value":" v"}} | header_value
        """)
    void refuses_a_webhook(String configuration, String reason) {
        String webhook = configuration.replace(":A", ":{\"method\":\"bearer\",\"token\":\"t\"}");
        assertRefused(Bodies.stream("x", Bodies.webhook(webhook)), reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        eventbridge | {"aws_region":"eu-west-1"}                                    | Missing required property: aws_account_id
        eventbridge | {"aws_account_id":"12345678901","aws_region":"eu-west-1"}     | String is too short (11 chars), minimum 12
        eventbridge | {"aws_account_id":"12345678901x","aws_region":"eu-west-1"}    | String does not match pattern: ^[0-9]{12}$
        eventbridge | {"aws_account_id":"123456789012","aws_region":"eu-north-9"}   | No enum match
        eventbridge | {"aws_account_id":"123456789012","aws_region":"eu-west-1","aws_partner_event_source":"x"} | Additional properties not allowed: aws_partner_event_source
        action      | {}                                                            | Missing required property: action_id
        action      | {"action_id":"act_1"}                                         | Object didn't pass validation for format uuid' on property destination.configuration.action_id
        action      | {"action_id":"5b0e6d0c-2f3a-4c8e-9a41-7d1f0c9be812"}          | The action 5b0e6d0c-2f3a-4c8e-9a41-7d1f0c9be812 does not exist' on property destination.configuration.action_id
        """)
    void refuses_another_destination(String type, String configuration, String reason) {
        String destination = "{\"type\":\"" + type + "\",\"configuration\":" + configuration + "}";
        assertRefused(Bodies.stream("x", destination), reason);
    }

    @Test
    void refuses_an_action_that_is_not_deployed() throws Exception {
        String id = api.builtAction();
        assertRefused(Bodies.stream("x", Bodies.action(id)), "The action " + id + " is not deployed' on property");
    }

    @Test
    void refuses_an_action_of_another_tenant() throws Exception {
        String id = api.deployedAction();
        assertThatThrownBy(() -> routes.call(
                        "POST",
                        "/event-streams",
                        Bodies.stream("x", Bodies.action(id)),
                        dev.tailrace.testkit.Examples.OTHER_TENANT))
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_refusal_never_repeats_a_secret() {
        String secret = "s3cr3t-with-\\u0000-inside";
        assertThatThrownBy(
                        () -> routes.post("/event-streams", Bodies.stream("x", Bodies.webhook("""
                            {"webhook_endpoint":"https://a.test","webhook_authorization":{"method":"bearer","token":"%s"}}\
                            """.formatted(secret)))))
                .hasMessageContaining("token")
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource({
        "take=0, take",
        "take=101, take",
        "take=x, take",
        "take=99999999999, take",
        "from=nonsense, from",
        "from=***, from",
        "from=AQ, from"
    })
    void refuses_a_page_that_cannot_be(String query, String parameter) {
        assertThatThrownBy(() -> routes.get("/event-streams?" + query))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageStartingWith("Query validation error: '")
                .hasMessageEndingWith("' on property " + parameter + ".");
    }

    @Test
    void refuses_a_cursor_of_another_list() {
        String foreign = ListCursor.encode("deliveries of est_x", "key");
        assertThatThrownBy(() -> routes.get("/event-streams?from=" + foreign)).isInstanceOf(Problem.Invalid.class);
    }

    private void assertRefused(String body, String reason) {
        assertThatThrownBy(() -> routes.post("/event-streams", body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(reason)
                .extracting(problem -> ((Problem) problem).code())
                .isEqualTo("invalid_body");
        assertThat(api.streams.all()).isEmpty();
    }
}
