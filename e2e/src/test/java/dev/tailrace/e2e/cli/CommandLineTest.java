package dev.tailrace.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cli.demo.ServerProcess;
import dev.tailrace.e2e.server.Packaged;
import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The story of the reference page as it is written there, and what bad input gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandLineTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private Path folder;
    private ServerProcess server;
    private int httpsPort;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        httpsPort = Packaged.freePort();
        server = Packaged.server(folder, httpsPort);
        server.start();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void the_story_of_the_reference_page_works_as_written() throws Exception {
        String page = Checkout.read(Checkout.ROOT.resolve("docs/reference/command-line.md"));
        var script = new StringBuilder(
                "set -euo pipefail\ntailrace() { '" + Checkout.ROOT.resolve("tailrace") + "' \"$@\"; }\n");
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            script.append(block.group(1));
        }
        Said said = run(List.of(
                "bash", Files.writeString(folder.resolve("story.sh"), script).toString()));
        assertThat(said.exit).as(said.out + said.err).isZero();
        assertThat(said.out)
                .contains("deployed greet version 1", "deployed greet version 2", "ran to its end")
                .contains("failed  user.created  4 attempts", "Cannot read properties of undefined (reading 'name')")
                .contains("greeting ada@example.test", "ada@example.test")
                .contains("this would concern 1 events", "accepted user.updated");
        assertThat(said.out).doesNotContain("\u001b");
    }

    @Test
    void bad_input_is_told_in_one_line_and_nothing_is_tried() throws Exception {
        wrong(2, "there is no event stream named nobody", "streams", "show", "nobody");
        wrong(2, "say it with --yes", "users", "delete", "auth0|1");
        wrong(2, "is no time", "events", "tail", "--since", "yesterday");
        wrong(
                2,
                "there is no file",
                "actions",
                "create",
                "--name",
                "x",
                "--code",
                folder.resolve("none.js").toString());
        wrong(2, "Unknown option", "streams", "list", "--nonsense");
        wrong(1, "does not exist", "streams", "show", "est_1111111111111111111111");
        wrong(
                1,
                "Unknown event type",
                "streams",
                "create",
                "-t",
                "webhook",
                "-n",
                "w",
                "-s",
                "no.such",
                "-c",
                "{\"webhook_endpoint\": \"https://hooks.example.com/\", \"webhook_authorization\": {\"method\":"
                        + " \"bearer\", \"token\": \"t\"}}");
        wrong(1, "is the server running", "streams", "list", "--url", "http://127.0.0.1:" + Packaged.freePort());
        wrong(
                2,
                "name the file with --credentials",
                "streams",
                "list",
                "--credentials",
                folder.resolve("none").toString());
    }

    @Test
    void json_is_one_object_a_line_and_https_works_with_the_servers_ca() throws Exception {
        Said types = tailrace(
                "events",
                "types",
                "--json",
                "--url",
                "https://localhost:" + httpsPort,
                "--ca",
                server.data().resolve("ca.pem").toString());
        assertThat(types.exit).as(types.err).isZero();
        assertThat(types.out.lines()).hasSizeGreaterThan(20).allMatch(line -> line.startsWith("{\"type\":"));
    }

    @Test
    void colour_is_for_a_terminal_and_not_with_no_color() throws Exception {
        String command = Checkout.ROOT.resolve("tailrace") + " events types";
        List<String> terminal = List.of("script", "-qec", command, "/dev/null");
        assertThat(run(terminal).out).contains("\u001b[2mTYPE");
        assertThat(run(List.of("script", "-qec", "NO_COLOR=1 " + command, "/dev/null")).out)
                .contains("TYPE")
                .doesNotContain("\u001b[");
    }

    @Test
    void the_completion_script_is_one_for_bash() throws Exception {
        Said script = tailrace("completion");
        Path file = Files.writeString(folder.resolve("completion.sh"), script.out);
        Said checked = run(List.of("bash", "-c", "source " + file + " && complete -p tailrace"));
        assertThat(checked.out).contains("complete").contains("tailrace");
    }

    private void wrong(int exit, String why, String... words) throws Exception {
        Said said = tailrace(words);
        assertThat(said.err).as(String.join(" ", words)).contains(why).doesNotContain("Exception");
        assertThat(said.exit).as(said.err).isEqualTo(exit);
        assertThat(said.out).isEmpty();
    }

    private Said tailrace(String... words) throws Exception {
        var command = new ArrayList<String>();
        command.add(Checkout.ROOT.resolve("tailrace").toString());
        command.addAll(List.of(words));
        return run(command);
    }

    private Said run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().put("TAILRACE_URL", server.base().toString());
        builder.environment()
                .put(
                        "TAILRACE_CREDENTIALS",
                        server.data().resolve("first-application.json").toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), out, Files.readString(errors));
    }

    private record Said(int exit, String out, String err) {}
}
