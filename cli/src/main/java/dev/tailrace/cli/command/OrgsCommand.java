package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace orgs}: to make events by hand. */
@Command(
        name = "orgs",
        aliases = "organizations",
        mixinStandardHelpOptions = true,
        description = "Organizations and their members; each change is an event.",
        synopsisSubcommandLabel = "(list | create NAME | delete ID | members ID | add ID USER… | remove ID USER…)")
public final class OrgsCommand {
    private static final String PATH = "/api/v2/organizations";
    private static final int LISTED_MAX = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Shows organizations.")
    int list() throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "NAME", "ID", "DISPLAY NAME");
            for (JsonNode each : server.all(PATH, "organizations", LISTED_MAX)) {
                print.each(
                        each,
                        () -> table.row(
                                each.path("name").asString(""),
                                each.path("id").asString(""),
                                each.path("display_name").asString("")));
            }
            print.table(table, "no organizations");
            print.next(table.isEmpty() ? "tailrace orgs create acme" : "tailrace orgs members ID");
        });
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes one: organization.created.")
    int create(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Option(
                            names = {"-d", "--display"},
                            description = "Its name for people.")
                    @Nullable
                    String display)
            throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode body = JSON.createObjectNode().put("name", name);
            if (display != null) {
                body.put("display_name", display);
            }
            JsonNode made = server.post(PATH, body);
            print.each(
                    made,
                    () -> print.line(print.style().mark(Mark.GOOD) + " created " + name + "  "
                            + made.path("id").asString("")));
            print.next("tailrace orgs add " + made.path("id").asString("ID") + " USER");
        });
    }

    @Command(name = "delete", aliases = "rm", mixinStandardHelpOptions = true, description = "Removes one.")
    int delete(
            @Parameters(paramLabel = "ID", description = "Its id.") String id,
            @Option(
                            names = {"--yes", "--force"},
                            description = "Do it; without this nothing is removed.")
                    boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            Remote.confirmed(yes, "removing " + id + " ends its memberships");
            JsonNode was = server.get(path(id));
            server.delete(path(id));
            print.each(was, () -> print.line(print.style().mark(Mark.GOOD) + " removed " + id));
        });
    }

    @Command(name = "members", mixinStandardHelpOptions = true, description = "Shows who is in it.")
    int members(@Parameters(paramLabel = "ID", description = "Its id.") String id) throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "USER", "EMAIL", "NAME");
            for (JsonNode each : server.all(path(id) + "/members", "members", LISTED_MAX)) {
                print.each(
                        each,
                        () -> table.row(
                                each.path("user_id").asString(""),
                                each.path("email").asString(""),
                                each.path("name").asString("")));
            }
            print.table(table, "no members");
        });
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds members: organization.member.added.")
    int add(
            @Parameters(index = "0", paramLabel = "ID", description = "Its id.") String id,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "Ids of users.")
                    List<String> users)
            throws InterruptedException {
        return remote.run((server, print) -> {
            server.post(path(id) + "/members", named(users));
            ObjectNode added = named(users).put("organization_id", id);
            print.each(added, () -> print.line(print.style().mark(Mark.GOOD) + " added " + String.join(", ", users)));
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes members: organization.member.deleted.")
    int remove(
            @Parameters(index = "0", paramLabel = "ID", description = "Its id.") String id,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "Ids of users.")
                    List<String> users)
            throws InterruptedException {
        return remote.run((server, print) -> {
            server.delete(path(id) + "/members", named(users));
            ObjectNode gone = named(users).put("organization_id", id);
            print.each(gone, () -> print.line(print.style().mark(Mark.GOOD) + " removed " + String.join(", ", users)));
        });
    }

    private static ObjectNode named(List<String> users) {
        ObjectNode body = JSON.createObjectNode();
        users.forEach(body.putArray("members")::add);
        return body;
    }

    private static String path(String id) {
        return PATH + "/" + TailraceClient.encode(id);
    }
}
