package dev.tailrace.cli.terminal;

import java.io.Console;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/**
 * Marks and colours. Colour only where a person looks on and did not set {@code NO_COLOR} (no-color.org); signs outside
 * of ASCII only where the output's encoding has them. A mark says the same without its colour.
 */
public record Style(boolean colour, boolean unicode) {
    /** What this process's standard output can show. */
    public static Style ofProcess(Map<String, String> environment, Charset encoding) {
        boolean person = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Style(
                person && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM")),
                encoding.newEncoder().canEncode('✓'));
    }

    /** How something is: shown by a sign and, where there is colour, by it too. */
    public enum Mark {
        GOOD("✓", "+", "32"),
        BAD("✕", "x", "31"),
        WAITING("↻", "~", "33"),
        HELD("‖", "=", "33"),
        WARNING("!", "!", "33"),
        NEUTRAL("·", ".", "2");

        private final String sign;
        private final String ascii;
        private final String code;

        Mark(String sign, String ascii, String code) {
            this.sign = sign;
            this.ascii = ascii;
            this.code = code;
        }
    }

    public String mark(Mark mark) {
        return painted(unicode ? mark.sign : mark.ascii, mark.code);
    }

    /** What matters less than what stands beside it. */
    public String faint(String text) {
        return painted(text, "2");
    }

    /** At most so many characters; what is cut off is told by a sign. */
    public String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        String end = unicode ? "…" : "...";
        return width <= end.length()
                ? text.substring(0, Math.max(0, width))
                : text.substring(0, width - end.length()) + end;
    }

    private String painted(String text, String code) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
