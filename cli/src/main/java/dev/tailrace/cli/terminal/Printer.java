package dev.tailrace.cli.terminal;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Where a command's answer goes: in words for people, or one JSON object a line and nothing else for programs. */
public record Printer(PrintWriter out, Style style, boolean json) {
    /** One object: whole for programs, and for people what {@code words} says of it. */
    public void each(JsonNode object, Runnable words) {
        if (json) {
            out.println(object);
            out.flush();
        } else {
            words.run();
        }
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A label and what it says, as in a list of fields. Nothing is printed where there is nothing to say. */
    public void field(String label, String value) {
        if (!value.isEmpty()) {
            line(style.faint("%-14s".formatted(label)) + " " + Table.plain(value));
        }
    }

    /** A table, or what stands in its place when there is nothing in it. */
    public void table(Table table, String whenEmpty) {
        if (json) {
            return;
        }
        if (table.isEmpty()) {
            line(whenEmpty);
        } else {
            table.lines().forEach(this::line);
        }
    }

    /** The last line of an answer: what one would do now. */
    public void next(String command) {
        if (!json) {
            line(style.faint("next: " + command));
        }
    }
}
