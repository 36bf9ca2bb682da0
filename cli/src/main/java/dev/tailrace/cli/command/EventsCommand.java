package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tailrace events}: the log, and what can be in it. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Events as they are accepted, and the types there are.",
        synopsisSubcommandLabel = "(tail | types | type TYPE)")
public final class EventsCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description = "Shows events as they come, until it is interrupted or --limit is reached.")
    int tail(
            @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "Of these event types.") @Nullable
                    List<String> types,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "First those since then: 15m, 2h, 3d, RFC 3339.")
                    @Nullable
                    String since,
            @Option(names = "--limit", defaultValue = "0", description = "End after so many (default: never).")
                    long limit)
            throws InterruptedException {
        return remote.run((server, print) -> {
            var query = new ArrayList<String>();
            if (since != null) {
                query.add("from_timestamp=" + TailraceClient.encode(Times.since(since, Instant.now())));
            }
            if (types != null) {
                types.forEach(type -> query.add("event_type=" + TailraceClient.encode(type.strip())));
            }
            String last = "";
            long seen = 0;
            while (limit == 0 || seen < limit) {
                String path = "/api/v2/events" + (query.isEmpty() ? "" : "?" + String.join("&", query));
                try (Stream<String> lines = server.lines(path, last)) {
                    for (Iterator<String> each = lines.iterator(); each.hasNext() && (limit == 0 || seen < limit); ) {
                        String line = each.next();
                        if (line.startsWith("id:")) {
                            last = line.substring("id:".length()).strip();
                        } else if (line.startsWith("data:")) {
                            seen += shown(JSON.readTree(line.substring("data:".length())), print);
                        }
                    }
                }
            }
        });
    }

    @Command(name = "types", mixinStandardHelpOptions = true, description = "Shows every event type.")
    int types() throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(print.style(), "TYPE", "KIND", "WHAT");
            for (JsonNode type : server.get("/api/v2/event-types").path("event_types")) {
                print.each(
                        type,
                        () -> table.row(
                                type.path("type").asString(""),
                                type.path("kind").asString(""),
                                type.path("description").asString("")));
            }
            print.table(table, "no event types");
            print.next("tailrace events type user.created");
        });
    }

    @Command(name = "type", mixinStandardHelpOptions = true, description = "One event type with a sample of its data.")
    int type(@Parameters(paramLabel = "TYPE", description = "The event type.") String type)
            throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode found = server.get("/api/v2/event-types/" + TailraceClient.encode(type));
            print.each(found, () -> {
                print.line(type + "  " + Table.plain(found.path("description").asString("")));
                print.line(found.path("sample").toPrettyString());
            });
            print.next("tailrace trigger " + type);
        });
    }

    /** @return how many events these were */
    private static int shown(JsonNode message, Printer print) {
        JsonNode event = message.path("event");
        if (!event.isObject()) {
            return 0;
        }
        print.each(event, () -> {
            JsonNode object = event.path("data").path("object");
            String who = object.path("email")
                    .asString(object.path("user_id").asString(object.path("id").asString("")));
            print.line("%s  %s %-28s %s  %s"
                    .formatted(
                            Times.clock(event.path("time").asString("")),
                            print.style().mark(Mark.NEUTRAL),
                            Table.plain(event.path("type").asString("")),
                            Table.plain(event.path("id").asString("")),
                            Table.plain(who)));
        });
        return 1;
    }
}
