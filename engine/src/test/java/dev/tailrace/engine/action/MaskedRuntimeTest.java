package dev.tailrace.engine.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MaskedRuntimeTest {
    private static final Event EVENT =
            new Event("e", "urn:test", EventType.of("user.created"), Instant.EPOCH, Optional.empty(), "{}");

    @Test
    void hides_values_in_output_name_message_and_stack() throws Exception {
        Execution ran =
                run("key s3cr3t, s3cr3t!", new ExecutionError("s3cr3tError", "no s3cr3t", "at s3cr3t"), "s3cr3t");
        assertThat(ran.output()).isEqualTo("key ***, ***!");
        assertThat(ran.error()).contains(new ExecutionError("***Error", "no ***", "at ***"));
    }

    @Test
    void hides_the_longest_first_because_one_may_be_a_part_of_another() throws Exception {
        assertThat(run("pass-word pass", "pass", "pass-word").output()).isEqualTo("*** ***");
    }

    @Test
    void leaves_short_values_which_would_be_found_everywhere() throws Exception {
        assertThat(run("abc abcd", "abc").output()).isEqualTo("abc abcd");
        assertThat(run("abc abcd", "abcd").output()).isEqualTo("abc ***");
    }

    @Test
    void hides_what_json_escapes() throws Exception {
        assertThat(run("{\"K\":\"-----BEGIN\\nkey \\\"x\\\"\"} -----BEGIN\nkey \"x\"", "-----BEGIN\nkey \"x\"")
                        .output())
                .isEqualTo("{\"K\":\"***\"} ***");
    }

    @Test
    void hides_the_secrets_of_modules() throws Exception {
        var module = new PinnedModule(
                new PinnedModule.Ref("i", "m", "v", 1),
                new ModuleContent("", List.of(), secrets("of the module")),
                Packages.NONE);
        Content content = new Content("", "node22", List.of(), secrets("of the action")).with(List.of(module));
        assertThat(run("of the module, of the action", Optional.empty(), content)
                        .output())
                .isEqualTo("***, ***");
    }

    @Test
    void hides_values_in_console_lines_hosts_and_cache_keys_and_where_two_pieces_make_one() throws Exception {
        var call = new OutgoingCall("s3cr3t.example", 443, "", 0, 0, "denied: s3cr3t.example");
        var use = new CacheUse(1, 0, 0, List.of("k-s3cr3t"));
        Trace trace = traced(new Trace("L2", List.of(line("a s3cr3t\n"), line("b\n")), List.of(call), use));
        assertThat(trace)
                .isEqualTo(new Trace(
                        "L2",
                        List.of(line("a ***\n"), line("b\n")),
                        List.of(new OutgoingCall("***.example", 443, "", 0, 0, "denied: ***.example")),
                        new CacheUse(1, 0, 0, List.of("k-***"))));
        assertThat(traced(new Trace("", List.of(line("s3c"), line("r3t\n")), List.of(), CacheUse.NONE))
                        .console())
                .containsExactly(line("***\n"));
    }

    private static ConsoleLine line(String text) {
        return new ConsoleLine(Instant.EPOCH, ConsoleLine.Level.LOG, text);
    }

    private static Trace traced(Trace trace) throws InterruptedException {
        var said = new Execution("exe_1", Instant.EPOCH, Duration.ZERO, "", Optional.empty(), trace);
        return run(said, content("s3cr3t")).trace();
    }

    private static Execution run(String output, String... values) throws InterruptedException {
        return run(output, Optional.empty(), content(values));
    }

    private static Execution run(String output, ExecutionError error, String... values) throws InterruptedException {
        return run(output, Optional.of(error), content(values));
    }

    private static Execution run(String output, Optional<ExecutionError> error, Content content)
            throws InterruptedException {
        return run(new Execution("exe_1", Instant.EPOCH, Duration.ZERO, output, error), content);
    }

    private static Execution run(Execution said, Content content) throws InterruptedException {
        var action = new DeployedAction(new ActionId(new TenantId("acme"), "a"), "a", 1, "v", content);
        return new MaskedRuntime(new SayingRuntime(said)).run(action, EVENT, Deadline.in(Duration.ofSeconds(1)));
    }

    private static Content content(String... values) {
        return new Content("", "node22", List.of(), secrets(values));
    }

    private static List<ActionSecret> secrets(String... values) {
        return List.of(values).stream()
                .map(value -> new ActionSecret("K" + value.length(), new Secret(value), Instant.EPOCH))
                .toList();
    }

    /** Every run comes to this. */
    private record SayingRuntime(Execution said) implements ActionRuntime {
        @Override
        public Execution run(DeployedAction action, Event event, Deadline deadline) {
            return said;
        }

        @Override
        public void retire(ActionId action) {
            throw new AssertionError("nothing is retired here");
        }
    }
}
