package dev.tailrace.engine.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Execution.ExecutionError;
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

    private static Execution run(String output, String... values) throws InterruptedException {
        return run(output, Optional.empty(), content(values));
    }

    private static Execution run(String output, ExecutionError error, String... values) throws InterruptedException {
        return run(output, Optional.of(error), content(values));
    }

    private static Execution run(String output, Optional<ExecutionError> error, Content content)
            throws InterruptedException {
        var said = new Execution("exe_1", Instant.EPOCH, Duration.ZERO, output, error);
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
