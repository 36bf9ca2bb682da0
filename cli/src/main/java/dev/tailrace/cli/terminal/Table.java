package dev.tailrace.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, columns as wide as their widest cell, the last one cut where a line would be longer than
 * {@value #WIDTH} characters. Not shared between threads.
 */
public final class Table {
    static final int WIDTH = 96;
    private static final String GAP = "  ";
    private static final int CELL_MAX = 48;
    private final Style style;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Style style, String... headings) {
        this.style = style;
        rows.add(List.of(headings));
    }

    /** As many cells as there are headings. Control characters are shown as spaces: they are not for the terminal to obey. */
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + rows.getFirst().size() + " headings");
        }
        var row = new ArrayList<String>();
        for (String cell : cells) {
            row.add(plain(cell));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Math.min(CELL_MAX, row.get(i).length()));
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                boolean last = i == columns - 1;
                int room = last ? Math.max(8, WIDTH - line.length()) : widths[i];
                String cell = style.cut(row.get(i), room);
                line.append(cell);
                if (!last) {
                    line.repeat(' ', widths[i] - cell.length()).append(GAP);
                }
            }
            String text = line.toString().stripTrailing();
            lines.add(lines.isEmpty() ? style.faint(text) : text);
        }
        return lines;
    }

    /** Text from elsewhere, safe to print: no escape sequence, no line break. */
    public static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
