package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.PackageNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes one file of what an action's code requires, with esbuild, where that changes nothing for the code: where all is
 * required by name, and no package looks where it lies. Threads may share it.
 */
public final class Bundler {
    private static final Logger log = LoggerFactory.getLogger(Bundler.class);

    /** What fits into a frame. */
    static final int BYTES_MAX = Frame.BYTES_MAX - 64 * 1024;

    private static final Workbench.Bounds BOUNDS =
            new Workbench.Bounds(Duration.ofSeconds(20), 512L * 1024 * 1024, 200_000, 768);
    private static final String CODE = "code-of-the-action.js";
    private static final String ENTRY = "packages-of-the-action.js";
    private static final String SEEN = "seen.json";
    private static final String BUNDLE = "bundle.js";
    /** What depends on the place of a file, or on a name that is known only when it runs. */
    private static final Pattern PLACES = Pattern.compile("\\b(__dirname|__filename|import_meta|createRequire)\\b"
            + "|(?<![\\w$.])require\\s*(\\.|\\((?!\\s*[\"'`][^\"'`$\\n]*[\"'`]\\s*\\)))"
            + "|(?<![\\w$.])import\\s*\\((?!\\s*[\"'`][^\"'`$\\n]*[\"'`]\\s*\\))");

    private final Path program;

    private Bundler(Path program) {
        this.program = program;
    }

    /** The esbuild of the build, as builds on this host can start it; empty, and said in the log, where it is not there. */
    public static Optional<Bundler> find(WorkerHost host, Path install) {
        Optional<String> missing = missing(install);
        if (missing.isPresent()) {
            log.warn("{}", missing.get());
            return Optional.empty();
        }
        return Optional.of(new Bundler(host.reachable(pinned(install))));
    }

    /** Why packages stay folders, in words for whoever runs the server; empty where esbuild is there. */
    public static Optional<String> missing(Path install) {
        return Files.isExecutable(pinned(install))
                ? Optional.empty()
                : Optional.of("esbuild is not there: packages of actions stay folders, and their first runs are slower;"
                        + " building the server brings it to " + pinned(install));
    }

    private static Path pinned(Path install) {
        return install.resolve("runtime/target/node/node_modules/@esbuild/" + NodeBinary.platform() + "/bin/esbuild")
                .toAbsolutePath()
                .normalize();
    }

    /**
     * One file for all that some code requires.
     *
     * @param names what it requires of what is installed
     * @param text JavaScript that exports a function for each name
     */
    record Bundle(SortedSet<String> names, String text) {}

    /** Empty where it does not work, or the code requires nothing. @param bench where the packages are installed */
    Optional<Bundle> bundle(Workbench bench, String code) throws IOException, InterruptedException {
        bench.write(CODE, code);
        if (!runs(bench, seeing(bench.folder()))) {
            return Optional.empty();
        }
        Optional<SortedSet<String>> names = required(bench.folder().resolve(SEEN));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        names.get().removeIf(name -> !installed(bench.folder(), name));
        if (names.get().isEmpty()) {
            return Optional.empty();
        }
        bench.write(ENTRY, entry(names.get()));
        if (!runs(bench, bundling(bench.folder()))) {
            return Optional.empty();
        }
        Path file = bench.folder().resolve(BUNDLE);
        if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return movable(text) ? Optional.of(new Bundle(names.get(), text)) : Optional.empty();
    }

    /** Pure: whether code runs the same wherever it lies. */
    static boolean movable(String text) {
        return !PLACES.matcher(text).find();
    }

    /** Pure: exports a function for each name. */
    static String entry(SortedSet<String> names) {
        var text = new StringBuilder();
        names.forEach(name -> {
            String quoted = JsonMapper.shared().writeValueAsString(name);
            text.append("exports[")
                    .append(quoted)
                    .append("] = () => require(")
                    .append(quoted)
                    .append(");\n");
        });
        return text.toString();
    }

    private static boolean installed(Path folder, String name) {
        String[] parts = name.split("/", -1);
        String top = name.startsWith("@") && parts.length > 1 ? parts[0] + "/" + parts[1] : parts[0];
        return PackageNames.valid(top)
                && Files.isDirectory(folder.resolve("node_modules").resolve(top));
    }

    private static boolean runs(Workbench bench, List<String> program) throws IOException, InterruptedException {
        return bench.run(program, List.of(), BOUNDS) instanceof Workbench.Ended.Exited(int code, var _) && code == 0;
    }

    private List<String> seeing(Path folder) {
        var line = common(folder);
        line.addAll(List.of("--packages=external", "--outfile=" + folder.resolve("seen.js"), CODE));
        return line;
    }

    private List<String> bundling(Path folder) {
        var line = common(folder);
        line.addAll(List.of(
                "--format=cjs",
                "--target=node22",
                "--main-fields=main",
                "--conditions=",
                "--keep-names",
                "--charset=utf8",
                "--outfile=" + folder.resolve(BUNDLE),
                ENTRY));
        return line;
    }

    private List<String> common(Path folder) {
        return new ArrayList<>(List.of(
                program.toString(),
                "--bundle",
                "--platform=node",
                "--metafile=" + folder.resolve(SEEN),
                "--log-level=error",
                "--log-override:unsupported-require-call=error",
                "--log-override:indirect-require=error",
                "--log-override:unsupported-dynamic-import=error"));
    }

    /** What esbuild saw the code require; empty where it imports, too, which a bundle cannot answer. */
    private static Optional<SortedSet<String>> required(Path seen) throws IOException {
        var names = new TreeSet<String>();
        try {
            for (JsonNode output :
                    JsonMapper.shared().readTree(Files.readString(seen)).path("outputs")) {
                for (JsonNode use : output.path("imports")) {
                    String name = use.path("path").asString("");
                    boolean required = use.path("kind").asString("").equals("require-call");
                    if (!required && !name.startsWith("node:")) {
                        return Optional.empty();
                    }
                    if (required && !name.startsWith("actions:") && !name.startsWith("node:")) {
                        names.add(name);
                    }
                }
            }
            return Optional.of(names);
        } catch (JacksonException e) {
            throw new IOException("what esbuild tells cannot be read", e);
        }
    }
}
