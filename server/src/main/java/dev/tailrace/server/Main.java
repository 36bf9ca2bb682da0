package dev.tailrace.server;

import dev.tailrace.jdbc.CannotOpen;
import dev.tailrace.server.tls.CertificateSource.CertificateTrouble;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code serve}: the server as a process; {@code doctor}: what this machine is good for. Exit codes: 1 it could not start, 2 a setting cannot be used. */
public final class Main {
    /** By then the process ends, drained or not. */
    private static final Duration END = Duration.ofMillis(9500);

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private final Parts.Wiring wiring;
    private final PrintStream out;
    private final PrintStream err;

    Main(Parts.Wiring wiring, PrintStream out, PrintStream err) {
        this.wiring = wiring;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int code = new Main(Wiring::open, System.out, System.err).run(List.of(arguments), System.getenv());
        System.exit(code);
    }

    /** Returns when the process is to end: at once after {@code --help} or a failed start, else never. */
    int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            help();
            return 0;
        }
        try {
            String command = arguments.isEmpty() ? "" : arguments.getFirst();
            if (!command.equals("serve") && !command.equals("doctor")) {
                throw new BadSetting("the command is: serve, or doctor");
            }
            var config = Config.read(arguments.subList(1, arguments.size()), environment);
            return command.equals("serve") ? serve(config) : new Doctor(config, out).run();
        } catch (BadSetting e) {
            err.println("tailrace: " + e.getMessage());
            return 2;
        }
    }

    private int serve(Config config) throws InterruptedException {
        long began = System.nanoTime();
        Logging.start(config.logLevel());
        Server server;
        try {
            directory(config.data().directory());
            server = Server.start(config, wiring.open(config), Clock.systemUTC());
        } catch (BadSetting | InterruptedException e) {
            Logging.stop();
            throw e;
        } catch (Exception e) {
            return notStarted(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown"));
        new Greeting(server, onTerminal()).print(out, Duration.ofNanos(System.nanoTime() - began));
        new CountDownLatch(1).await();
        return 0;
    }

    private int notStarted(Exception e) {
        if (!(e instanceof IOException || e instanceof CertificateTrouble || e instanceof CannotOpen)) {
            LOG.error("the server did not start", e);
        }
        Logging.stop();
        String reason = e.getCause() instanceof BindException taken
                ? e.getMessage() + ": " + taken.getMessage()
                : String.valueOf(e.getMessage());
        err.println("tailrace: cannot start: " + reason.replaceAll("\\R", " "));
        return 1;
    }

    private static void end(Server server) {
        Thread.ofPlatform().daemon().name("end").start(() -> {
            LockSupport.parkNanos(END.toNanos());
            Runtime.getRuntime().halt(1);
        });
        LOG.info("stopping");
        server.close();
        LOG.info("stopped");
        Logging.stop();
    }

    /** Ours alone from the first moment: keys and secrets are going to lie in it. */
    private static void directory(Path data) throws IOException {
        if (Files.notExists(data)) {
            Files.createDirectories(data);
            if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private void help() {
        out.println("usage: tailrace serve [--config FILE] [--SETTING VALUE …]");
        out.println();
        Settings.ALL.forEach(setting -> {
            String flag = setting.secret() ? setting.flag() + "-file" : setting.flag();
            String preset = setting.preset().isEmpty() ? "" : " Default: " + setting.preset() + ".";
            String variable = setting.secret() ? setting.variable() + "_FILE" : setting.variable();
            out.println("  " + flag + "  (" + variable + ")");
            out.println("      " + setting.doc() + preset);
        });
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
