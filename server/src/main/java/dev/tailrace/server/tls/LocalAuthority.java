package dev.tailrace.server.tls;

import dev.tailrace.server.http.Listeners.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate authority of this data directory alone, made on the first start, and the server's certificate it signs.
 * {@code ca.pem} is what clients trust; it holds for localhost, loopback addresses and the configured domain, so a
 * stolen key is good for nothing else. It is made anew when the domain changed.
 */
public final class LocalAuthority implements CertificateSource {
    /** A certificate is replaced when it ends within this time. */
    static final Duration NEAR = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(LocalAuthority.class);
    private final Path data;
    private final Names names;
    private final InstantSource clock;
    private @Nullable Certificate last;
    private Instant lastEnds = Instant.MIN;

    public LocalAuthority(Path data, String domain, InstantSource clock) {
        this.data = data;
        this.names = new Names(domain);
        this.clock = clock;
    }

    /** What clients trust. */
    public Path caFile() {
        return data.resolve("ca.pem");
    }

    @Override
    public synchronized Certificate current() {
        Instant now = clock.instant();
        Certificate known = last;
        if (known != null && now.isBefore(lastEnds.minus(NEAR))) {
            return known;
        }
        try {
            Files.createDirectories(folder());
            Issued authority = authority(now);
            Issued server = server(authority, now);
            known = CertificateSource.certificate(List.of(server.certificate(), authority.certificate()), server.key());
            last = known;
            lastEnds = ends(server);
            return known;
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateTrouble("the local CA in " + data + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Issued authority(Instant now) throws IOException, GeneralSecurityException {
        var kept = kept(caFile(), folder().resolve("ca-key.pem"));
        if (kept.isPresent() && now.isBefore(ends(kept.get()).minus(NEAR)) && isForOurNames(kept.get())) {
            return kept.get();
        }
        var fresh = Authority.create(names, now);
        KeptFile.write(folder().resolve("ca-key.pem"), Pem.text(fresh.key()), KeptFile.OURS);
        KeptFile.write(caFile(), Pem.text(fresh.certificate()), KeptFile.ANYBODYS);
        LOG.info("made a local CA: clients trust this server by {}", caFile());
        return fresh;
    }

    private Issued server(Issued authority, Instant now) throws IOException, GeneralSecurityException {
        Path certificate = folder().resolve("server.pem");
        Path key = folder().resolve("server-key.pem");
        var kept = kept(certificate, key);
        if (kept.isPresent() && now.isBefore(ends(kept.get()).minus(NEAR)) && isBy(authority, kept.get())) {
            return kept.get();
        }
        var fresh = Authority.server(authority, names, now);
        KeptFile.write(key, Pem.text(fresh.key()), KeptFile.OURS);
        KeptFile.write(certificate, Pem.text(fresh.certificate()), KeptFile.ANYBODYS);
        LOG.info("made a server certificate, good until {}", ends(fresh));
        return fresh;
    }

    private static Optional<Issued> kept(Path certificate, Path key) throws IOException, GeneralSecurityException {
        return Files.exists(certificate) && Files.exists(key)
                ? Optional.of(new Issued(Pem.certificates(certificate).getFirst(), Pem.key(key)))
                : Optional.empty();
    }

    private boolean isForOurNames(Issued authority) throws IOException {
        byte[] wrapped = authority.certificate().getExtensionValue(Extension.nameConstraints.getId());
        return wrapped != null
                && Arrays.equals(
                        ASN1OctetString.getInstance(wrapped).getOctets(),
                        names.constraints().getEncoded());
    }

    private static boolean isBy(Issued authority, Issued server) {
        try {
            server.certificate().verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Instant ends(Issued issued) {
        X509Certificate certificate = issued.certificate();
        return certificate.getNotAfter().toInstant();
    }

    private Path folder() {
        return data.resolve("tls");
    }
}
