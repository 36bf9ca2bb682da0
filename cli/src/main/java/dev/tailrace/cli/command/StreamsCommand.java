package dev.tailrace.cli.command;

import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace streams}. Verbs and flags are those of the {@code auth0} command line where it has them. */
@Command(
        name = "streams",
        aliases = "event-streams",
        mixinStandardHelpOptions = true,
        description = "Event streams: who gets which events, and how far each is.",
        synopsisSubcommandLabel = "(list | show | create | update | delete | enable | disable | test)")
public final class StreamsCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    /** What a stream is made of; each may be left out where it stays as it is. */
    static final class Parts {
        @Option(
                names = {"-n", "--name"},
                description = "Its name, taken once.")
        private @Nullable String name;

        @Option(
                names = {"-s", "--subscriptions"},
                split = ",",
                paramLabel = "TYPE",
                description = "Event types, separated by commas; tailrace events types lists them.")
        private @Nullable List<String> subscriptions;

        @Option(
                names = {"-c", "--configuration"},
                paramLabel = "JSON|@FILE",
                description = "The destination's configuration: {\"action_id\": …}, {\"webhook_endpoint\": …,"
                        + " \"webhook_authorization\": …} or {\"aws_account_id\": …, \"aws_region\": …}.")
        private @Nullable String configuration;

        @Option(names = "--status", paramLabel = "enabled|disabled", description = "Whether it delivers.")
        private @Nullable String status;

        ObjectNode body(@Nullable String type) {
            ObjectNode body = JSON.createObjectNode();
            if (name != null) {
                body.put("name", name);
            }
            if (status != null) {
                body.put("status", status);
            }
            if (subscriptions != null) {
                var list = body.putArray("subscriptions");
                subscriptions.forEach(each -> list.addObject().put("event_type", each.strip()));
            }
            if (configuration != null) {
                ObjectNode destination = body.putObject("destination");
                if (type != null) {
                    destination.put("type", type);
                }
                destination.set("configuration", Given.json(configuration, "--configuration"));
            }
            return body;
        }
    }

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Shows every event stream.")
    int list() throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "NAME", "ID", "STATUS", "TO", "TYPES");
            for (JsonNode stream : Streams.all(server)) {
                print.each(
                        stream,
                        () -> table.row(
                                stream.path("name").asString(""),
                                stream.path("id").asString(""),
                                stream.path("status").asString(""),
                                stream.path("destination").path("type").asString(""),
                                types(stream)));
            }
            print.table(table, "no event streams yet");
            print.next(
                    table.isEmpty()
                            ? "tailrace streams create --name first --type action --subscriptions user.created -c"
                                    + " '{\"action_id\": \"…\"}'"
                            : "tailrace streams show NAME");
        });
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one event stream and how it is doing.")
    int show(@Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream)
            throws InterruptedException {
        return remote.run((server, print) -> shown(server.get(Streams.path(server, stream)), print));
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes an event stream.")
    int create(
            @Option(
                            names = {"-t", "--type"},
                            required = true,
                            paramLabel = "action|webhook|eventbridge",
                            description = "Where events go.")
                    String type,
            @ArgGroup(exclusive = false, multiplicity = "1") Parts parts)
            throws InterruptedException {
        return remote.run((server, print) -> shown(server.post(Streams.PATH, parts.body(type)), print));
    }

    @Command(name = "update", mixinStandardHelpOptions = true, description = "Changes what is named, keeps the rest.")
    int update(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @ArgGroup(exclusive = false, multiplicity = "1") Parts parts)
            throws InterruptedException {
        return remote.run((server, print) -> {
            String path = Streams.path(server, stream);
            ObjectNode body = parts.body(null);
            if (body.path("destination") instanceof ObjectNode destination) {
                destination.put(
                        "type",
                        server.get(path).path("destination").path("type").asString(""));
            }
            shown(server.patch(path, body), print);
        });
    }

    @Command(
            name = "delete",
            aliases = "rm",
            mixinStandardHelpOptions = true,
            description = "Removes an event stream with its deliveries.")
    int delete(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Option(
                            names = {"--yes", "--force"},
                            description = "Do it; without this nothing is removed.")
                    boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            Remote.confirmed(yes, "removing " + stream + " takes its deliveries with it");
            String path = Streams.path(server, stream);
            JsonNode was = server.get(path);
            server.delete(path);
            print.each(was, () -> print.line(print.style().mark(Mark.GOOD) + " removed " + stream));
        });
    }

    @Command(
            name = "enable",
            aliases = "resume",
            mixinStandardHelpOptions = true,
            description = "Delivers again, from where it stood.")
    int enable(@Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream)
            throws InterruptedException {
        return status(stream, "enabled");
    }

    @Command(
            name = "disable",
            aliases = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops delivering; nothing is lost, it keeps its position.")
    int disable(@Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream)
            throws InterruptedException {
        return status(stream, "disabled");
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "Sends one event to this stream alone.")
    int test(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Parameters(paramLabel = "TYPE", description = "The event type.") String type,
            @Option(
                            names = "--data",
                            paramLabel = "FILE",
                            description = "The event's data (default: the type's sample).")
                    @Nullable
                    Path data)
            throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode body = JSON.createObjectNode().put("event_type", type);
            if (data != null) {
                body.set("data", Remote.read(data));
            }
            JsonNode made = server.post(Streams.path(server, stream) + "/test", body);
            String event = made.path("id").asString("");
            print.each(made, () -> print.line(print.style().mark(Mark.WAITING) + " sent " + type + "  " + event));
            print.next("tailrace deliveries show " + stream + " " + event);
        });
    }

    private int status(String stream, String status) throws InterruptedException {
        return remote.run((server, print) -> shown(
                server.patch(
                        Streams.path(server, stream), JSON.createObjectNode().put("status", status)),
                print));
    }

    private static void shown(JsonNode stream, Printer print) {
        print.each(stream, () -> {
            boolean enabled = stream.path("status").asString("").equals("enabled");
            JsonNode doing = stream.path("delivery");
            print.line(print.style().mark(enabled ? Mark.GOOD : Mark.HELD) + " "
                    + Table.plain(stream.path("name").asString("")) + "  " + (enabled ? "enabled" : "disabled"));
            print.field("id", stream.path("id").asString(""));
            print.field("destination", stream.path("destination").toString());
            print.field("types", types(stream));
            if (doing.isObject()) {
                print.field(
                        "position",
                        doing.path("position").asString("") + " of "
                                + doing.path("log_end").asString(""));
                print.field("behind since", Times.day(doing.path("behind_since").asString("")));
                print.field("pending", doing.path("pending").asString(""));
                print.field("failed", doing.path("failed").asString(""));
                print.field("failures", doing.path("consecutive_failures").asString("") + " in a row");
                print.field("circuit", circuit(doing));
                doing.path("warnings")
                        .forEach(each ->
                                print.line(print.style().mark(Mark.WARNING) + " " + Table.plain(each.asString(""))));
            }
        });
        String id = stream.path("id").asString("");
        print.next(
                stream.path("delivery").path("failed").asInt(0) > 0
                        ? "tailrace deliveries list " + id
                        : "tailrace streams test " + id + " user.created");
    }

    private static String circuit(JsonNode doing) {
        String probe = Times.day(doing.path("circuit_probe_at").asString(""));
        return doing.path("circuit_state").asString("") + (probe.isEmpty() ? "" : ", next probe " + probe);
    }

    private static String types(JsonNode stream) {
        return stream.path("subscriptions")
                .valueStream()
                .map(each -> each.path("event_type").asString(""))
                .collect(Collectors.joining(", "));
    }
}
