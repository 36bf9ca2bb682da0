package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How a stream delivers, as its {@code delivery} object says. */
final class DeliveryPolicyApiTest {
    private static final String DEFAULTS = """
        "order":"subject","content_type":"application/json","concurrency":64,"rate_limit":0,"attempt_timeout":25,\
        "circuit":true,"retry":{"delays":[1,2,4],"jitter":0.0,"final_statuses":["4xx"],"disable_on_gone":true}\
        """;
    private final ApiUnderTest api = new ApiUnderTest();
    private final Routes routes = api.routes();
    private String path = "";

    @BeforeEach
    void start() {
        api.start();
        var made = routes.post("/event-streams", Bodies.bearer("mine"));
        assertThat(made.json().has("delivery")).isFalse();
        path = "/event-streams/" + made.json().path("id").asString();
    }

    @AfterEach
    void stop() throws Exception {
        api.stop();
    }

    @Test
    void a_stream_delivers_as_the_contract_says_unless_told_otherwise() {
        assertThat(routes.get(path).text()).contains(DEFAULTS);
        assertThat(policy()).isEqualTo(DeliveryPolicy.DEFAULT);
    }

    @Test
    void what_is_named_changes_and_the_rest_stays() {
        var answer = routes.patch(path, """
            {"delivery":{"order":"none","content_type":"application/cloudevents+json","concurrency":3,"rate_limit":10,\
            "attempt_timeout":5,"circuit":false,"filter":"data.object.email != ''",\
            "retry":{"delays":[0.5,60],"jitter":0.25,"max_age":3600,"final_statuses":["400","5xx"],\
            "disable_on_gone":false}}}\
            """);
        String expected = """
            "order":"none","content_type":"application/cloudevents+json","filter":"data.object.email != ''",\
            "concurrency":3,"rate_limit":10,"attempt_timeout":5,"circuit":false,\
            "retry":{"delays":[0.5,60],"jitter":0.25,"max_age":3600,"final_statuses":["400","5xx"],\
            "disable_on_gone":false}\
            """;
        assertThat(answer.text()).contains(expected);
        routes.patch(path, "{\"name\":\"yours\"}");
        assertThat(routes.get(path).text()).contains(expected);
        routes.patch(path, "{\"delivery\":{\"retry\":{\"max_age\":0},\"filter\":\"\"}}");
        JsonNode json = routes.get(path).json().path("delivery");
        assertThat(json.has("filter")).isFalse();
        assertThat(json.path("retry").has("max_age")).isFalse();
        assertThat(json.at("/retry/delays/1").intValue()).isEqualTo(60);
    }

    @Test
    void a_preset_has_waits_of_up_to_a_day_and_can_be_left_again() {
        routes.patch(path, "{\"delivery\":{\"retry\":{\"preset\":\"days\"}}}");
        JsonNode retry = routes.get(path).json().at("/delivery/retry");
        assertThat(retry.at("/delays/8").intValue()).isEqualTo(86_400);
        assertThat(retry.path("jitter").doubleValue()).isEqualTo(0.2);
        routes.patch(path, "{\"delivery\":{\"retry\":{\"preset\":\"standard\"}}}");
        assertThat(policy()).isEqualTo(DeliveryPolicy.DEFAULT);
    }

    @Test
    void a_new_stream_takes_it_with_its_start() {
        String body = Bodies.bearer("late")
                .replaceFirst("\\{", "{\"delivery\":{\"start\":\"earliest\",\"order\":\"none\",\"rate_limit\":7},");
        var made = routes.post("/event-streams", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/delivery/rate_limit").intValue()).isEqualTo(7);
        assertThat(made.json().at("/delivery/order").asString()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order\":\"type\"}                  | on property delivery.order.",
                "{\"content_type\":\"text/plain\"}     | on property delivery.content_type.",
                "{\"concurrency\":0}                   | on property delivery.concurrency.",
                "{\"concurrency\":257}                 | greater than maximum 256' on property delivery.concurrency.",
                "{\"rate_limit\":1001}                 | on property delivery.rate_limit.",
                "{\"rate_limit\":\"9\"}                | on property delivery.rate_limit.",
                "{\"attempt_timeout\":301}             | on property delivery.attempt_timeout.",
                "{\"start\":\"earliest\"}              | Additional properties not allowed: start",
                "{\"pending\":0}                       | Additional properties not allowed: pending",
                "{\"retry\":{\"delays\":[0]}}          | on property delivery.retry.delays[0].",
                "{\"retry\":{\"delays\":[1,\"2\"]}}    | on property delivery.retry.delays[1].",
                "{\"retry\":{\"delays\":5}}            | on property delivery.retry.delays.",
                "{\"retry\":{\"jitter\":1.1}}          | on property delivery.retry.jitter.",
                "{\"retry\":{\"max_age\":-1}}          | on property delivery.retry.max_age.",
                "{\"retry\":{\"final_statuses\":[\"2xx\"]}} | on property delivery.retry.final_statuses[0].",
                "{\"retry\":{\"preset\":\"never\"}}    | on property delivery.retry.preset.",
                "{\"retry\":{\"preset\":\"days\",\"delays\":[1]}} | on property delivery.retry.delays.",
                "{\"retry\":{\"often\":true}}          | Additional properties not allowed: often",
                "{\"filter\":\"data.object.email ==\"} | on property delivery.filter.",
                "{\"filter\":\"data.object.email\"}    | ok",
                "{\"filter\":\"'a'\"}                  | on property delivery.filter.",
                "{\"filter\":\"dat.object == 1\"}      | undeclared reference to 'dat'",
                "{\"filter\":\"nosuch(data)\"}         | on property delivery.filter.",
                "{\"filter\":7}                        | on property delivery.filter."
            })
    void refuses_what_it_does_not_understand_and_names_it(String delivery, String why) {
        String body = "{\"delivery\":" + delivery + "}";
        if (why.equals("ok")) {
            assertThat(routes.patch(path, body).status()).isEqualTo(200);
            return;
        }
        assertThatThrownBy(() -> routes.patch(path, body))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(why);
        assertThat(policy()).isEqualTo(DeliveryPolicy.DEFAULT);
    }

    private DeliveryPolicy policy() {
        String id = path.substring(path.lastIndexOf('/') + 1);
        return api.streams.find(new StreamId(Examples.TENANT, id)).orElseThrow().policy();
    }
}
