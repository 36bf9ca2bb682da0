package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Describes where a run took place, as far as it matters for its figures. */
final class Machine {
    private Machine() {}

    static Map<String, Object> describe(Path data, BenchServer server, String node, Disk disk) throws IOException {
        List<String> command = server.commandLine();
        return Lines.fields(
                "cores",
                Runtime.getRuntime().availableProcessors(),
                "processor",
                value("/proc/cpuinfo", "model name"),
                "memory",
                value("/proc/meminfo", "MemTotal"),
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "file_system",
                Files.getFileStore(data).type(),
                "fdatasync_p50_us",
                disk.p50Micros(),
                "fdatasync_p99_us",
                disk.p99Micros(),
                "load_average",
                text(Path.of("/proc/loadavg")).strip(),
                "jdk",
                jdk(command.getFirst()),
                "jvm_flags",
                command.stream()
                        .filter(word -> word.startsWith("-X") || word.startsWith("-D") || word.startsWith("--enable"))
                        .toList(),
                "node",
                node);
    }

    /** The version in the {@code release} file beside the java that runs the server. */
    private static String jdk(String java) throws IOException {
        Path binary = Path.of(java);
        if (!Files.exists(binary)) {
            return "";
        }
        Path release = binary.toRealPath().resolveSibling("../release").normalize();
        return text(release)
                .lines()
                .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                .map(line -> line.replaceAll(".*=|\"", ""))
                .findFirst()
                .orElse("");
    }

    private static String value(String file, String key) throws IOException {
        return text(Path.of(file))
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String text(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file) : "";
    }
}
