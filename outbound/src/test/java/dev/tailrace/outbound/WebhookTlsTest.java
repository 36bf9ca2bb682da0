package dev.tailrace.outbound;

import static dev.tailrace.outbound.ScriptedEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Outcome;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTlsTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make_a_certificate_for_localhost() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    }

    @Test
    void trusts_the_authority_of_the_file() throws Exception {
        assertThat(deliver("localhost", Optional.of(folder.resolve("ca.pem")))).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void refuses_an_authority_it_does_not_know() throws Exception {
        assertThat(((Outcome.Failed) deliver("localhost", Optional.empty())).message())
                .contains("\": TLS: ");
    }

    @Test
    void refuses_a_certificate_of_another_host() throws Exception {
        assertThat(((Outcome.Failed) deliver("127.0.0.1", Optional.of(folder.resolve("ca.pem")))).message())
                .contains("\": TLS: ");
    }

    @Test
    void keeps_trusting_the_platforms_authorities() throws Exception {
        var context = Trust.platformAnd(Optional.of(folder.resolve("ca.pem")));

        assertThat(context.getProtocol()).isEqualTo("TLS");
        assertThat(Trust.authorities(Optional.of(folder.resolve("ca.pem"))))
                .hasSize(Trust.authorities(Optional.empty()).size() + 1);
    }

    @Test
    void says_which_file_holds_no_certificate() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trust.platformAnd(Optional.of(empty)))
                .withMessageContaining("empty.pem");
    }

    private static Outcome deliver(String host, Optional<Path> caFile) throws Exception {
        var server =
                serverContext().getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        try (var endpoint = new ScriptedEndpoint(server, status(200, "", "ok"));
                var deliverer = new WebhookDeliverer(
                        new WebhookSettings(Duration.ofSeconds(10), caFile),
                        new EgressPolicy(LocalAllowance.ALL),
                        InstantSource.system())) {
            var uri = URI.create("https://" + host + ":" + endpoint.port() + "/");
            return deliverer.deliver(
                    Examples.userCreated(), Examples.webhook(uri), Deadline.in(Duration.ofSeconds(10)));
        }
    }

    private static SSLContext serverContext() throws Exception {
        var store = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), "changeit".toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String command, String... more) throws Exception {
        var all = new java.util.ArrayList<>(java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storepass",
                "changeit",
                "-alias",
                "receiver"));
        all.addAll(java.util.List.of(more));
        var process = new ProcessBuilder(all).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
