package dev.tailrace.outbound;

import static dev.tailrace.outbound.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address that is checked is the address that is called. */
class WebhookEgressTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void calls_nobody_when_the_name_leads_to_a_private_address() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", ""));
                var deliverer = deliverer(LocalAllowance.NONE, new SuccessiveAnswers(LOOPBACK))) {
            var outcome = deliver(deliverer, URI.create("https://receiver.test:" + endpoint.port() + "/hook"));

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.retryable()).isFalse();
                assertThat(failed.message())
                        .isEqualTo("Post \"https://receiver.test:" + endpoint.port()
                                + "/…\": address not allowed: receiver.test is 127.0.0.1, which is a loopback address");
            });
            assertThat(endpoint.connections()).isZero();
        }
    }

    @Test
    void resolves_once_for_a_connection_so_that_a_second_answer_cannot_lead_elsewhere() throws Exception {
        var dns = new SuccessiveAnswers(LOOPBACK, "10.255.255.1");
        try (var endpoint = new ScriptedEndpoint(status(200, "", ""));
                var deliverer = deliverer(named("receiver.test", endpoint.port()), dns)) {
            var outcome = deliver(deliverer, URI.create("http://receiver.test:" + endpoint.port() + "/"));

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(dns.asked()).isEqualTo(1);
        }
    }

    @Test
    void checks_each_new_connection_again_when_the_name_is_bound_anew() throws Exception {
        var dns = new SuccessiveAnswers(LOOPBACK, "169.254.169.254");
        try (var endpoint = new ScriptedEndpoint((request, out) -> {
                    status(200, "Connection: close\r\n", "").answer(request, out);
                    throw new IOException("closes");
                });
                var deliverer = deliverer(named("receiver.test", endpoint.port()), dns)) {
            var uri = URI.create("http://receiver.test:" + endpoint.port() + "/");

            assertThat(deliver(deliverer, uri)).isInstanceOf(Outcome.Delivered.class);
            assertThat(deliver(deliverer, uri))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.message())
                                    .endsWith("address not allowed: receiver.test is 169.254.169.254, which is a cloud"
                                            + " metadata address"));
        }
    }

    @Test
    void does_not_use_plain_http_unless_opened() throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", ""));
                var deliverer = deliverer(named("other.test", endpoint.port()), new SuccessiveAnswers(LOOPBACK))) {
            var outcome = deliver(deliverer, URI.create("http://receiver.test:" + endpoint.port() + "/"));

            assertThat(((Outcome.Failed) outcome).message()).endsWith("not sent: the endpoint must be an https URL");
            assertThat(endpoint.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x7f.1",
                "0x7f000001",
                "2130706433",
                "127.1",
                "017700000001",
                "[::ffff:127.0.0.1]",
                "[::1]",
                "LocalHost."
            })
    void sees_through_every_spelling_of_loopback(String host) throws Exception {
        try (var endpoint = new ScriptedEndpoint(status(200, "", ""));
                var deliverer = deliverer(LocalAllowance.NONE, Resolver.SYSTEM);
                var resolver = new CheckedResolver(new EgressPolicy(LocalAllowance.NONE), Resolver.SYSTEM)) {
            var outcome = deliver(deliverer, URI.create("https://" + host + ":" + endpoint.port() + "/"));

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(endpoint.connections()).isZero();
            assertThatThrownBy(() -> resolver.resolve(host, endpoint.port(), Deadline.in(Duration.ofSeconds(5))))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void gives_out_only_the_allowed_ones_of_several_addresses() throws Exception {
        Resolver mixed = _ -> List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("8.8.8.8"));
        try (var resolver = new CheckedResolver(new EgressPolicy(LocalAllowance.NONE), mixed)) {
            assertThat(resolver.resolve("receiver.test", 443, Deadline.in(Duration.ofSeconds(5))))
                    .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
        }
    }

    @Test
    void says_that_a_host_does_not_exist() throws Exception {
        Resolver none = host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        };
        try (var deliverer = deliverer(LocalAllowance.NONE, none)) {
            var outcome = (Outcome.Failed) deliver(deliverer, URI.create("https://nowhere.test/"));

            assertThat(outcome.message()).isEqualTo("Post \"https://nowhere.test/\": no such host: nowhere.test");
            assertThat(outcome.retryable()).isTrue();
        }
    }

    /** Gives these addresses one after the other, and the last one from then on. */
    private static final class SuccessiveAnswers implements Resolver {
        private final List<String> answers;
        private final AtomicInteger asked = new AtomicInteger();

        SuccessiveAnswers(String... answers) {
            this.answers = List.of(answers);
        }

        @Override
        public List<InetAddress> resolve(String host) {
            int now = asked.getAndIncrement();
            return List.of(InetAddress.ofLiteral(answers.get(Math.min(now, answers.size() - 1))));
        }

        int asked() {
            return asked.get();
        }
    }

    private static LocalAllowance named(String host, int port) {
        return new LocalAllowance(false, Set.of(new HostPort(host, port)));
    }

    private static WebhookDeliverer deliverer(LocalAllowance local, Resolver dns) {
        return new WebhookDeliverer(WebhookSettings.DEFAULT, new EgressPolicy(local), dns, InstantSource.system());
    }

    private static Outcome deliver(WebhookDeliverer deliverer, URI endpoint) throws InterruptedException {
        return deliverer.deliver(
                Examples.userCreated(), Examples.webhook(endpoint), Deadline.in(Duration.ofSeconds(10)));
    }
}
