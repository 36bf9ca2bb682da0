package dev.tailrace.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom TLS connections trust: the platform's authorities, and those of a file. */
final class Trust {
    private Trust() {}

    static SSLContext platformAnd(Optional<Path> caFile) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, caFile.isEmpty() ? null : both(caFile.get()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "certificates cannot be read"
                            + caFile.map(f -> " from " + f).orElse("") + ": " + e.getMessage(),
                    e);
        }
    }

    /** The platform's, then those of the file. */
    static List<Certificate> authorities(Optional<Path> caFile) throws GeneralSecurityException, IOException {
        List<Certificate> authorities = new ArrayList<>();
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        if (caFile.isPresent()) {
            authorities.addAll(read(caFile.get()));
        }
        return authorities;
    }

    private static Collection<? extends Certificate> read(Path caFile) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(caFile)) {
            var own = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (own.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return own;
        }
    }

    private static TrustManager[] both(Path caFile) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<Certificate> authorities = authorities(Optional.of(caFile));
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        return managers(store);
    }

    /** Of a store, or of the platform for null. */
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
