package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace position}: moves a stream, or has old events sent once more. Without {@code --yes} each only counts. */
@Command(
        name = "position",
        mixinStandardHelpOptions = true,
        description = "How far a stream has read; skip, rewind, replay, purge. Without --yes it only says how many"
                + " events it is about.",
        synopsisSubcommandLabel = "(show | skip | rewind | replay | purge) STREAM")
public final class PositionCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Where it stands in the log.")
    int show(@Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream)
            throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode at = server.get(Streams.path(server, stream) + "/position");
            print.each(at, () -> {
                print.line(stream + " stands at " + at.path("position").asString("") + " of "
                        + at.path("log_end").asString(""));
                print.field("backlog", at.path("backlog").path("events").asString(""));
                print.field("pending", at.path("pending").asString(""));
            });
        });
    }

    @Command(name = "skip", mixinStandardHelpOptions = true, description = "Goes on with what comes from now on.")
    int skip(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Option(names = "--deliver", description = "Have the backlog delivered beside new events.") boolean deliver,
            @Option(names = "--yes", description = "Do it.") boolean yes)
            throws InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("to", "latest");
        if (deliver) {
            body.put("backlog", "deliver");
        }
        return remote.run((server, print) -> act(server, print, stream, "/position", body, yes));
    }

    @Command(name = "rewind", mixinStandardHelpOptions = true, description = "Has it read again from there.")
    int rewind(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "TIME",
                            description = "15m, 2h, 3d ago, an RFC 3339 time, or earliest.")
                    String to,
            @Option(names = "--yes", description = "Do it.") boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            String where = to.equals("earliest") ? to : Times.since(to, Instant.now());
            act(server, print, stream, "/position", JSON.createObjectNode().put("to", where), yes);
        });
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Has old events delivered once more; the position stays.")
    int replay(
            @Parameters(index = "0", paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "EVENT", description = "Ids of events.") @Nullable
                    List<String> events,
            @Option(names = "--since", paramLabel = "TIME", description = "15m, 2h, 3d, or an RFC 3339 time.") @Nullable
                    String since,
            @Option(names = "--until", paramLabel = "TIME", description = "The same; default now.") @Nullable
                    String until,
            @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "Of these event types.") @Nullable
                    List<String> types,
            @Option(names = "--yes", description = "Do it.") boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode body = JSON.createObjectNode();
            if (events != null) {
                events.forEach(body.putArray("event_ids")::add);
            }
            if (since != null) {
                body.put("date_from", Times.since(since, Instant.now()));
            }
            if (until != null) {
                body.put("date_to", Times.since(until, Instant.now()));
            }
            if (types != null) {
                types.forEach(body.putArray("event_types")::add);
            }
            act(server, print, stream, "/replay", body, yes);
        });
    }

    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = "Drops what is pending; it is not delivered.")
    int purge(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Option(names = "--yes", description = "Do it.") boolean yes)
            throws InterruptedException {
        return remote.run((server, print) -> act(server, print, stream, "/purge", JSON.createObjectNode(), yes));
    }

    private static void act(
            TailraceClient server, Printer print, String stream, String what, ObjectNode body, boolean yes)
            throws IOException, InterruptedException {
        JsonNode answer = server.post(Streams.path(server, stream) + what, body.put("preview", !yes));
        JsonNode concerns = answer.path("concerns");
        print.each(
                answer,
                () -> print.line("%s %s%s %s events"
                        .formatted(
                                print.style().mark(yes ? Mark.GOOD : Mark.WARNING),
                                yes ? "done: " : "this would concern ",
                                concerns.path("complete").asBoolean(true) ? "" : "more than",
                                concerns.path("events").asString(""))
                        .replace("  ", " ")));
        print.next(yes ? "tailrace position show " + stream : "the same with --yes");
    }
}
