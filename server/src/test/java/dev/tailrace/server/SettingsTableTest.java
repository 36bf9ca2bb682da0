package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/reference/configuration.md against the code; {@code -Dsettings.write=true} writes the table anew. */
final class SettingsTableTest {
    private static final Path PAGE = Path.of("../docs/reference/configuration.md");
    private static final String BEGIN = "<!-- settings: generated from Settings.java; SettingsTableTest compares -->\n";
    private static final String END = "<!-- /settings -->\n";

    @Test
    void the_documentation_lists_exactly_the_settings_there_are() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isGreaterThan(BEGIN.length());
        assertThat(end).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + Settings.table() + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(Settings.table());
    }

    @Test
    void names_flags_and_variables_are_each_used_once() {
        assertThat(Settings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::flag).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @Test
    void every_setting_that_was_declared_is_in_the_list() {
        long declared = Stream.of(
                        Settings.class,
                        EgressSettings.class,
                        PackageSettings.class,
                        WorkerSettings.class,
                        MetricsSettings.class)
                .flatMap(of -> Arrays.stream(of.getDeclaredFields()))
                .filter(field -> field.getType() == Setting.class)
                .count();
        assertThat(Settings.ALL).hasSize((int) declared);
    }
}
