package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
    private static final int TENANTS_MAX = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows every tenant with its host name.")
    int list() throws InterruptedException {
        return remote.run((client, print) -> {
            var table = new Table(print.style(), "NAME", "STATUS", "HOST");
            for (JsonNode tenant : client.all(PATH, "tenants", TENANTS_MAX)) {
                print.each(
                        tenant, () -> table.row(text(tenant, "name"), text(tenant, "status"), text(tenant, "domain")));
            }
            print.table(table, "no tenants");
        });
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a tenant and prints its first application, whose secret is shown this once.")
    int create(@Parameters(paramLabel = "NAME", description = "3 to 63 of a-z, 0-9 and '-'.") String name)
            throws InterruptedException {
        return remote.run((client, print) -> {
            JsonNode made = client.post(PATH, JSON.createObjectNode().put("name", name));
            print.each(made, () -> {
                print.line("The tenant " + name + " is at " + text(made, "domain"));
                print.line("  client_id      " + text(made.path("client"), "client_id"));
                print.line("  client_secret  " + text(made.path("client"), "client_secret") + "  (shown this once)");
            });
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
        return remote.run((client, print) -> {
            Remote.confirmed(yes, "removing " + name + " takes all its data");
            JsonNode gone = client.deleted(PATH + "/" + TailraceClient.encode(name));
            print.each(gone, () -> print.line("The tenant " + name + " is being removed."));
        });
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
