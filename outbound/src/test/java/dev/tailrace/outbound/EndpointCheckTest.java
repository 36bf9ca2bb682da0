package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.tenant.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCheckTest {
    private final EndpointCheck check = new EndpointCheck(new EgressPolicy(LocalAllowance.NONE));
    private final EndpointCheck local = new EndpointCheck(new EgressPolicy(LocalAllowance.ALL));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hook?x=1",
                "HTTPS://Example.com:8443",
                "https://8.8.8.8/",
                "https://[2606:4700::1]/"
            })
    void takes_a_public_https_endpoint(String endpoint) {
        assertThat(check.refuse(URI.create(endpoint))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/, https",
        "ftp://example.com/, https",
        "/hook, https",
        "mailto:a@example.com, https",
        "https:/hook, host",
        "https://2130706433/, loopback",
        "https://0x7f.1/, host",
        "https://user:secret@example.com/, user name",
        "https://example.com/#part, fragment",
        "https://example.com:0/, port",
        "https://example.com:70000/, port",
        "https://localhost/, loopback",
        "https://LOCALHOST./, loopback",
        "https://db.localhost/, loopback",
        "https://127.0.0.1/, loopback",
        "https://[::1]/, loopback",
        "https://[::ffff:127.0.0.1]/, loopback",
        "https://[::ffff:7f00:1]/, loopback",
        "https://10.1.2.3/, private",
        "https://169.254.169.254/latest, metadata",
        "https://[fd00:ec2::254]/, metadata",
        "https://0.0.0.0/, unspecified",
    })
    void refuses_what_cannot_be_right_and_says_why(String endpoint, String reason) {
        assertThat(check.refuse(URI.create(endpoint)))
                .hasValueSatisfying(text -> assertThat(text).contains(reason).doesNotContain("secret"));
    }

    @Test
    void refuses_an_endpoint_that_is_too_long() {
        assertThat(check.refuse(URI.create("https://example.com/" + "x".repeat(2_048))))
                .hasValueSatisfying(text -> assertThat(text).contains("2048 characters"));
    }

    @Test
    void takes_http_and_loopback_when_local_is_opened_and_still_no_metadata() {
        assertThat(local.refuse(URI.create("http://localhost:9000/"))).isEmpty();
        assertThat(local.refuse(URI.create("http://[::1]:9000/"))).isEmpty();
        assertThat(local.refuse(URI.create("http://169.254.169.254/"))).isPresent();
    }

    @Test
    void refuses_an_authorization_that_would_break_the_request_without_showing_it() {
        assertThat(check.refuse(new Authorization.Bearer(new Secret("abc.DEF-1"))))
                .isEmpty();
        assertThat(check.refuse(new Authorization.Basic("a", new Secret("pä\nss"))))
                .isEmpty();
        assertThat(check.refuse(new Authorization.CustomHeader("X-Api-Key", new Secret("a b"))))
                .isEmpty();
        assertThat(check.refuse(new Authorization.Basic("a:b", new Secret("x"))))
                .isPresent();
        assertThat(check.refuse(new Authorization.Bearer(new Secret("sesame\r\nHost: evil"))))
                .hasValueSatisfying(text -> assertThat(text).doesNotContain("sesame"));
        assertThat(check.refuse(new Authorization.CustomHeader("X Key", new Secret("x"))))
                .isPresent();
        assertThat(check.refuse(new Authorization.CustomHeader("Content-Length", new Secret("0"))))
                .isPresent();
    }
}
