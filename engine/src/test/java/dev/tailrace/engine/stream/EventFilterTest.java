package dev.tailrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.EventFilter.Compiled;
import dev.tailrace.engine.stream.EventFilter.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventFilterTest {
    private static final Event CHANGED = event("""
        {"id":"e1","source":"https://a.example/","type":"user.updated","data":{\
        "object":{"user_id":"auth0|1","email":"new@a.example","logins_count":7,"score":0.5,"blocked":null,\
        "tags":["x","y"],"app_metadata":{"plan":"pro"}},\
        "previous_object":{"email":"old@a.example"}}}\
        """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "data.object.email != data.previous_object.email                 | true",
                "has(data.previous_object) && data.object.email.endsWith('.com') | false",
                "event.type == 'user.updated' && event.source.startsWith('https://a.') | true",
                "event.data.object.app_metadata.plan in ['pro', 'team']          | true",
                "data.object.logins_count > 6 && data.object.score < 1.0         | true",
                "data.object.blocked == null                                     | true",
                "'z' in data.object.tags ? false : data.object.tags.exists(t, t == 'y') | true",
                "size(data.object.tags) == 3                                     | false",
                "data.object.user_id.matches('^auth0.[0-9]+$')                | true",
                "has(data.object.nickname)                                       | false"
            })
    void says_which_events_are_wanted(String condition, boolean wanted) {
        assertThat(sound(condition).on(CHANGED)).isEqualTo(wanted ? new Verdict.Wanted() : new Verdict.Unwanted());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "data.object.nickname == 'x' | nickname",
                "data.object.email           | neither true nor false",
                "data.object.logins_count / 0 == 1 | ",
                "data.object.email > 3       | "
            })
    void says_what_it_lacks_when_an_event_does_not_fit(String condition, String why) {
        assertThat(sound(condition).on(CHANGED))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.reason()).isNotBlank().contains(why == null ? "" : why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.object.email ==",
                "1 + 1",
                "user.email == 'x'",
                "data.object.email.nosuch()",
                "/*",
                "data.object.email + 'x' == 'x'",
                "data.object.tags.map(t, t == 'x').all(t, t)"
            })
    void refuses_what_is_no_condition(String condition) {
        assertThat(EventFilter.compile(condition))
                .isInstanceOfSatisfying(
                        Compiled.Refused.class,
                        refused -> assertThat(refused.reason()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void refuses_one_that_is_too_long_or_too_deep() {
        assertThat(EventFilter.compile("true" + " && true".repeat(200))).isInstanceOf(Compiled.Refused.class);
        assertThat(EventFilter.compile("(".repeat(60) + "true" + ")".repeat(60)))
                .isInstanceOf(Compiled.Refused.class);
        assertThat(EventFilter.compile("!".repeat(900) + "true")).isInstanceOf(Compiled.class);
    }

    @Test
    void ends_soon_whatever_it_is_asked_to_compute() {
        String list = "[1,2,3,4,5,6,7,8,9,0]";
        String nested = "%s.all(a, %s.all(b, %s.all(c, %s.all(d, %s.all(e, %s.all(f, true))))))".replace("%s", list);
        assertEndsSoon(nested);
        String big = "data.object.text";
        assertEndsSoon("data.object.many.all(a, " + (big + ".contains(" + big + ") && ").repeat(15) + "true)");
        assertEndsSoon("data.object.many.all(a, " + big + ".matches('(a*)*(a*)*(a*)*b') == false)");
        assertEndsSoon(("!" + big + ".matches('(a|a)*(a|a)*(a|a)*b') && ").repeat(15) + "true");
    }

    private static void assertEndsSoon(String condition) {
        String many = "[" + "1,".repeat(2_000) + "1]";
        Event event = event("{\"data\":{\"object\":{\"many\":" + many + ",\"text\":\"" + "a".repeat(200_000) + "\"}}}");
        var filter = sound(condition);
        long start = System.nanoTime();
        filter.on(event);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(condition).isLessThan(Duration.ofSeconds(3));
    }

    private static EventFilter sound(String condition) {
        return switch (EventFilter.compile(condition)) {
            case Compiled.Sound(var filter) -> filter;
            case Compiled.Refused(var reason) -> throw new AssertionError(condition + ": " + reason);
        };
    }

    private static Event event(String json) {
        return new Event("e1", "s", EventType.of("user.updated"), Instant.EPOCH, Optional.empty(), json);
    }
}
