package dev.tailrace.cli.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace init}: a folder to begin with, in the directory layout of auth0-deploy-cli. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes a folder with an action, its test, an event stream and a sample event.")
public final class InitCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?");

    /** Where each template goes; NAME stands for the name. */
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("action.json", "actions/NAME.json");
        FILES.put("code.js", "actions/NAME/code.js");
        FILES.put("stream.json", "event-streams/NAME.json");
        FILES.put("event.json", "events/user.created.json");
        FILES.put("test.js", "test/NAME.test.js");
        FILES.put("config.json", "config.json");
        FILES.put("readme.md", "README.md");
    }

    @Parameters(paramLabel = "NAME", description = "Of the action, the stream and the folder: a-z, 0-9 and -.")
    private String name = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!NAME.matcher(name).matches()) {
            return wrong("a name has 1 to 50 of a-z, 0-9 and -, with - inside only; '" + name + "' has not");
        }
        Path folder = Path.of(name);
        if (Files.exists(folder)) {
            return wrong("there is already something at " + folder + "; nothing was written");
        }
        for (Entry<String, String> file : FILES.entrySet()) {
            Path path = folder.resolve(file.getValue().replace("NAME", name));
            Files.createDirectories(path.getParent());
            Files.writeString(path, template(file.getKey()));
            said().getOut().println("wrote " + path);
        }
        said().getOut().println("next: node --test " + name + "/test/*.test.js");
        said().getOut().println("      tailrace dev " + name);
        said().getOut().flush();
        return 0;
    }

    private String template(String file) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no template " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("NAME", name);
        }
    }

    private int wrong(String reason) {
        said().getErr().println("tailrace init: " + reason);
        said().getErr().flush();
        return 2;
    }

    private picocli.CommandLine said() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine();
    }
}
