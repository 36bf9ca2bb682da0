package dev.tailrace.cli.command;

import dev.tailrace.cli.terminal.Style.Mark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace trigger}: has something happen. */
@Command(
        name = "trigger",
        mixinStandardHelpOptions = true,
        description = "Appends an event of this type to the log, for every stream that subscribes to it.")
public final class TriggerCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote = new Remote();

    @Parameters(paramLabel = "TYPE", description = "The event type, for example user.created.")
    private String type = "";

    @Option(names = "--data", paramLabel = "FILE", description = "The event's data (default: the type's sample).")
    private @Nullable Path data;

    @Option(names = "--subject", paramLabel = "TEXT", description = "The CloudEvent's subject.")
    private @Nullable String subject;

    @Override
    public Integer call() throws InterruptedException {
        return remote.run((server, print) -> {
            ObjectNode event = Samples.event(server, type, data);
            if (subject != null) {
                event.put("subject", subject);
            }
            server.publish(event.toString());
            print.each(
                    event,
                    () -> print.line(print.style().mark(Mark.GOOD) + " accepted " + type + "  "
                            + event.path("id").asString()));
            print.next("tailrace events tail --since 1m");
        });
    }
}
