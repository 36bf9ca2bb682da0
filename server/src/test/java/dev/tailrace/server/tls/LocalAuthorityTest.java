package dev.tailrace.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.server.ManualClock;
import dev.tailrace.server.tls.CertificateSource.CertificateTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalAuthorityTest {
    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();

    private LocalAuthority authority(String domain) {
        return new LocalAuthority(data, domain, clock);
    }

    private X509Certificate ca() throws Exception {
        return Pem.certificates(data.resolve("ca.pem")).getFirst();
    }

    private X509Certificate server() throws Exception {
        return Pem.certificates(data.resolve("tls/server.pem")).getFirst();
    }

    /** Java looks at the name constraints of a link of the chain, not at those of an anchor: so the CA is a link too. */
    private static void validate(X509Certificate server, X509Certificate ca) throws Exception {
        var anchor = new TrustAnchor(ca.getSubjectX500Principal(), ca.getPublicKey(), null);
        var parameters = new PKIXParameters(Set.of(anchor));
        parameters.setRevocationEnabled(false);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(server, ca));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private String rights(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }

    @Test
    void makes_an_authority_and_a_certificate_it_vouches_for() throws Exception {
        authority("tail.test").current();
        validate(server(), ca());
        assertThat(ca().getBasicConstraints()).isZero();
        assertThat(server().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "tail.test", "*.tail.test");
        assertThat(server().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void keys_are_the_servers_alone() throws Exception {
        authority("localhost").current();
        assertThat(rights("tls/ca-key.pem")).isEqualTo("rw-------");
        assertThat(rights("tls/server-key.pem")).isEqualTo("rw-------");
        assertThat(rights("ca.pem")).isEqualTo("rw-r--r--");
    }

    @Test
    void its_authority_is_good_for_no_other_name() throws Exception {
        authority("tail.test").current();
        var ours = new Issued(ca(), Pem.key(data.resolve("tls/ca-key.pem")));
        for (String name : List.of("bank.test", "10.0.0.1", "128.0.0.1", "::2", "tail.test.evil")) {
            var forged =
                    Authority.server(ours, new Names(name), clock.instant()).certificate();
            assertThatThrownBy(() -> validate(forged, ca()))
                    .as(name)
                    .isInstanceOf(CertPathValidatorException.class)
                    .hasMessageContaining("name constraints");
        }
        validate(Authority.server(ours, new Names("127.9.9.9"), clock.instant()).certificate(), ca());
        validate(
                Authority.server(ours, new Names("x.tail.test"), clock.instant())
                        .certificate(),
                ca());
    }

    @Test
    void a_restart_changes_nothing() throws Exception {
        authority("localhost").current();
        var before = List.of(ca(), server());
        authority("localhost").current();
        assertThat(List.of(ca(), server())).isEqualTo(before);
    }

    @Test
    void renews_the_certificate_when_it_is_near_its_end_also_while_it_runs() throws Exception {
        var authority = authority("localhost");
        var first = authority.current();
        var ca = ca();
        var server = server();
        clock.advance(Authority.SERVER_LIFE.minus(LocalAuthority.NEAR).minus(Duration.ofHours(2)));
        assertThat(authority.current()).isSameAs(first);
        clock.advance(Duration.ofHours(2));
        assertThat(authority.current()).isNotSameAs(first);
        assertThat(ca()).isEqualTo(ca);
        assertThat(server()).isNotEqualTo(server);
        assertThat(server().getNotAfter().toInstant()).isAfter(clock.instant().plus(LocalAuthority.NEAR));
    }

    @Test
    void another_domain_gets_another_authority_since_the_old_one_may_not_sign_for_it() throws Exception {
        authority("one.test").current();
        var before = ca();
        authority("two.test").current();
        assertThat(ca()).isNotEqualTo(before);
        validate(server(), ca());
        assertThat(server().getSubjectAlternativeNames().toString())
                .contains("two.test")
                .doesNotContain("one.test");
    }

    @Test
    void an_address_may_be_the_domain() throws Exception {
        authority("10.1.2.3").current();
        validate(server(), ca());
        assertThat(server().getSubjectAlternativeNames().toString()).contains("10.1.2.3");
    }

    @Test
    void a_half_written_pair_is_made_anew() throws Exception {
        authority("localhost").current();
        Files.delete(data.resolve("tls/ca-key.pem"));
        authority("localhost").current();
        validate(server(), ca());
    }

    @Test
    void a_given_certificate_is_used_and_read_again_when_it_changed() throws Exception {
        authority("localhost").current();
        var certificate = data.resolve("tls/server.pem");
        var given = new GivenCertificate(certificate, data.resolve("tls/server-key.pem"));
        var first = given.current();
        assertThat(given.current()).isSameAs(first);
        Files.setLastModifiedTime(certificate, FileTime.from(clock.instant().plusSeconds(60)));
        assertThat(given.current()).isNotSameAs(first);
    }

    @Test
    void a_given_pair_that_does_not_fit_is_named() throws Exception {
        authority("localhost").current();
        var wrongKey = new GivenCertificate(data.resolve("tls/server.pem"), data.resolve("tls/ca-key.pem"));
        assertThatThrownBy(wrongKey::current)
                .isInstanceOf(CertificateTrouble.class)
                .hasMessageContaining("the key is not the one of the certificate");
        var missing = new GivenCertificate(data.resolve("none.pem"), data.resolve("tls/ca-key.pem"));
        assertThatThrownBy(missing::current)
                .isInstanceOf(CertificateTrouble.class)
                .hasMessageContaining("none.pem");
        var noKey = new GivenCertificate(data.resolve("tls/server.pem"), data.resolve("ca.pem"));
        assertThatThrownBy(noKey::current).hasMessageContaining("no unencrypted private key");
    }
}
