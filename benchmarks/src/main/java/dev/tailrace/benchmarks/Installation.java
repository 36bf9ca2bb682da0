package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the things that are measured lie. Without options: as the build leaves them. */
final class Installation {
    @Option(
            names = "--home",
            description = "Top folder of the project (default: the property tailrace.home, else here).")
    private @Nullable Path home;

    @Option(names = "--server-jar", description = "Measure this jar (default: what `tailrace serve` starts).")
    private @Nullable Path serverJar;

    @Option(names = "--java", description = "Runs --server-jar (default: the Java that runs this).")
    private @Nullable Path java;

    @Option(names = "--node", description = "Runs the limit programs (default: the pinned Node).")
    private @Nullable Path node;

    @Option(
            names = "--folder",
            description = "Holds the data while it runs: choose the disk (default: below benchmarks/target).")
    private @Nullable Path folder;

    Path home() {
        return Optional.ofNullable(home)
                .orElseGet(() -> Path.of(System.getProperty("tailrace.home", ".")))
                .toAbsolutePath()
                .normalize();
    }

    /** The command that starts the server, up to and with {@code serve}. */
    List<String> serve() {
        Path launcher = home().resolve("tailrace");
        if (serverJar == null && Files.isExecutable(launcher)) {
            return List.of(launcher.toString(), "serve");
        }
        Path jar = Optional.ofNullable(serverJar).orElse(home().resolve("server/target/tailrace-server.jar"));
        Path runs = Optional.ofNullable(java).orElse(Path.of(System.getProperty("java.home"), "bin", "java"));
        return List.of(
                runs.toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtailrace.home=" + home(),
                "-jar",
                jar.toString(),
                "serve");
    }

    Path node() {
        if (node != null) {
            return node;
        }
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return home().resolve("runtime/target/node/node_modules/node-" + os + "-" + arch + "/bin/node");
    }

    Path folder() throws IOException {
        Path chosen = folder == null ? home().resolve("benchmarks/target") : folder;
        return Files.createDirectories(chosen).toAbsolutePath();
    }
}
