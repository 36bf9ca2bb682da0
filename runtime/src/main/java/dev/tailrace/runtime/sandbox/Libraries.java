package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The shared libraries that a program we trust is linked with, as the system's {@code ldd} finds them. */
final class Libraries {
    private static final int SECONDS_MAX = 10;
    private static final Pattern PATH = Pattern.compile("(?:=>\\s+|^\\s*)(/\\S+)\\s+\\(0x", Pattern.MULTILINE);

    private Libraries() {}

    static List<Path> of(Path program) throws IOException, InterruptedException {
        String ldd = Programs.find("ldd").orElseThrow(() -> new IOException("ldd is not there"));
        var builder = new ProcessBuilder(ldd, program.toString()).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return parse(said);
    }

    /** Pure. */
    static List<Path> parse(String said) {
        var paths = new ArrayList<Path>();
        var matcher = PATH.matcher(said);
        while (matcher.find()) {
            paths.add(Path.of(matcher.group(1)));
        }
        return paths;
    }
}
