package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client's run told: one JSON object per line, a call or an effect that was seen elsewhere. */
record Story(Client client, List<JsonNode> lines) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    static Story of(Client client, String output) {
        return new Story(
                client,
                output.lines().filter(l -> !l.isBlank()).map(JSON::readTree).toList());
    }

    /** What was seen in the answer of this call, or of this effect. */
    JsonNode saw(String name) {
        return lines.stream()
                .filter(l -> l.path("call").asString("").equals(name)
                        || l.path("effect").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not told: " + name))
                .path("saw");
    }

    /**
     * Holds the whole story against a file of the resources; {@code clients.auth0-5.jsonl} goes before {@code clients.jsonl}. What
     * was told is left in the target folder, to compare or to take over by hand. The client's own name, the server's
     * port and ids are masked.
     */
    void is(String expected) throws IOException {
        String told = String.join(
                "\n",
                lines.stream()
                        .map(l -> l.toString()
                                .replace(client.id, "CLIENT")
                                .replaceAll("localhost:\\d+", "DOMAIN")
                                .replaceAll(ID, "ID"))
                        .toList());
        Path left = Checkout.ROOT.resolve("e2e/target/stories/" + client.id + "/" + expected);
        Files.createDirectories(left.getParent());
        Files.writeString(left, told + "\n");
        assertThat(told)
                .as("what %s told; it is also in %s", client.title, left)
                .isEqualTo(Checkout.read(file(expected)).strip());
    }

    private Path file(String expected) {
        Path files = Checkout.ROOT.resolve("e2e/src/test/resources/clients");
        Path own = files.resolve(expected.replace(".jsonl", "." + client.id + ".jsonl"));
        return Files.exists(own) ? own : files.resolve(expected);
    }
}
