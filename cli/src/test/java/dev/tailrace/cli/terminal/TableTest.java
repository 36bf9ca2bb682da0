package dev.tailrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people see of rows. */
final class TableTest {
    private static final Style PLAIN = new Style(false, true);

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        var table = new Table(PLAIN, "NAME", "N").row("a", "1").row("longer", "22");
        assertThat(table.lines()).containsExactly("NAME    N", "a       1", "longer  22");
    }

    @Test
    void a_line_has_at_most_96_characters_and_says_where_it_was_cut() {
        var table = new Table(PLAIN, "A", "B").row("x".repeat(60), "y".repeat(60));
        assertThat(table.lines()).allMatch(line -> line.length() <= Table.WIDTH);
        assertThat(table.lines().getLast()).contains("x…  y").endsWith("y…");
    }

    @Test
    void what_comes_from_elsewhere_cannot_steer_the_terminal() {
        var table = new Table(PLAIN, "A").row("\u001b[2Jgone\nnext");
        assertThat(table.lines().getLast()).isEqualTo(" [2Jgone next");
    }

    @Test
    void as_many_cells_as_headings() {
        var table = new Table(PLAIN, "A", "B");
        assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signs_are_ascii_where_the_encoding_has_no_others() {
        Style ascii = Style.ofProcess(Map.of(), StandardCharsets.US_ASCII);
        assertThat(ascii.mark(Style.Mark.GOOD)).isEqualTo("+");
        assertThat(ascii.cut("abcdefgh", 6)).isEqualTo("abc...");
    }

    @Test
    void colour_surrounds_the_sign_alone() {
        assertThat(new Style(true, true).mark(Style.Mark.BAD)).isEqualTo("\u001b[31m✕\u001b[0m");
    }
}
