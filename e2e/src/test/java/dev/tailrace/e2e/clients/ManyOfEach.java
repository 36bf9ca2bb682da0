package dev.tailrace.e2e.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tenant's files with many actions and streams, as a pipeline has them: stream i runs action i, which tells its number. */
final class ManyOfEach {
    private static final String ACTION = """
          - name: many-NUMBER
            code: ./code-NUMBER.js
            runtime: node22
            dependencies: []
            deployed: true
            secrets:
              - name: INBOX
                value: "##INBOX##/in/deploy-cli-many"
            supported_triggers:
              - id: event-stream
                version: v1
        """;

    private static final String STREAM = """
          - name: many-stream-NUMBER
            status: enabled
            subscriptions:
              - event_type: user.created
            destination:
              type: action
              configuration:
                action_id: many-NUMBER
        """;

    private ManyOfEach() {}

    /** Writes them into the folder and returns the path of {@code tenant.yaml}. */
    static String write(Path folder, int actions, int streams) throws IOException {
        for (int i = 0; i < actions; i++) {
            Files.writeString(folder.resolve("code-" + i + ".js"), """
                exports.onExecuteEventStream = async (event) => {
                  const answer = await fetch(event.secrets.INBOX, { method: 'POST', body: JSON.stringify({ ran: %d }) });
                  if (!answer.ok) throw new Error('the receiver answered ' + answer.status);
                };
                """.formatted(i));
        }
        String tenant = "actions:\n" + all(actions, ACTION) + "eventStreams:\n" + all(streams, STREAM);
        return Files.writeString(folder.resolve("tenant.yaml"), tenant).toString();
    }

    private static String all(int count, String one) {
        return IntStream.range(0, count)
                .mapToObj(i -> one.replace("NUMBER", String.valueOf(i)))
                .collect(Collectors.joining());
    }
}
