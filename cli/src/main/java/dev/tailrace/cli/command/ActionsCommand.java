package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace actions}. Verbs and flags are those of the {@code auth0} command line where it has them. */
@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        description = "Actions: code that runs for events.",
        synopsisSubcommandLabel = "(list | show | create | update | deploy | versions | rollback | test | delete)")
public final class ActionsCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    /** What an action is made of; each may be left out where it stays as it is. */
    static final class Parts {
        @Option(
                names = {"-n", "--name"},
                description = "Its name.")
        private @Nullable String name;

        @Option(
                names = {"-c", "--code"},
                paramLabel = "FILE",
                description = "File with its JavaScript.")
        private @Nullable Path code;

        @Option(
                names = {"-d", "--dependency"},
                paramLabel = "NAME=VERSION",
                description = "An npm package; repeat it for more. Replaces the list.")
        private @Nullable Map<String, String> dependencies;

        @Option(
                names = {"-s", "--secret"},
                paramLabel = "NAME=@FILE|VALUE",
                description = "A secret; repeat it for more. Replaces the list; a value in a file stays out of the"
                        + " shell's history.")
        private @Nullable Map<String, String> secrets;

        @Option(
                names = {"-r", "--runtime"},
                paramLabel = "node22|node24",
                description = "The Node it runs on.")
        private @Nullable String runtime;

        ObjectNode body() {
            ObjectNode body = JSON.createObjectNode();
            if (name != null) {
                body.put("name", name);
            }
            if (code != null) {
                body.put("code", Remote.text(code));
            }
            if (runtime != null) {
                body.put("runtime", runtime);
            }
            if (dependencies != null) {
                var list = body.putArray("dependencies");
                dependencies.forEach((k, v) -> list.addObject().put("name", k).put("version", v));
            }
            if (secrets != null) {
                var list = body.putArray("secrets");
                secrets.forEach((k, v) -> list.addObject().put("name", k).put("value", Given.text(v)));
            }
            return body;
        }
    }

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Shows every action.")
    int list() throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "NAME", "ID", "STATUS", "VERSION", "DRAFT");
            for (JsonNode action : Actions.all(server)) {
                print.each(
                        action,
                        () -> table.row(
                                action.path("name").asString(""),
                                action.path("id").asString(""),
                                action.path("status").asString(""),
                                action.path("deployed_version").path("number").asString("-"),
                                action.path("all_changes_deployed").asBoolean(false) ? "" : "has changes"));
            }
            print.table(table, "no actions yet");
            print.next(
                    table.isEmpty()
                            ? "tailrace actions create --name first --code code.js"
                            : "tailrace actions show NAME");
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one action.")
    int show(@Parameters(paramLabel = "ACTION", description = "Its name or id.") String action)
            throws InterruptedException {
        return remote.run((server, print) -> shown(Actions.find(server, action), print));
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes an action; it is built, not deployed.")
    int create(@ArgGroup(exclusive = false, multiplicity = "1") Parts parts) throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode body = parts.body();
            body.putArray("supported_triggers")
                    .addObject()
                    .put("id", "event-stream")
                    .put("version", "v1");
            shown(Actions.built(server, server.post(Actions.PATH, body)), print);
        });
    }

    @Command(name = "update", mixinStandardHelpOptions = true, description = "Changes the draft: what is named.")
    int update(
            @Parameters(paramLabel = "ACTION", description = "Its name or id.") String action,
            @ArgGroup(exclusive = false, multiplicity = "1") Parts parts)
            throws InterruptedException {
        return remote.run((server, print) -> shown(
                Actions.built(server, server.patch(Actions.path(Actions.find(server, action)), parts.body())), print));
    }

    @Command(name = "deploy", mixinStandardHelpOptions = true, description = "Makes the draft the version that runs.")
    int deploy(@Parameters(paramLabel = "ACTION", description = "Its name or id.") String action)
            throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode draft = Actions.built(server, Actions.find(server, action));
            if (!draft.path("status").asString("").equals("built")) {
                shown(draft, print);
                throw new Remote.Wrong("the draft of " + action + " could not be built, so it is not deployed");
            }
            deployed(server.post(Actions.path(draft) + "/deploy", JSON.createObjectNode()), action, print);
        });
    }

    @Command(name = "versions", mixinStandardHelpOptions = true, description = "What was deployed, newest first.")
    int versions(@Parameters(paramLabel = "ACTION", description = "Its name or id.") String action)
            throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "VERSION", "ID", "STATUS", "RUNS", "MADE");
            for (JsonNode version : Actions.versions(server, Actions.find(server, action))) {
                print.each(
                        version,
                        () -> table.row(
                                version.path("number").asString(""),
                                version.path("id").asString(""),
                                version.path("status").asString(""),
                                version.path("deployed").asBoolean(false) ? "yes" : "",
                                Times.day(version.path("created_at").asString(""))));
            }
            print.table(table, "nothing was deployed yet");
            print.next(
                    table.isEmpty()
                            ? "tailrace actions deploy " + action
                            : "tailrace actions rollback " + action + " VERSION");
        });
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "Has an older version run again.")
    int rollback(
            @Parameters(paramLabel = "ACTION", description = "Its name or id.") String action,
            @Parameters(paramLabel = "VERSION", description = "Its number.") int number)
            throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode found = Actions.find(server, action);
            for (JsonNode version : Actions.versions(server, found)) {
                if (version.path("number").asInt(0) == number) {
                    String to = Actions.path(found) + "/versions/"
                            + TailraceClient.encode(version.path("id").asString());
                    deployed(server.post(to + "/deploy", JSON.createObjectNode()), action, print);
                    return;
                }
            }
            throw new Remote.Wrong(action + " has no version " + number + "; tailrace actions versions " + action);
        });
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "Runs the draft once with an event.")
    int test(
            @Parameters(paramLabel = "ACTION", description = "Its name or id.") String action,
            @Option(
                            names = "--type",
                            defaultValue = "user.created",
                            description = "Whose sample (default user.created).")
                    String type,
            @Option(names = "--data", paramLabel = "FILE", description = "The event's data instead.") @Nullable
                    Path data)
            throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode message = Samples.event(server, type, data);
            ObjectNode body = JSON.createObjectNode();
            body.putObject("payload").putObject("event").set("message", message);
            JsonNode ran =
                    server.post(Actions.path(Actions.built(server, Actions.find(server, action))) + "/test", body);
            print.each(ran, () -> tested(ran.path("payload"), print));
        });
    }

    @Command(name = "delete", aliases = "rm", mixinStandardHelpOptions = true, description = "Removes an action.")
    int delete(
            @Parameters(paramLabel = "ACTION", description = "Its name or id.") String action,
            @Option(
                            names = {"--yes", "--force"},
                            description = "Do it; without this nothing is removed.")
                    boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            Remote.confirmed(yes, "removing " + action + " takes its versions with it");
            JsonNode found = Actions.find(server, action);
            server.delete(Actions.path(found));
            print.each(found, () -> print.line(print.style().mark(Mark.GOOD) + " removed " + action));
        });
    }

    private static void tested(JsonNode ran, Printer print) {
        JsonNode error = ran.path("error");
        print.line(
                error.isMissingNode()
                        ? print.style().mark(Mark.GOOD) + " ran to its end"
                        : print.style().mark(Mark.BAD) + " "
                                + Table.plain(error.path("message").asString("")));
        ran.path("logs").asString("").lines().forEach(each -> print.line("  │ " + Table.plain(each)));
        error.path("stack").asString("").lines().skip(1).forEach(each -> print.line("    " + Table.plain(each)));
    }

    private static void deployed(JsonNode version, String action, Printer print) {
        print.each(
                version,
                () -> print.line("%s deployed %s version %s"
                        .formatted(
                                print.style().mark(Mark.GOOD),
                                action,
                                version.path("number").asString(""))));
    }

    private static void shown(JsonNode action, Printer print) {
        String status = action.path("status").asString("");
        print.each(action, () -> {
            print.line("%s %s  %s"
                    .formatted(
                            print.style().mark(markOf(status)),
                            Table.plain(action.path("name").asString("")),
                            status));
            print.field("id", action.path("id").asString(""));
            print.field("runs", action.path("deployed_version").path("number").asString(""));
            print.field("runtime", action.path("runtime").asString(""));
            print.field("secrets", String.join(", ", action.path("secrets").findValuesAsString("name")));
            print.field(
                    "dependencies",
                    String.join(", ", action.path("dependencies").findValuesAsString("name")));
            action.path("errors")
                    .forEach(each -> print.line(print.style().mark(Mark.BAD) + " "
                            + Table.plain(each.path("msg").asString(each.toString()))));
        });
        if (status.equals("built") && !action.path("all_changes_deployed").asBoolean(false)) {
            print.next("tailrace actions deploy " + action.path("name").asString(""));
        }
    }

    private static Mark markOf(String status) {
        return switch (status) {
            case "built" -> Mark.GOOD;
            case "failed" -> Mark.BAD;
            default -> Mark.WAITING;
        };
    }
}
