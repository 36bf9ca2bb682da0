package dev.tailrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailrace bench}: starts a server of its own, measures it, prints JSON lines, leaves nothing behind. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures a fresh server with its default settings, over loopback; prints one JSON object per line.")
public final class Bench implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            description = "Only these, of: ${COMPLETION-CANDIDATES} (default: all but lists).")
    private @Nullable Set<Workload> only;

    @Option(
            names = "--repetitions",
            defaultValue = "5",
            description = "Of each measurement; rates are judged from the third on (default: 5).")
    private int repetitions;

    @Option(names = "--events", defaultValue = "50000", description = "In each repetition (default: 50000).")
    private int events;

    @Option(names = "--producers", defaultValue = "64", description = "That send at the same time (default: 64).")
    private int producers;

    @Option(names = "--rate", defaultValue = "500", description = "Events a second in w3 (default: 500).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each repetition of w3 (default: 10).")
    private int seconds;

    @Option(
            names = "--listed",
            defaultValue = "1000000",
            description = "Users, and as many deliveries, in lists (default: 1000000).")
    private int listed;

    @Option(names = "--quick", description = "A short run that shows that everything works; its figures mean nothing.")
    private boolean quick;

    @Mixin
    private Installation installation = new Installation();

    private final PrintStream out;

    Bench(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(System.out).execute(arguments));
    }

    static CommandLine commandLine(PrintStream out) {
        return new CommandLine(new Bench(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> {
                    System.err.println("tailrace bench: " + failure.getMessage());
                    return 1;
                });
    }

    Plan plan() {
        if (repetitions < 1 || events < 1 || producers < 1 || rate < 1 || seconds < 1 || listed < 1) {
            throw new IllegalArgumentException("the numbers must be at least 1");
        }
        Set<Workload> workloads = only == null ? Workload.standard() : only;
        var plan = new Plan(
                workloads,
                repetitions,
                events,
                Math.max(1, events / 5),
                producers,
                rate,
                Duration.ofSeconds(seconds),
                listed,
                Duration.ofSeconds(5));
        return quick ? plan.quick() : plan;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = plan();
        Path folder = Files.createTempDirectory(installation.folder(), "bench-");
        try {
            return measure(plan, folder);
        } finally {
            delete(folder);
        }
    }

    private int measure(Plan plan, Path folder) throws IOException, InterruptedException {
        var lines = new Lines(out);
        var node = new NodeLimits(installation.node(), installation.home());
        Disk disk = Disk.measure(folder, plan.diskTime());
        var reports = new Reports();
        try (var receiver = new Receiver(reports);
                var server =
                        BenchServer.start(installation.serve(), folder.resolve("data"), folder.resolve("server.log"));
                var api = new Api(server.base(), server.data())) {
            var settings = Lines.fields(
                    "server",
                    server.commandLine(),
                    "plan",
                    plan.fields(),
                    "start_s",
                    server.startTime().toMillis() / 1e3);
            settings.putAll(Machine.describe(folder, server, node.version(), disk));
            lines.print("settings", settings);
            var session = new Session(server, api, receiver, reports, plan, lines);
            return new Run(session, node, disk, folder, installation.serve()).all();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
