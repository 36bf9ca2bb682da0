package dev.tailrace.e2e.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Main;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody argues about layout: the formatter decides, and {@code .ci/format} does it. */
final class LayoutTest {
    @Test
    void every_java_file_is_laid_out_by_the_formatter() throws Exception {
        List<String> words = new ArrayList<>(List.of("--palantir", "--dry-run"));
        Checkout.files(".java").stream().map(Path::toString).forEach(words::add);
        var changed = new StringWriter();
        var errors = new StringWriter();
        new Main(new PrintWriter(changed), new PrintWriter(errors), new ByteArrayInputStream(new byte[0]))
                .format(words.toArray(String[]::new));
        assertThat(errors.toString()).isEmpty();
        assertThat(changed.toString())
                .as("files that `.ci/format` would change")
                .isEmpty();
    }
}
