package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypeTest {
    @Test
    void reads_names_and_charset() {
        assertThat(MediaType.parse("Application/CloudEvents+JSON ; Charset=\"UTF-8\";x=y"))
                .contains(new MediaType("application", "cloudevents+json", "utf-8"));
        assertThat(MediaType.parse(" text/plain; a=\"; charset=no\"; charset=latin1"))
                .contains(new MediaType("text", "plain", "latin1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "text/",
                "/plain",
                "text/pl ain",
                "text/plain x=y",
                "text/plain; x",
                "text/plain; x=\"",
                "t/p;ä=b"
            })
    void refuses(String text) {
        assertThat(MediaType.parse(text)).isEmpty();
    }

    @Test
    void answers_quickly_to_what_is_made_to_be_slow() {
        assertThat(MediaType.parse("a/b" + "; x=\"\\".repeat(200))).isEmpty();
        assertThat(MediaType.parse("a/b" + ";".repeat(500) + "!\"")).isEmpty();
    }
}
