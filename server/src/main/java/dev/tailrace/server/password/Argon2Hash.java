package dev.tailrace.server.password;

import dev.tailrace.engine.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** An Argon2id hash, and its PHC text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$tag}. */
record Argon2Hash(Argon2Cost cost, byte[] salt, byte[] tag) {
    static final int SALT_BYTES = 16;
    static final int TAG_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    static Argon2Hash of(Secret password, Argon2Cost cost, byte[] salt) {
        return new Argon2Hash(cost, salt, tag(password, cost, salt, TAG_BYTES));
    }

    static Argon2Hash parse(Secret text) {
        Matcher part = FORM.matcher(text.reveal());
        if (!part.matches()) {
            throw new IllegalStateException("a stored password hash is not Argon2id in PHC form");
        }
        var cost = new Argon2Cost(number(part, 1), number(part, 2), number(part, 3));
        return new Argon2Hash(
                cost,
                Base64.getDecoder().decode(part.group(4)),
                Base64.getDecoder().decode(part.group(5)));
    }

    /** Takes the same time wherever the tags differ. */
    boolean fits(Secret password) {
        return MessageDigest.isEqual(tag, tag(password, cost, salt, tag.length));
    }

    Secret text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return new Secret("$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(tag));
    }

    private static int number(Matcher part, int group) {
        return Integer.parseInt(part.group(group));
    }

    private static byte[] tag(Secret password, Argon2Cost cost, byte[] salt, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] tag = new byte[length];
        generator.generateBytes(bytes, tag);
        Arrays.fill(bytes, (byte) 0);
        return tag;
    }
}
