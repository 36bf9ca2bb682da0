package dev.tailrace.engine.directory;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.nio.charset.StandardCharsets;

/**
 * Which passwords are accepted.
 *
 * @param charactersMin fewest characters
 * @param bytesMax most bytes in UTF-8
 */
public record PasswordPolicy(int charactersMin, int bytesMax) {
    public static final PasswordPolicy DEFAULT = new PasswordPolicy(8, 256);

    /** Throws where the password is too short or too long; the message for a short one is what clients compare with. */
    public void check(Secret password) {
        String text = password.reveal();
        if (!fits(password)) {
            throw Problem.Invalid.body("password", "String is too long, maximum " + bytesMax + " bytes in UTF-8");
        }
        if (text.codePointCount(0, text.length()) < charactersMin) {
            throw new Problem.Invalid("auth0_idp_error", "PasswordStrengthError: Password is too weak");
        }
    }

    /** Whether it is short enough to be anybody's password. */
    boolean fits(Secret password) {
        return password.reveal().length() <= bytesMax
                && password.reveal().getBytes(StandardCharsets.UTF_8).length <= bytesMax;
    }
}
