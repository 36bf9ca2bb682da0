package dev.tailrace.server.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Pure but for chance: makes an authority for certain names, and certificates of servers at these names. */
final class Authority {
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    /** Longest life that all clients accept of a server's certificate. */
    static final Duration SERVER_LIFE = Duration.ofDays(397);

    /** Clocks of clients may be behind ours by so much. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private Authority() {}

    /** An authority whose certificates hold for these names only. */
    static Issued create(Names names, Instant now) {
        KeyPair keys = keys();
        var subject = new X500Name("CN=Tailrace local CA " + Long.toHexString(serial().longValue() >>> 32));
        var builder = new JcaX509v3CertificateBuilder(
                subject, serial(), from(now), until(now, AUTHORITY_LIFE), subject, keys.getPublic());
        try {
            var ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(Extension.nameConstraints, true, names.constraints());
            return new Issued(sign(builder, keys), keys.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("no local CA could be made", e);
        }
    }

    /** A server's certificate, signed by the authority. */
    static Issued server(Issued authority, Names names, Instant now) {
        KeyPair keys = keys();
        var by = authority.certificate();
        var builder = new JcaX509v3CertificateBuilder(
                by, serial(), from(now), until(now, SERVER_LIFE), new X500Name("CN=Tailrace server"), keys.getPublic());
        try {
            var ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(by));
            builder.addExtension(Extension.subjectAlternativeName, false, names.alternatives());
            return new Issued(sign(builder, new KeyPair(by.getPublicKey(), authority.key())), keys.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("no server certificate could be made", e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException {
        try {
            var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).setBit(126);
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(EARLIER));
    }

    private static Date until(Instant now, Duration life) {
        return Date.from(now.minus(EARLIER).plus(life));
    }
}
