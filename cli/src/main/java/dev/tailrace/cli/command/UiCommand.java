package dev.tailrace.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code tailrace ui}: a link that signs a person in to the dashboard. */
@Command(
        name = "ui",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a link that signs you in to the dashboard: once, within 10 minutes, with what the credentials may"
                    + " do."
        })
public final class UiCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Remote remote = new Remote();

    @Override
    public Integer call() throws InterruptedException {
        return remote.run((server, print) -> {
            var made = server.post("/api/v2/dashboard-links", JSON.createObjectNode());
            String link = server.at(made.path("path").asString());
            ObjectNode shown = JSON.createObjectNode()
                    .put("url", link)
                    .put("expires_at", made.path("expires_at").asString());
            print.each(shown, () -> {
                print.line(link);
                print.next("open it in a browser, within 10 minutes; it works once");
            });
        });
    }
}
