package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Content;
import java.util.List;
import java.util.Map;
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

    @Test
    void says_that_dependencies_are_not_supported_yet() throws Exception {
        var draft = new Content("", "node22", List.of(new Content.Dependency("auth0", "4.0.0", "")), List.of());
        assertThat(new NodeBuilder(actions.host).build(draft))
                .extracting(BuildError::message)
                .containsExactly("npm dependencies are not supported yet by this build: auth0");
    }

    private static List<BuildError> build(String code) throws InterruptedException {
        return new NodeBuilder(actions.host).build(content(code, Map.of()));
    }
}
