package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UriReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a?b=c#d",
                "urn:auth0:acme.example.com",
                "mailto:cncf-wg-serverless@lists.cncf.io",
                "/cloudevents/spec/pull/123",
                "./a:b",
                "a/b:c",
                "1-555-123-4567",
                "?q=a:b",
                "#f:g",
                "//host/path",
                "http://[::1]:8080/x",
                "a%20b",
                "s"
            })
    void takes(String text) {
        assertThat(UriReference.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "ä",
                "a%2",
                "a%zz",
                "%",
                "1:a",
                ":a",
                "a_b:c",
                "a#b#c",
                "<a>",
                "a\"b",
                "a\\b",
                "a^b",
                "a|b",
                "[a]",
                "http://[zz]/",
                "a/[b]"
            })
    void refuses(String text) {
        assertThat(UriReference.isOne(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/schema", "urn:x", "a+b-c.1:"})
    void knows_a_scheme(String text) {
        assertThat(UriReference.isAbsolute(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/b:c", "a", "?a:b", "//host", "1:a", ""})
    void knows_its_absence(String text) {
        assertThat(UriReference.isAbsolute(text)).isFalse();
    }
}
