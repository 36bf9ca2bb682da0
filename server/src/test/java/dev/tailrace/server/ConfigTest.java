package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {
    @TempDir
    Path folder;

    private static Config flags(String... flags) {
        return Config.read(List.of(flags), Map.of());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void refused(List<String> flags, Map<String, String> environment, String message) {
        assertThatThrownBy(() -> Config.read(flags, environment))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(message)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    @Test
    void defaults_are_safe_ones() {
        var config = flags();
        assertThat(config.data().directory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(config.network()).isEqualTo(new Config.Network("127.0.0.1", 8080, "127.0.0.1", 8443));
        assertThat(config.egress().allowLocal()).isEmpty();
        assertThat(config.tenant().name().value()).isEqualTo("default");
        assertThat(config.retention().log()).isEqualTo(Duration.ofDays(7));
        assertThat(config.actions().wallLimit()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void plain_http_stays_on_loopback_when_https_listens_everywhere() {
        assertThat(flags("--listen", "0.0.0.0").network().httpAddress()).isEqualTo("127.0.0.1");
        assertThat(flags("--listen", "0.0.0.0", "--http-listen=0.0.0.0")
                        .network()
                        .httpAddress())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void a_flag_goes_before_the_environment_and_that_before_the_file() throws IOException {
        String settings =
                file("t.properties", "port = 1001\nhttps-port = 1002\nactions.wall-limit = 3s\ndomain = a.test\n");
        var config = Config.read(
                List.of("--config", settings, "--port=3001"),
                Map.of("TAILRACE_PORT", "2001", "TAILRACE_HTTPS_PORT", "2002", "PATH", "/bin"));
        assertThat(config.network().httpPort()).isEqualTo(3001);
        assertThat(config.network().httpsPort()).isEqualTo(2002);
        assertThat(config.actions().wallLimit()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Config.read(List.of(), Map.of("TAILRACE_CONFIG", settings))
                        .tenant()
                        .domain())
                .isEqualTo("a.test");
    }

    @Test
    void rules_of_egress_are_read() {
        var rules = flags("--egress-allow=*.example.com:443, 198.41.0.0/16", "--egress-deny=*:25")
                .egress()
                .rules();
        assertThat(rules.allow()).hasToString("[*.example.com:443, 198.41.0.0/16]");
        assertThat(rules.deny()).hasToString("[*:25]");
    }

    @ParameterizedTest
    @CsvSource({
        "--allow-local,all",
        "--allow-local=all,all",
        "--allow-local=off,''",
        "'--allow-local=127.0.0.1:9000,[::1]:80','127.0.0.1:9000,[::1]:80'"
    })
    void allow_local_alone_opens_all(String flag, String value) {
        assertThat(flags(flag, "--port", "0").egress().allowLocal()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "--nope=1~unknown flag --nope",
                "extra~unknown flag extra",
                "--port~--port needs a value",
                "--port=80x~--port is '80x', but must be a whole number from 0 to 65535",
                "--port=65536~--port is '65536'",
                "--port=~--port is ''",
                "--listen=example.com~--listen is 'example.com', but must be an address",
                "--domain=https://x~--domain is 'https://x', but must be a host name",
                "--tenant=A~--tenant is 'A'",
                "--actions-wall-limit=20~but must be a time such as 500ms, 20s",
                "--actions-wall-limit=0s~from 1s to 300s",
                "--actions-heap=128MB~but must be a size such as",
                "--actions-uids=0-5~but must be a range",
                "--actions-uids=60000-70000~but must be a range",
                "--allow-local=127.0.0.1~HOST:PORT",
                "--allow-local=127.0.0.1:0~HOST:PORT",
                "--egress-allow=a b~but must be HOST",
                "--egress-deny=10.0.0.0/33~but must be HOST",
                "--egress-bytes-per-minute=1KiB~but must be a size",
                "--events-previous-object=maybe~but must be on or off",
                "--log-level=loud~but must be error, warn",
                "--tls-certificate=/x~tls.certificate and tls.key go together",
                "--client-id=abc~client-id and client-secret go together",
                "--client-secret=abc~use --client-secret-file",
                "--https-port=8080~port and https-port are both 8080",
                "--actions-memory=128MiB~actions.memory must be larger",
            })
    void a_flag_that_cannot_be_used_is_named_in_one_line(String flag, String message) {
        refused(List.of(flag), Map.of(), message);
    }

    @Test
    void a_flag_twice_is_refused() {
        refused(List.of("--port=1", "--port=2"), Map.of(), "--port is given twice");
    }

    @Test
    void strange_variables_and_properties_are_named() throws IOException {
        refused(List.of(), Map.of("TAILRACE_PROT", "1"), "unknown environment variable TAILRACE_PROT");
        refused(List.of(), Map.of("TAILRACE_PORT", "x"), "TAILRACE_PORT is 'x'");
        String unknown = file("unknown.properties", "prot = 1\n");
        refused(List.of("--config", unknown), Map.of(), "unknown setting prot in " + unknown);
        String malformed = file("malformed.properties", "port = x\n");
        refused(List.of("--config", malformed), Map.of(), "port in " + malformed + " is 'x'");
        refused(List.of("--config", "/not/there"), Map.of(), "/not/there cannot be read: it is not there");
        Config.read(List.of(), Map.of("TAILRACE_JAVA_HOME", "/jdk"));
    }

    @Test
    void a_secret_comes_from_variable_property_or_file_and_is_never_shown() throws IOException {
        String secret = "a-long-enough-secret";
        String named = file("secret", secret + "\n");
        String properties = file("p.properties", "client-id = me\nclient-secret-file = " + named + "\n");
        for (var config : List.of(
                Config.read(List.of("--client-id=me"), Map.of("TAILRACE_CLIENT_SECRET", secret)),
                Config.read(List.of(), Map.of("TAILRACE_CLIENT_ID", "me", "TAILRACE_CLIENT_SECRET_FILE", named)),
                Config.read(List.of("--client-id=me", "--client-secret-file", named), Map.of()),
                Config.read(List.of("--config", properties), Map.of()))) {
            assertThat(config.tenant().first().orElseThrow().secret().reveal()).isEqualTo(secret);
            assertThat(config.toString()).doesNotContain(secret);
        }
        assertThatThrownBy(() -> Config.read(List.of("--client-id=me"), Map.of("TAILRACE_CLIENT_SECRET", "too-short")))
                .hasMessageContaining("at least 16 characters")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("too-short");
    }

    @Test
    void both_forms_of_a_secret_in_one_place_are_refused_and_a_stronger_place_wins() throws IOException {
        String named = file("secret", "the secret of the file");
        refused(
                List.of("--client-id=me"),
                Map.of("TAILRACE_CLIENT_SECRET", "the secret of the variable", "TAILRACE_CLIENT_SECRET_FILE", named),
                "are both set; keep one");
        var config = Config.read(
                List.of("--client-id=me", "--client-secret-file=" + named),
                Map.of("TAILRACE_CLIENT_SECRET", "the secret of the variable"));
        assertThat(config.tenant().first().orElseThrow().secret().reveal()).isEqualTo("the secret of the file");
        refused(
                List.of("--client-id=me", "--client-secret-file=/not/there"),
                Map.of(),
                "--client-secret-file names /not/there");
    }
}
