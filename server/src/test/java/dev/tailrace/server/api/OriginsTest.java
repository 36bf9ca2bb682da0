package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.Origin;
import org.junit.jupiter.api.Test;

final class OriginsTest {
    @Test
    void an_open_path_has_no_client() {
        var request = FakeUserRequest.of("POST").nobody();
        assertThat(Origins.of(request).client()).isEmpty();
    }

    @Test
    void the_host_is_named_without_its_port() {
        assertThat(hostname("acme.example.test:8443")).isEqualTo("acme.example.test");
        assertThat(hostname("acme.example.test")).isEqualTo("acme.example.test");
        assertThat(hostname("[::1]:8080")).isEqualTo("[::1]");
        assertThat(hostname("[::1]")).isEqualTo("[::1]");
    }

    private static String hostname(String host) {
        return Origins.of(FakeUserRequest.of("POST").host(host))
                .call()
                .map(Origin.Call::hostname)
                .orElseThrow();
    }
}
