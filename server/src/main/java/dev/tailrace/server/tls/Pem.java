package dev.tailrace.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys as PEM text. */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String text(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** A chain, the server's own first. */
    static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        var read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (read.isEmpty()) {
            throw new CertificateException("it holds no certificate");
        }
        return read.stream().map(X509Certificate.class::cast).toList();
    }

    /** PKCS #8, or the older forms of RSA and EC keys. */
    static PrivateKey key(Path file) throws IOException, CertificateException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        try (var parser = new PEMParser(new StringReader(text))) {
            var converter = new JcaPEMKeyConverter();
            for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
                switch (read) {
                    case PrivateKeyInfo key -> {
                        return converter.getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getKeyPair(pair).getPrivate();
                    }
                    default -> {
                        // Parameters of a curve may stand in front of the key.
                    }
                }
            }
        }
        throw new CertificateException("it holds no unencrypted private key");
    }

    private static String block(String name, byte[] bytes) {
        return "-----BEGIN " + name + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + name + "-----\n";
    }
}
