package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code tailrace logs}: who changed what, who was refused, what failed. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "The tenant's log: changes, refusals, failures.",
        synopsisSubcommandLabel = "(list | tail)")
public final class LogsCommand {
    private static final String PATH = "/api/v2/logs";
    private static final int PAGE = 100;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Mixin
    private final Remote remote = new Remote();

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Newest first.")
    int list(
            @Option(names = "--type", paramLabel = "TYPE", description = "Of this log type, for example sapi.")
                    @Nullable
                    String type,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many, 100 in all (default 50).")
                    int limit)
            throws InterruptedException {
        return remote.run((server, print) -> {
            String query = "?sort=date:-1&per_page=" + Math.clamp(limit, 1, PAGE)
                    + (type == null ? "" : "&q=" + TailraceClient.encode("type:" + type));
            List<JsonNode> found = server.get(PATH + query).valueStream().toList();
            found.forEach(each -> shown(each, print));
            if (found.isEmpty() && !print.json()) {
                print.line("nothing logged yet");
            }
            print.next("tailrace logs tail");
        });
    }

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description = "Shows entries as they come, until it is interrupted or --limit is reached.")
    int tail(
            @Option(names = "--type", paramLabel = "TYPE", description = "Only of this log type.") @Nullable
                    String type,
            @Option(names = "--limit", defaultValue = "0", description = "End after so many (default: never).")
                    long limit)
            throws InterruptedException {
        return remote.run((server, print) -> {
            String last = newest(server);
            long seen = 0;
            while (limit == 0 || seen < limit) {
                String from = last.isEmpty() ? "" : "&from=" + TailraceClient.encode(last);
                var page = new ArrayList<JsonNode>(
                        server.get(PATH + "?take=" + PAGE + from).valueStream().toList());
                for (JsonNode each : page) {
                    last = each.path("log_id").asString(last);
                    if ((type == null || each.path("type").asString("").equals(type)) && (limit == 0 || seen < limit)) {
                        shown(each, print);
                        seen++;
                    }
                }
                if (page.size() < PAGE && (limit == 0 || seen < limit)) {
                    Thread.sleep(LOOK_AGAIN);
                }
            }
        });
    }

    private static String newest(TailraceClient server) throws IOException, InterruptedException {
        return server.get(PATH + "?sort=date:-1&per_page=1")
                .path(0)
                .path("log_id")
                .asString("");
    }

    private static void shown(JsonNode entry, Printer print) {
        print.each(entry, () -> {
            String type = entry.path("type").asString("");
            boolean bad = type.startsWith("f")
                    || entry.path("details").path("response").path("statusCode").asInt(0) >= 400;
            print.line(print.style()
                    .cut(
                            "%s  %s %-8s %s"
                                    .formatted(
                                            Times.day(entry.path("date").asString("")),
                                            print.style().mark(bad ? Mark.BAD : Mark.NEUTRAL),
                                            Table.plain(type),
                                            Table.plain(
                                                    entry.path("description").asString(""))),
                            160));
        });
    }
}
