package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tailrace deliveries}: what was delivered or failed, and why. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        description = "Deliveries of an event stream, with every attempt.",
        synopsisSubcommandLabel = "(list STREAM | show STREAM EVENT)")
public final class DeliveriesCommand {
    private static final int LINES_MAX = 20;

    @Mixin
    private final Remote remote = new Remote();

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Failed ones, newest first.")
    int list(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Option(
                            names = "--status",
                            paramLabel = "failed|pending|delivered",
                            description = "Others than failed ones; several with commas.")
                    @Nullable
                    String status,
            @Option(names = "--type", paramLabel = "TYPE", description = "Of these event types.") @Nullable String type,
            @Option(names = "--since", paramLabel = "TIME", description = "15m, 2h, 3d, or an RFC 3339 time.") @Nullable
                    String since,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default 50).") int limit)
            throws InterruptedException {
        return remote.run((server, print) -> {
            var path = new StringBuilder(Streams.path(server, stream)).append("/deliveries?");
            Optional.ofNullable(status)
                    .ifPresent(s -> path.append("statuses=")
                            .append(TailraceClient.encode(s))
                            .append('&'));
            Optional.ofNullable(type)
                    .ifPresent(t -> path.append("event_types=")
                            .append(TailraceClient.encode(t))
                            .append('&'));
            Optional.ofNullable(since)
                    .ifPresent(s -> path.append("date_from=")
                            .append(TailraceClient.encode(Times.since(s, Instant.now())))
                            .append('&'));
            path.setLength(path.length() - 1);
            var table = new Table(print.style(), "STATUS", "EVENT", "TYPE", "TRIED", "LAST", "WHY");
            for (JsonNode delivery : server.all(path.toString(), "deliveries", Math.max(1, limit))) {
                JsonNode last = lastTried(delivery);
                print.each(
                        delivery,
                        () -> table.row(
                                delivery.path("status").asString(""),
                                delivery.path("id").asString(""),
                                delivery.path("event_type").asString(""),
                                String.valueOf(tried(delivery)),
                                Times.day(last.path("timestamp").asString("")),
                                last.path("error_message").asString("")));
            }
            print.table(table, "nothing " + (status == null ? "failed" : status) + " in " + stream);
            if (!table.isEmpty()) {
                print.next("tailrace deliveries show " + stream + " EVENT");
            }
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One delivery: attempts, output, event.")
    int show(
            @Parameters(paramLabel = "STREAM", description = "Its name or id.") String stream,
            @Parameters(paramLabel = "EVENT", description = "The event's id.") String event)
            throws InterruptedException {
        return remote.run((server, print) -> {
            JsonNode delivery =
                    server.get(Streams.path(server, stream) + "/deliveries/" + TailraceClient.encode(event));
            print.each(delivery, () -> shown(delivery, print));
            if (delivery.path("status").asString("").equals("failed")) {
                print.next("tailrace redeliver " + stream + " " + event);
            }
        });
    }

    private static void shown(JsonNode delivery, Printer print) {
        String status = delivery.path("status").asString("");
        print.line("%s %s  %s  %d attempts"
                .formatted(
                        print.style().mark(markOf(status)),
                        status,
                        delivery.path("event_type").asString(""),
                        tried(delivery)));
        print.field("event", delivery.path("id").asString(""));
        JsonNode last = lastTried(delivery);
        print.field(
                "why",
                last.path("error_detail").asString(last.path("error_message").asString("")));
        int number = 0;
        for (JsonNode attempt : delivery.path("attempts")) {
            String outcome = attempt.path("status").asString("");
            boolean asked = outcome.equals("retrying");
            print.line("%3s  %s  %-9s %8s  %s"
                    .formatted(
                            asked ? "" : ++number,
                            Times.clock(attempt.path("timestamp").asString("")),
                            asked ? "asked for" : outcome,
                            attempt.has("duration") ? attempt.path("duration").asString("") + " ms" : "",
                            Table.plain(attempt.path("error_message").asString(""))));
        }
        last.path("output")
                .asString("")
                .lines()
                .limit(LINES_MAX)
                .forEach(each -> print.line("     │ " + Table.plain(each)));
        print.field(
                "data", print.style().cut(delivery.path("event").path("data").toString(), 400));
    }

    private static long tried(JsonNode delivery) {
        return delivery.path("attempts")
                .valueStream()
                .filter(each -> !each.path("status").asString("").equals("retrying"))
                .count();
    }

    private static JsonNode lastTried(JsonNode delivery) {
        JsonNode last = delivery.path("attempts").path(0);
        for (JsonNode each : delivery.path("attempts")) {
            last = each.path("status").asString("").equals("retrying") ? last : each;
        }
        return last;
    }

    private static Mark markOf(String status) {
        return switch (status) {
            case "delivered" -> Mark.GOOD;
            case "failed" -> Mark.BAD;
            default -> Mark.WAITING;
        };
    }
}
