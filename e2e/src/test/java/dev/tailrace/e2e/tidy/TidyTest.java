package dev.tailrace.e2e.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links that exist, files that are not too long, and no word about machines or registries. */
final class TidyTest {
    private static final int LONG_FILE = 320;
    /** Blocks and within a line; what looks like a link in it is none. */
    private static final Pattern CODE = Pattern.compile("(?s:```.*?```)|`[^`\\n]*`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern FOREIGN = Pattern.compile(
            "registry[.]npm" + "js|repo1?[.]maven[.]|deb[.]deb" + "ian[.]|/wor" + "k/(main|wt|steering)|/roo" + "t/");

    @Test
    void every_link_in_the_documents_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : Checkout.files(".md")) {
            Matcher link = LINK.matcher(CODE.matcher(Checkout.read(page)).replaceAll(""));
            while (link.find()) {
                String target = link.group(1);
                if (!target.startsWith("http") && !Files.exists(page.resolveSibling(target))) {
                    broken.add(Checkout.ROOT.relativize(page) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void no_source_file_is_so_long_that_it_hides_a_second_idea() {
        List<String> longOnes = new ArrayList<>();
        for (String ending : List.of(".java", ".js", ".mjs")) {
            for (Path file : Checkout.files(ending)) {
                boolean test = file.toString().contains("/src/test/");
                long lines = Checkout.read(file).lines().count();
                if (!test && lines > LONG_FILE) {
                    longOnes.add(Checkout.ROOT.relativize(file) + ": " + lines);
                }
            }
        }
        assertThat(longOnes).isEmpty();
    }

    @Test
    void no_file_names_a_registry_or_somebody_s_machine() {
        List<String> found = new ArrayList<>();
        for (String ending : List.of(".java", ".js", ".json", ".md", ".xml", ".sql", "tailrace", ".ci/run")) {
            for (Path file : Checkout.files(ending)) {
                Matcher foreign = FOREIGN.matcher(Checkout.read(file));
                if (foreign.find()) {
                    found.add(Checkout.ROOT.relativize(file) + ": " + foreign.group());
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
