package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserFilter.Any;
import dev.tailrace.engine.directory.UserFilter.Every;
import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserFilter.Not;
import dev.tailrace.engine.problem.Problem;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code q} may say, and how it says no. */
final class SearchSyntaxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "email:mira@example.test ~ email=mira@example.test",
                "  email:\"mira@example.test\"  ~ email=mira@example.test",
                "email: mira ~ email=mira",
                "user_id:auth0|42 ~ user_id=auth0|42",
                "name:jane* ~ name=jane…",
                "name:\"jane doe\" ~ name=jane doe",
                "name:jane\\ d* ~ name=jane d…",
                "name:\"a \\\"b\\\" * \\\\\" ~ name=a \"b\" * \\",
                "name:\"\" ~ name=",
                "phone_number:+4940 ~ phone_number=+4940",
                "blocked:true ~ blocked=true",
                "app_metadata.plan.tier:7 ~ app_metadata.plan.tier=7",
                "app_metadata.a\\:b:c:d ~ app_metadata.a:b=c:d",
                "identities.connection:\"Users\" ~ identities.connection=Users",
                "name:* ~ name=…",
                "_exists_:app_metadata.plan ~ app_metadata.plan=…",
                "NOT blocked:true ~ !blocked=true",
                "-blocked:true ~ !blocked=true",
                "!!blocked:true ~ blocked=true",
                "name:a AND name:b OR name:c && name:d ~ ((name=a & name=b) | (name=c & name=d))",
                "name:a AND (name:b || NOT name:c) ~ (name=a & (name=b | !name=c))",
                "email:(\"a@b.test\" OR c*) ~ (email=a@b.test | email=c…)",
                "email:(NOT a) ~ !email=a",
                "name:ANDREA AND name:ORSON ~ (name=ANDREA & name=ORSON)",
                "((name:a)) ~ name=a",
            })
    void what_is_understood(String q, String meaning) {
        assertThat(shown(SearchSyntax.parse(q))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '%',
            value = {
                "mira ~ Expected a colon after mira",
                ":mira ~ Expected a field, a colon and a value",
                "email: ~ Expected a value after email:",
                "nick:mira ~ Users cannot be searched by nick",
                "last_login:x ~ Users cannot be searched by last_login",
                "logins_count:0 ~ Users cannot be searched by logins_count",
                "app_metadata:x ~ Users cannot be searched by app_metadata",
                "user_metadata.:x ~ Users cannot be searched by user_metadata.",
                "created_at:[2026 TO 2027] ~ Users cannot be searched by created_at",
                "name:[a TO b] ~ Ranges are not supported, as of name",
                "name:>a ~ Ranges are not supported, as of name",
                "name:/a.*/ ~ Regular expressions are not supported, as of name",
                "name:*a ~ A * is supported at the end of a value only, not before a",
                "name:a*b ~ A * is supported at the end of a value only, not before b",
                "name:a?b ~ The character ? is not supported here; put a value in quotes to mean it as it is",
                "name:a^2 ~ The character ^ is not supported here; put a value in quotes to mean it as it is",
                "name:\"a ~ A \" is not closed",
                "name:\"a\"b ~ Unexpected b after a value in quotes",
                "name:a name:b ~ Expected AND or OR before name:b",
                "name:a AND ~ Expected a field, a colon and a value",
                "name:a OR OR name:b ~ Expected a colon after OR",
                "(name:a ~ A ( is not closed",
                "name:a) ~ Unexpected ) at character 7",
                "() ~ Expected a field, a colon and a value",
                "name:() ~ Expected a value after name:",
                "_exists_:nick ~ Users cannot be searched by nick",
                "\\ ~ Expected a colon after \\",
            })
    void what_is_not_is_named(String q, String reason) {
        assertThatThrownBy(() -> SearchSyntax.parse(q))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage("Query validation error: '" + reason + "' on property q.");
    }

    @Test
    void it_is_bounded() {
        assertThatThrownBy(() -> SearchSyntax.parse("name:" + "a".repeat(2_000)))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> SearchSyntax.parse("(".repeat(1_000) + "name:a"))
                .hasMessageContaining("More than 20");
        assertThatThrownBy(() -> SearchSyntax.parse("name:(" + "a OR ".repeat(60) + "a)"))
                .hasMessageContaining("More than 50");
    }

    @Test
    void whatever_comes_is_read_or_refused() {
        var random = new SplittableRandom(11);
        String[] parts = {
            "name", ":", "\"", "(", ")", "*", "\\", " ", "AND", "OR", "NOT", "a", "-", "!", "[", "ü", "\0", "\ud83d"
        };
        for (int i = 0; i < 20_000; i++) {
            var q = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                q.append(parts[random.nextInt(parts.length)]);
            }
            try {
                assertThat(SearchSyntax.parse(q.toString())).isNotNull();
            } catch (Problem.Invalid e) {
                assertThat(e.getMessage()).contains("on property q");
            }
        }
    }

    private static String shown(UserFilter filter) {
        return switch (filter) {
            case Has(var field, var value, var begins) -> field + "=" + value + (begins ? "…" : "");
            case Not(var part) -> "!" + shown(part);
            case Every(var parts) ->
                parts.stream().map(SearchSyntaxTest::shown).collect(Collectors.joining(" & ", "(", ")"));
            case Any(var parts) ->
                parts.stream().map(SearchSyntaxTest::shown).collect(Collectors.joining(" | ", "(", ")"));
        };
    }
}
