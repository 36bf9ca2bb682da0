package dev.tailrace.runtime.npm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * npm, which is a JavaScript program, as our own Node runs it.
 *
 * @param folder where npm lies, with all that it is made of
 */
public record NpmProgram(Path folder) {
    /** Bound of the heap of npm's Node. */
    public static final int HEAP_MEGABYTES = 512;

    private static final String CLI = "bin/npm-cli.js";

    /**
     * The npm that a setting names, else the one beside the pinned Node, else the one on {@code PATH}.
     *
     * @param setting npm's folder, or its program
     * @param install top folder of the installation
     * @throws IllegalStateException when the setting names something else
     */
    public static Optional<NpmProgram> find(Optional<Path> setting, Path install, String searched) {
        if (setting.isPresent()) {
            return Optional.of(at(setting.get())
                    .orElseThrow(() -> new IllegalStateException("no npm at " + setting.get()
                            + "; the setting must name npm's folder (which holds " + CLI + ") or its program")));
        }
        Stream<Path> places = Stream.concat(
                Stream.of(install.resolve("runtime/target/node/node_modules/npm")),
                Stream.of(searched.split(":", -1)).filter(s -> !s.isEmpty()).map(s -> Path.of(s, "npm")));
        return places.map(NpmProgram::at).flatMap(Optional::stream).findFirst();
    }

    /**
     * The line that installs what the {@code package.json} of a folder names, running nothing of it.
     *
     * @param options more of Node's
     */
    public List<String> install(Path node, Path work, List<String> options) {
        var line = new ArrayList<>(node(node, work));
        line.addAll(1, options);
        line.addAll(List.of(
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-bin-links",
                "--omit=dev",
                "--json",
                "--loglevel=error",
                "--logs-max=0",
                "--fetch-retries=0",
                "--allow-git=none",
                "--allow-remote=none",
                "--allow-file=none",
                "--update-notifier=false",
                "--cache=" + work.resolve("cache"),
                "--userconfig=" + work.resolve(".npmrc"),
                "--globalconfig=" + work.resolve("none")));
        return line;
    }

    /** The line that prints the registry npm uses when nobody names one. */
    public List<String> usualRegistry(Path node, Path work) {
        var line = new ArrayList<>(node(node, work));
        line.addAll(List.of(
                "config",
                "get",
                "registry",
                "--logs-max=0",
                "--cache=" + work.resolve("cache"),
                "--userconfig=" + work.resolve("none"),
                "--globalconfig=" + work.resolve("no-other")));
        return line;
    }

    /** Neither programs nor add-ons: npm writes in its folder, and starts nothing. */
    private List<String> node(Path node, Path work) {
        return List.of(
                node.toString(),
                "--permission",
                "--allow-fs-read=" + folder + "/*",
                "--allow-fs-read=" + work + "/*",
                "--allow-fs-write=" + work + "/*",
                "--disable-warning=SecurityWarning",
                "--max-old-space-size=" + HEAP_MEGABYTES,
                folder.resolve(CLI).toString());
    }

    private static Optional<NpmProgram> at(Path place) {
        try {
            Path real = place.toRealPath();
            Path top = Files.isDirectory(real) ? real : real.resolve("../..").normalize();
            return Files.isRegularFile(top.resolve(CLI)) ? Optional.of(new NpmProgram(top)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
