package dev.tailrace.e2e.clients;

import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** npm auth0-deploy-cli as a pipeline calls it: a config file, a command, files in or files out. */
final class DeployCli {
    /** What the files of this test are, and what an export of them must look like. */
    static final Path FILES = Checkout.ROOT.resolve("e2e/src/test/resources/clients/deploy-cli");

    private static final String PROGRAM = "node_modules/auth0-deploy-cli/lib/index.js";
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private final Lab lab;
    private final Path folder;

    DeployCli(Lab lab, Path folder) {
        this.lab = lab;
        this.folder = folder;
    }

    Lab.Finished run(String... words) throws IOException, InterruptedException {
        return run(false, words);
    }

    /** The same with AUTH0_ALLOW_DELETE. */
    Lab.Finished runDeleting(String... words) throws IOException, InterruptedException {
        return run(true, words);
    }

    private Lab.Finished run(boolean deletes, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Lab.CLIENTS.resolve(PROGRAM).toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-c", config(deletes).toString()));
        return lab.node(Client.DEPLOY_CLI, Map.of(), command);
    }

    /** Imports a folder that brings a {@code config.json} of its own, as the guide says. */
    Lab.Finished importOf(Path folder) throws IOException, InterruptedException {
        JsonNode application = lab.application();
        return lab.node(
                Client.DEPLOY_CLI,
                Map.of(
                        "AUTH0_DOMAIN", lab.domain(),
                        "AUTH0_CLIENT_ID", application.path("client_id").asString(),
                        "AUTH0_CLIENT_SECRET", application.path("client_secret").asString()),
                List.of(
                        Lab.CLIENTS.resolve(PROGRAM).toString(),
                        "import",
                        "--input_file",
                        folder.toString(),
                        "--config_file",
                        folder.resolve("config.json").toString()));
    }

    private Path config(boolean deletes) throws IOException {
        ObjectNode config = new JsonMapper().createObjectNode();
        config.put("AUTH0_DOMAIN", lab.domain());
        config.set("AUTH0_CLIENT_ID", lab.application().path("client_id"));
        config.set("AUTH0_CLIENT_SECRET", lab.application().path("client_secret"));
        config.putArray("AUTH0_INCLUDED_ONLY").add("actions").add("eventStreams");
        config.put("AUTH0_ALLOW_DELETE", deletes);
        config.putObject("AUTH0_KEYWORD_REPLACE_MAPPINGS")
                .put("INBOX", lab.inbox.url())
                .put("API_KEY", "k3y")
                .put("PASSWORD", "race")
                .put("TOKEN", "t0ken")
                .put("HEADER", "h1dden");
        return Files.writeString(folder.resolve("config.json"), config.toString());
    }

    /** What is in an exported folder, by path; ids and the receiver's address masked. */
    Map<String, String> exported(String form) throws IOException, InterruptedException {
        Path out = Files.createTempDirectory(folder, form);
        Lab.Finished done = run("export", "-f", form, "-o", out.toString());
        if (done.exit() != 0) {
            throw new AssertionError(done.output() + done.errors());
        }
        return contents(out);
    }

    Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        Files.readString(file)
                                .replace(lab.inbox.url(), "##INBOX##")
                                .replaceAll(ID, "ID")
                                .strip());
            }
        }
        return contents;
    }
}
