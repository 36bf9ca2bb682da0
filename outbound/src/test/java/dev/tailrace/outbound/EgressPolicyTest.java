package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    private final EgressPolicy closed = new EgressPolicy(LocalAllowance.NONE);
    private final EgressPolicy all = new EgressPolicy(LocalAllowance.ALL);
    private final EgressPolicy named = new EgressPolicy(LocalAllowance.parse("Receiver:9000,[::1]:9001, 10.0.0.5:80"));

    @Test
    void lets_only_public_addresses_through_when_nothing_is_opened() {
        assertThat(refusal(closed, "example.com", 443, "8.8.8.8")).isEmpty();
        assertThat(refusal(closed, "example.com", 443, "127.0.0.1"))
                .hasValue("address not allowed: example.com is 127.0.0.1, which is a loopback address");
        assertThat(refusal(closed, "10.0.0.1", 443, "10.0.0.1"))
                .hasValue("address not allowed: 10.0.0.1 is a private address");
        assertThat(closed.opensPlainHttp("example.com", 80)).isFalse();
    }

    @Test
    void opens_loopback_and_plain_http_but_no_private_network_when_all_is_opened() {
        assertThat(refusal(all, "localhost", 9000, "127.0.0.1")).isEmpty();
        assertThat(refusal(all, "localhost", 9000, "::1")).isEmpty();
        assertThat(refusal(all, "intranet", 9000, "10.0.0.1")).isPresent();
        assertThat(all.opensPlainHttp("localhost", 9000)).isTrue();
    }

    @Test
    void opens_only_the_named_hosts_and_ports() {
        assertThat(refusal(named, "receiver", 9000, "127.0.0.1")).isEmpty();
        assertThat(refusal(named, "RECEIVER.", 9000, "192.168.0.7")).isEmpty();
        assertThat(refusal(named, "::1", 9001, "::1")).isEmpty();
        assertThat(refusal(named, "[::1]", 9001, "::1")).isEmpty();
        assertThat(refusal(named, "receiver", 9001, "127.0.0.1")).isPresent();
        assertThat(refusal(named, "localhost", 9000, "127.0.0.1")).isPresent();
        assertThat(named.opensPlainHttp("10.0.0.5", 80)).isTrue();
        assertThat(named.opensPlainHttp("10.0.0.5", 81)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.1.1", "fd00:ec2::254", "fe80::1", "0.0.0.0", "::", "224.0.0.1"})
    void keeps_metadata_and_link_local_closed_whatever_is_opened(String address) {
        var opened = new EgressPolicy(new LocalAllowance(true, Set.of(new HostPort(address, 80))));

        assertThat(refusal(opened, address, 80, address)).isPresent();
    }

    @Test
    void reads_the_setting() {
        assertThat(LocalAllowance.parse("")).isEqualTo(LocalAllowance.NONE);
        assertThat(LocalAllowance.parse("off")).isEqualTo(LocalAllowance.NONE);
        assertThat(LocalAllowance.parse("false")).isEqualTo(LocalAllowance.NONE);
        assertThat(LocalAllowance.parse("all")).isEqualTo(LocalAllowance.ALL);
        assertThat(LocalAllowance.parse("true")).isEqualTo(LocalAllowance.ALL);
        assertThat(LocalAllowance.parse("a:1,[::1]:2").hosts())
                .containsExactlyInAnyOrder(new HostPort("a", 1), new HostPort("::1", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:", ":80", "a:0", "a:65536", "a:1,,b:2", "::1:80", "a:x", "http://a:80"})
    void refuses_a_malformed_setting_and_says_which_part(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalAllowance.parse(setting))
                .withMessageContainingAll("not");
    }

    private static Optional<String> refusal(EgressPolicy policy, String host, int port, String address) {
        return policy.refuse(host, port, InetAddress.ofLiteral(address));
    }
}
