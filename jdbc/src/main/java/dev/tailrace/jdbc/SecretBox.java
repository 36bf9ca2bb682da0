package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what must not lie readable on disk: AES-256-GCM, bound to the row it belongs to, so that a value moved to
 * another row does not open. Threads may share it.
 */
public final class SecretBox {
    public static final int KEY_BYTES = 32;
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public SecretBox(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes, not " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** A key for another purpose, the same at every start; HKDF, RFC 5869. */
    byte[] derived(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has HKDF", e);
        }
    }

    /** @param row what names the row: the same parts open it again */
    byte[] seal(Secret secret, String... row) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, row)
                    .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + text.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** @throws WrongKey when it was sealed under another key or for another row, or was changed */
    Secret open(byte[] sealed, String... row) {
        if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
            throw new WrongKey(row[0]);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce, row)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
            return new Secret(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException _) {
            throw new WrongKey(row[0]);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String... row) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(String.join("\0", row).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** A secret does not open. */
    static final class WrongKey extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        WrongKey(String kind) {
            super("a secret of kind " + kind + " does not open with this key");
        }
    }
}
