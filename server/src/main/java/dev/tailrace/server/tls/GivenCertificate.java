package dev.tailrace.server.tls;

import dev.tailrace.server.http.Listeners.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A certificate and key in files of the operator's, read again when one of them changed. */
public final class GivenCertificate implements CertificateSource {
    private final Path certificate;
    private final Path key;
    private @Nullable Read last;

    public GivenCertificate(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    private record Read(FileTime certificateChanged, FileTime keyChanged, Certificate certificate) {}

    @Override
    public synchronized Certificate current() {
        try {
            FileTime first = Files.getLastModifiedTime(certificate);
            FileTime second = Files.getLastModifiedTime(key);
            Read known = last;
            if (known == null
                    || !known.certificateChanged().equals(first)
                    || !known.keyChanged().equals(second)) {
                known = new Read(first, second, read());
                last = known;
            }
            return known.certificate();
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateTrouble(
                    "the certificate " + certificate + " and its key " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Certificate read() throws IOException, GeneralSecurityException {
        var chain = Pem.certificates(certificate);
        PrivateKey secret = Pem.key(key);
        checkPair(chain.getFirst(), secret);
        return CertificateSource.certificate(chain, secret);
    }

    /** Found now, a wrong pair is one line at the start; found by the first client, it is a riddle. */
    private static void checkPair(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        if (!key.getAlgorithm().equals("RSA") && !key.getAlgorithm().startsWith("EC")) {
            return;
        }
        byte[] probe = {1, 2, 3};
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signed = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(probe);
            if (signer.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException _) {
            // Another kind of key than the certificate's: the same answer.
        }
        throw new CertificateException("the key is not the one of the certificate");
    }
}
