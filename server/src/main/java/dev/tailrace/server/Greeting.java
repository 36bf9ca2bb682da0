package dev.tailrace.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a started server says on standard output. */
final class Greeting {
    private final Server server;
    private final boolean terminal;

    /** @param terminal whether a person reads it: only then the secret may be shown */
    Greeting(Server server, boolean terminal) {
        this.server = server;
        this.terminal = terminal;
    }

    void print(PrintStream out, Duration took) {
        var config = server.config();
        String https = "https://" + inUrl(config.tenant().domain()) + ":" + server.httpsPort();
        String http = "http://" + reachable(config.network().httpAddress()) + ":" + server.httpPort();
        out.printf(Locale.ROOT, "Tailrace is ready after %.1f s.%n", took.toMillis() / 1000.0);
        out.println("  http   " + http);
        out.println("  https  " + https);
        out.println("  data   " + config.data().directory());
        server.metricsPort()
                .ifPresent(port -> out.println(
                        "  metrics  http://" + reachable(config.metrics().address()) + ":" + port + "/metrics"));
        server.ca().ifPresent(ca -> {
            out.println("  trust  export NODE_EXTRA_CA_CERTS=" + quoted(ca) + " SSL_CERT_FILE=" + quoted(ca));
        });
        server.dashboardLink().ifPresent(path -> {
            out.println("  ui     " + http + path);
            out.println("         (signs you in once, within 10 minutes; ./tailrace ui prints another)");
        });
        server.first().ifPresent(first -> application(out, first, https));
        out.flush();
    }

    private void application(PrintStream out, FirstApplication.Made first, String https) {
        first.file().ifPresent(file -> out.println("  application  " + file));
        if (terminal && first.isNew()) {
            out.println("    client_id      " + first.clientId());
            out.println("    client_secret  " + first.secret().reveal());
        }
        first.file().ifPresent(file -> {
            out.println("Try:");
            out.println("  " + call(https, server.ca(), file));
        });
    }

    /** One command that takes a token with the credentials in the file and lists the event streams. */
    static String call(String https, Optional<Path> ca, Path file) {
        String curl = "curl -sS" + ca.map(path -> " --cacert " + quoted(path)).orElse("");
        String token = curl + " -H 'Content-Type: application/json' -d @" + quoted(file) + " " + https
                + "/oauth/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'";
        return curl + " -H \"Authorization: Bearer $(" + token + ")\" " + https + "/api/v2/event-streams";
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[-_./A-Za-z0-9]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String reachable(String address) {
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> inUrl(address);
        };
    }

    private static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
