package dev.tailrace.cli.command;

import dev.tailrace.cli.client.TailraceClient;
import dev.tailrace.cli.terminal.Style.Mark;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace redeliver}: failed deliveries once more. */
@Command(
        name = "redeliver",
        mixinStandardHelpOptions = true,
        description = "Sends failed deliveries again: the events named, or all that match.")
public final class RedeliverCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(index = "0", paramLabel = "STREAM", description = "Its name or id.")
    private String stream = "";

    @Parameters(index = "1..*", paramLabel = "EVENT", description = "Ids of events.", arity = "0..*")
    private List<String> events = List.of();

    @Option(names = "--all", description = "Every failed one that --type and --since leave.")
    private boolean all;

    @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "Of these event types.")
    private List<String> types = List.of();

    @Option(names = "--since", paramLabel = "TIME", description = "15m, 2h, 3d, or an RFC 3339 time.")
    private @Nullable String since;

    @Override
    public Integer call() throws InterruptedException {
        return remote.run((server, print) -> {
            if (events.isEmpty() != all) {
                throw new Remote.Wrong("name the events to redeliver, or say --all");
            }
            String path = Streams.path(server, stream) + "/redeliver";
            for (String event : events) {
                server.post(path + "/" + TailraceClient.encode(event), JSON.createObjectNode());
                ObjectNode asked = JSON.createObjectNode().put("id", event).put("status", "retrying");
                print.each(asked, () -> print.line(print.style().mark(Mark.WAITING) + " asked for " + event));
            }
            if (all) {
                ObjectNode body = JSON.createObjectNode();
                body.putArray("statuses").add("failed");
                if (!types.isEmpty()) {
                    types.forEach(body.putArray("event_types")::add);
                }
                if (since != null) {
                    body.put("date_from", Times.since(since, Instant.now()));
                }
                JsonNode answer = server.post(path, body);
                print.each(answer, () -> print.line(print.style().mark(Mark.WAITING) + " asked for all that match"));
            }
            print.next("tailrace deliveries list " + stream);
        });
    }
}
