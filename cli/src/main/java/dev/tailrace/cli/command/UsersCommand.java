package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace users}: to make events by hand. */
@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        description = "Users of the built-in directory; each change is an event.",
        synopsisSubcommandLabel = "(list | show ID | create | update ID | delete ID)")
public final class UsersCommand {
    private static final String PATH = "/api/v2/users";
    private static final String DATABASE = "Username-Password-Authentication";
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Command(
            name = "list",
            aliases = {"ls", "search"},
            mixinStandardHelpOptions = true,
            description = "Shows users.")
    int list(
            @Option(
                            names = {"-q", "--query"},
                            description = "Only those that match, for example email:\"a@b.test\".")
                    @Nullable
                    String query,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default 50).") int limit)
            throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "ID", "EMAIL", "CREATED");
            Iterable<JsonNode> found = query == null
                    ? server.all(PATH, "users", Math.max(1, limit))
                    : server.get(PATH + "?search_engine=v3&per_page=" + Math.clamp(limit, 1, 100) + "&q="
                            + TailraceClient.encode(query));
            for (JsonNode user : found) {
                print.each(
                        user,
                        () -> table.row(
                                user.path("user_id").asString(""),
                                user.path("email").asString(""),
                                Times.day(user.path("created_at").asString(""))));
            }
            print.table(table, "no users");
            print.next(table.isEmpty() ? "tailrace users create --email ada@example.test" : "tailrace users show ID");
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one user.")
    int show(@Parameters(paramLabel = "ID", description = "The user's id.") String id) throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode user = server.get(path(id));
            print.each(user, () -> print.line(user.toPrettyString()));
        });
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a user: user.created.")
    int create(
            @Option(
                            names = {"-e", "--email"},
                            required = true,
                            description = "The email address.")
                    String email,
            @Option(
                            names = {"-p", "--password"},
                            paramLabel = "@FILE|TEXT",
                            description =
                                    "The password; one in a file stays out of the shell's history (default: a random"
                                            + " one).")
                    @Nullable
                    String password,
            @Option(names = "--data", paramLabel = "JSON|@FILE", description = "Further attributes of the user.")
                    @Nullable
                    String data)
            throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode body =
                    JSON.createObjectNode().put("connection", DATABASE).put("email", email);
            body.put("password", password == null ? randomPassword() : Given.text(password));
            if (data != null && Given.json(data, "--data") instanceof ObjectNode more) {
                body.setAll(more);
            }
            said(server.post(PATH, body), "created", print);
        });
    }

    @Command(name = "update", mixinStandardHelpOptions = true, description = "Changes a user: user.updated.")
    int update(
            @Parameters(paramLabel = "ID", description = "The user's id.") String id,
            @Option(names = "--data", required = true, paramLabel = "JSON|@FILE", description = "What changes.")
                    String data)
            throws InterruptedException {
        return remote.run(
                (server, print) -> said(server.patch(path(id), Given.json(data, "--data")), "updated", print));
    }

    @Command(
            name = "delete",
            aliases = "rm",
            mixinStandardHelpOptions = true,
            description = "Removes a user: user.deleted.")
    int delete(
            @Parameters(paramLabel = "ID", description = "The user's id.") String id,
            @Option(
                            names = {"--yes", "--force"},
                            description = "Do it; without this nothing is removed.")
                    boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            Remote.confirmed(yes, "removing " + id + " cannot be undone");
            JsonNode was = server.get(path(id));
            server.delete(path(id));
            said(was, "removed", print);
        });
    }

    /** Nobody knows it: good for a user that is there to make events. */
    private static String randomPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return "Aa1-" + Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static void said(JsonNode user, String what, Printer print) {
        print.each(
                user,
                () -> print.line("%s %s %s  %s"
                        .formatted(
                                print.style().mark(Mark.GOOD),
                                what,
                                Table.plain(user.path("user_id").asString("")),
                                Table.plain(user.path("email").asString("")))));
        print.next("tailrace events tail --since 1m");
    }

    private static String path(String id) {
        return PATH + "/" + TailraceClient.encode(id);
    }
}
