package dev.tailrace.cli.command;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.LocalTrust;
import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of every command that speaks to a server, and how such a command ends. */
final class Remote {
    /** Done. */
    static final int OK = 0;
    /** It was tried and did not work. */
    static final int FAILED = 1;
    /** It was asked wrongly; nothing was tried. */
    static final int WRONG = 2;

    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TAILRACE_URL:-http://127.0.0.1:8080}",
            description = "The server (default: TAILRACE_URL, else http://127.0.0.1:8080).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--credentials",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TAILRACE_CREDENTIALS:-data/first-application.json}",
            description = "File with client_id and client_secret (default: TAILRACE_CREDENTIALS, else"
                    + " data/first-application.json).")
    private Path credentials = Path.of("data/first-application.json");

    @Option(
            names = "--ca",
            scope = ScopeType.INHERIT,
            description = "File with the CA to trust for https (the server's ca.pem).")
    private @Nullable Path ca;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON, one object a line, and nothing else.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** One thing to do with the server. */
    interface Task {
        void run(TailraceClient server, Printer print) throws IOException, InterruptedException;
    }

    /** Does it, and says in one line on standard error why it could not be done. @return the exit code */
    int run(Task task) throws InterruptedException {
        try {
            task.run(connect(), printer());
            return OK;
        } catch (Wrong e) {
            return failed(e.getMessage(), WRONG);
        } catch (ApiException e) {
            return failed(e.said(), FAILED);
        } catch (JacksonException _) {
            return failed("the answer of " + url + " is not JSON; is it a Tailrace server?", FAILED);
        } catch (IOException e) {
            return failed(
                    "no answer from " + url + " (" + reason(e) + "); is the server running? --url names another",
                    FAILED);
        }
    }

    Printer printer() {
        return new Printer(
                out(),
                Style.ofProcess(System.getenv(), Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))),
                json);
    }

    /** It was asked wrongly. The message is for the person. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException _) {
            throw new Wrong("there is no file " + file);
        } catch (IOException e) {
            throw new Wrong("cannot read " + file + ": " + e.getMessage());
        } catch (JacksonException e) {
            throw new Wrong(file + " is not JSON: " + e.getOriginalMessage());
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new Wrong("there is no file " + file);
        } catch (IOException e) {
            throw new Wrong("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Removing and the like are said twice. */
    static void confirmed(boolean yes, String what) {
        if (!yes) {
            throw new Wrong(what + "; say it with --yes");
        }
    }

    private TailraceClient connect() throws IOException, InterruptedException {
        if (!Files.isReadable(credentials)) {
            throw new Wrong("cannot read " + credentials + "; name the file with --credentials");
        }
        JsonNode held = read(credentials);
        String id = held.path("client_id").asString("");
        String secret = held.path("client_secret").asString("");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new Wrong(credentials + " is not JSON with client_id and client_secret");
        }
        return new TailraceClient(url, id, secret, LocalTrust.of(Optional.ofNullable(ca)));
    }

    private int failed(@Nullable String message, int code) {
        PrintWriter err = spec().commandLine().getErr();
        err.println("tailrace " + spec().name() + ": " + message);
        err.flush();
        return code;
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "nothing listens there";
        }
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
