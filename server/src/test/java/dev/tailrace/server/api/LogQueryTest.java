package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.audit.AuditLog.Wanted;
import dev.tailrace.engine.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogQueryTest {
    @Test
    void types_users_and_clients_are_understood() {
        assertThat(LogQuery.parse("")).isEqualTo(new Wanted(List.of(), "", ""));
        assertThat(LogQuery.parse("type:fp")).isEqualTo(new Wanted(List.of("fp"), "", ""));
        assertThat(LogQuery.parse("type:\"fp\" OR type:s")).isEqualTo(new Wanted(List.of("fp", "s"), "", ""));
        assertThat(LogQuery.parse("type:(fp OR s sapi) AND client_id:abc"))
                .isEqualTo(new Wanted(List.of("fp", "s", "sapi"), "", "abc"));
        assertThat(LogQuery.parse("user_id:\"auth0|1\"")).isEqualTo(new Wanted(List.of(), "auth0|1", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fp",
                "type:",
                "type:a AND type:b",
                "type:a OR client_id:b",
                "user_id:a AND user_id:b",
                "ip:1",
                "type:a type:b",
                "type:(a",
                "type:f*",
                "type:a OR"
            })
    void anything_else_is_refused(String q) {
        assertThatThrownBy(() -> LogQuery.parse(q)).isInstanceOf(Problem.Invalid.class);
    }
}
