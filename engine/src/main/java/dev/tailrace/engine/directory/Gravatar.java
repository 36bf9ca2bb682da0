package dev.tailrace.engine.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Address of the picture somebody registered for an e-mail at Gravatar; a drawn one where there is none. */
final class Gravatar {
    private Gravatar() {}

    static String of(String lowerCaseEmail) {
        return "https://s.gravatar.com/avatar/" + md5(lowerCaseEmail) + "?s=480&r=pg&d=identicon";
    }

    private static String md5(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
