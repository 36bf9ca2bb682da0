package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class NodeBuilderTest {
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void builds_code_without_running_it() throws Exception {
        assertThat(build("process.exit(1); while (true) {}")).isEmpty();
        assertThat(build("")).isEmpty();
        assertThat(build("const { a } = require('not-there'); exports.onExecuteEventStream = async () => {}"))
                .isEmpty();
    }

    @Test
    void tells_the_line_of_a_syntax_error() throws Exception {
        assertThat(build("const a = 1;\nconst b = ;\n"))
                .extracting(BuildError::message)
                .containsExactly("SyntaxError: Unexpected token ';' (action.js, line 2)");
    }

    @Test
    void refuses_modules_and_types() throws Exception {
        assertThat(build("export const a = 1;"))
                .extracting(BuildError::message)
                .containsExactly("SyntaxError: Unexpected token 'export' (action.js, line 1)");
        assertThat(build("const a: string = 'x';")).hasSize(1);
        assertThat(build("}); process.exit(1); (function () {")).hasSize(1);
    }

    private static List<BuildError> build(String code) throws InterruptedException {
        var dependencies = new Dependencies(
                actions.host, Optional.empty(), new PackageSources(Npmrc.NONE, new EgressPolicy(LocalAllowance.NONE)));
        return switch (new NodeBuilder(actions.host, dependencies).build(content(code, Map.of()))) {
            case Build.Built _ -> List.of();
            case Build.Failed(var errors) -> errors;
        };
    }
}
