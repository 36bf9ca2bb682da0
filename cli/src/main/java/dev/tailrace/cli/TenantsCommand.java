package dev.tailrace.cli;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tailrace tenants}: with the credentials of an application of the default tenant. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and removes tenants.",
        synopsisSubcommandLabel = "(list | create NAME | remove NAME)")
public final class TenantsCommand {
    private static final String PATH = "/api/v2/tailrace/tenants";
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
            defaultValue = "data/first-application.json",
            description = "File with client_id and client_secret (default: data/first-application.json).")
    private Path credentials = Path.of("data/first-application.json");

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the server's answer as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows every tenant with its host name.")
    int list() throws InterruptedException {
        return run(client -> {
            var all = JSON.createArrayNode();
            String from = "";
            do {
                JsonNode page = client.get(PATH + "?take=100" + (from.isEmpty() ? "" : "&from=" + from));
                page.path("tenants").forEach(all::add);
                from = page.path("next").asString("");
            } while (!from.isEmpty());
            if (json) {
                out().println(all.toPrettyString());
                return;
            }
            all.forEach(tenant -> out().printf(
                            "%-24s %-8s %s%n", text(tenant, "name"), text(tenant, "status"), text(tenant, "domain")));
        });
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a tenant and prints its first application, whose secret is shown this once.")
    int create(@Parameters(paramLabel = "NAME", description = "3 to 63 of a-z, 0-9 and '-'.") String name)
            throws InterruptedException {
        return run(client -> {
            JsonNode made = client.post(PATH, JSON.createObjectNode().put("name", name));
            if (json) {
                out().println(made.toPrettyString());
                return;
            }
            out().println("The tenant " + name + " is at " + text(made, "domain"));
            out().println("  client_id      " + text(made.path("client"), "client_id"));
            out().println("  client_secret  " + text(made.path("client"), "client_secret") + "  (shown this once)");
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a tenant with all its data, which cannot be brought back.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
            @Option(names = "--yes", description = "Do it; without this nothing is removed.") boolean yes)
            throws InterruptedException {
        if (!yes) {
            return failed("removing " + name + " takes all its data; say it with --yes", 2);
        }
        return run(client -> {
            JsonNode gone = client.deleted(PATH + "/" + TailraceClient.encode(name));
            out().println(json ? gone.toPrettyString() : "The tenant " + name + " is being removed.");
        });
    }

    /** One thing to do with the server. */
    private interface Task {
        void run(TailraceClient client) throws IOException, InterruptedException;
    }

    private int run(Task task) throws InterruptedException {
        try {
            JsonNode held = JSON.readTree(Files.readString(credentials));
            task.run(new TailraceClient(url, text(held, "client_id"), text(held, "client_secret")));
            out().flush();
            return 0;
        } catch (JacksonException _) {
            return failed(credentials + " is not JSON with client_id and client_secret", 2);
        } catch (ApiException e) {
            return failed(e.getMessage(), 1);
        } catch (IOException e) {
            return failed(
                    Files.isReadable(credentials)
                            ? "no answer from " + url + ": " + e
                            : "cannot read " + credentials + "; name the file with --credentials",
                    1);
        }
    }

    private int failed(@Nullable String message, int code) {
        spec().commandLine().getErr().println("tailrace tenants: " + message);
        return code;
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

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
