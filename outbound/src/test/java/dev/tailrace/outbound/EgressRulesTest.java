package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {
    private static final String PUBLIC = "198.41.0.4";

    @ParameterizedTest
    @CsvSource(textBlock = """
        api.example.com,        api.example.com,  443, 198.41.0.4, true
        api.example.com,        API.Example.com., 443, 198.41.0.4, true
        api.example.com,        example.com,      443, 198.41.0.4, false
        api.example.com:443,    api.example.com,  444, 198.41.0.4, false
        *.example.com,          a.b.example.com,  443, 198.41.0.4, true
        *.example.com,          example.com,      443, 198.41.0.4, false
        *.example.com,          badexample.com,   443, 198.41.0.4, false
        *,                      anything.test,    25,  198.41.0.4, true
        *:25,                   anything.test,    26,  198.41.0.4, false
        198.41.0.0/16,          anything.test,    443, 198.41.0.4, true
        198.41.0.0/30,          anything.test,    443, 198.41.0.4, false
        198.41.0.4,             anything.test,    443, 198.41.0.4, true
        198.41.0.4:80,          anything.test,    443, 198.41.0.4, false
        198.41.0.0/16,          198.41.0.4,       443, ::ffff:198.41.0.4, true
        198.41.0.0/16,          anything.test,    443, 64:ff9b::c629:4, true
        [2001:503::/32]:443,    anything.test,    443, 2001:503:ba3e::2:30, true
        [2001:503::/32]:443,    anything.test,    443, 2001:504:ba3e::2:30, false
        """)
    void a_rule_holds_hosts_ports_and_the_address_a_name_resolved_to(
            String rule, String host, int port, String address, boolean holds) {
        assertThat(EgressRule.parse(rule).holds(host, port, InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "a:0",
                "a:65536",
                "a:x",
                "10.0.0",
                "10/8",
                "10.0.0.0/33",
                "[::1",
                "::1",
                "a*.b",
                "*.*",
                "http://a",
                "[::/129]",
                "-a",
                "a:1:2"
            })
    void what_is_no_rule_is_refused_with_its_text(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EgressRule.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void what_is_denied_stays_denied_and_where_anything_is_allowed_nothing_else_is() {
        var policy = policy("*.example.com, 198.41.0.0/16:443", "secret.example.com, *:25");
        assertThat(refusal(policy, "a.example.com", 443)).isEmpty();
        assertThat(refusal(policy, "secret.example.com", 443)).contains("egress.deny holds secret.example.com");
        assertThat(refusal(policy, "a.example.com", 25)).contains("egress.deny holds *:25");
        assertThat(refusal(policy, "other.test", 443)).isEmpty();
        assertThat(refusal(policy, "other.test", 80)).contains("egress.allow does not hold it");
    }

    @Test
    void an_allowed_name_does_not_open_a_private_address() {
        var policy = policy("inside.example.com, 10.0.0.0/8", "");
        assertThat(policy.refuse("inside.example.com", 80, InetAddress.ofLiteral("10.0.0.5")))
                .contains("address not allowed: inside.example.com is 10.0.0.5, which is a private address");
        var opened = policy.opening(Set.of(new HostPort("inside.example.com", 80)));
        assertThat(opened.refuse("inside.example.com", 80, InetAddress.ofLiteral("10.0.0.5")))
                .isEmpty();
        assertThat(opened.refuse("10.0.0.6", 80, InetAddress.ofLiteral("10.0.0.6")))
                .isPresent();
    }

    @Test
    void a_name_that_is_denied_need_not_be_looked_up() {
        assertThat(policy("", "*.example.com").refuse("a.example.com", 443)).isPresent();
        assertThat(policy("a.test", "").refuse("b.test", 443)).isPresent();
        assertThat(policy("a.test, 198.41.0.0/16", "").refuse("b.test", 443)).isEmpty();
        assertThat(policy("a.test:443", "a.test:25").refuse("a.test", EgressPolicy.ANY_PORT))
                .isEmpty();
    }

    @Test
    void of_several_authors_each_must_agree() {
        var both = policy("*.example.com", "")
                .under(new EgressRules(
                        "the action's egress", EgressRules.parse("*.test,a.example.com"), java.util.List.of()));
        assertThat(refusal(both, "a.example.com", 443)).isEmpty();
        assertThat(refusal(both, "b.example.com", 443)).contains("the action's egress.allow does not hold it");
        assertThat(refusal(both, "a.test", 443)).contains("egress.allow does not hold it");
    }

    private static EgressPolicy policy(String allow, String deny) {
        return new EgressPolicy(LocalAllowance.NONE)
                .under(new EgressRules("egress", EgressRules.parse(allow), EgressRules.parse(deny)));
    }

    private static Optional<String> refusal(EgressPolicy policy, String host, int port) {
        return policy.refuse(host, port, InetAddress.ofLiteral(PUBLIC));
    }
}
