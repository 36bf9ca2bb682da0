package dev.tailrace.server.tls;

import dev.tailrace.server.http.Listeners.Certificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/** Where the certificate of HTTPS comes from. */
public interface CertificateSource {
    /**
     * The one to use now; the same object as long as nothing changed.
     *
     * @throws CertificateTrouble when there is none that can be used
     */
    Certificate current();

    /** Says which file is wrong and why. */
    final class CertificateTrouble extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CertificateTrouble(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static Certificate certificate(List<X509Certificate> chain, PrivateKey key) {
        String password = UUID.randomUUID().toString();
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
            return new Certificate(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateTrouble("the certificate cannot be used: " + e.getMessage(), e);
        }
    }
}
