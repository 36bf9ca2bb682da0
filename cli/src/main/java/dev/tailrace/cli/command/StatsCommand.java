package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace stats}: how much flowed, what failed, who is behind. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Delivered and failed in the last two weeks, and what is held, stream by stream.")
public final class StatsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(arity = "0..1", paramLabel = "STREAM", description = "Only this one: its name or id.")
    private @Nullable String stream;

    @Override
    public Integer call() throws InterruptedException {
        return remote.run((server, print) -> {
            var table = new Table(
                    print.style(), "NAME", "STATUS", "DELIVERED", "FAILED", "OPEN", "PENDING", "BEHIND SINCE");
            String only = stream == null ? "" : Streams.id(server, stream);
            for (JsonNode each : Streams.all(server)) {
                String id = each.path("id").asString();
                if (only.isEmpty() || only.equals(id)) {
                    String path = Streams.PATH + "/" + TailraceClient.encode(id);
                    JsonNode doing = server.get(path).path("delivery");
                    JsonNode stats = server.get(path + "/stats");
                    ObjectNode row = JSON.createObjectNode().put("id", id);
                    row.put("name", each.path("name").asString(""));
                    row.put("status", each.path("status").asString(""));
                    row.put("delivered", total(stats, "auth0.event_streams.successful_deliveries"));
                    row.put("failed", total(stats, "auth0.event_streams.failed_deliveries"));
                    row.set("delivery", doing);
                    print.each(
                            row,
                            () -> table.row(
                                    row.path("name").asString(),
                                    row.path("status").asString(),
                                    row.path("delivered").asString(),
                                    row.path("failed").asString(),
                                    doing.path("failed").asString("0"),
                                    doing.path("pending").asString("0"),
                                    Times.day(doing.path("behind_since").asString(""))));
                }
            }
            print.table(table, "no event streams yet");
        });
    }

    private static long total(JsonNode stats, String metric) {
        for (JsonNode each : stats.path("metrics")) {
            if (each.path("name").asString("").equals(metric)) {
                return each.path("window_total").asLong(0);
            }
        }
        return 0;
    }
}
