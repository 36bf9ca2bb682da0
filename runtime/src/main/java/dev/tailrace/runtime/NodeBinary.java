package dev.tailrace.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Finds a Node that runs actions: the one a setting names, else the pinned one that the build installed. */
public final class NodeBinary {
    private NodeBinary() {}

    /**
     * @param setting a path that wins over everything else
     * @param install top folder of the installation
     * @throws IllegalStateException when there is no such file, saying what to do
     */
    public static Path find(NodeRuntime runtime, Optional<Path> setting, Path install) {
        Path node = setting.orElseGet(() -> pinned(runtime, install))
                .toAbsolutePath()
                .normalize();
        if (!Files.isExecutable(node)) {
            throw new IllegalStateException("no Node binary at " + node
                    + (setting.isPresent()
                            ? "; the setting must name an executable file"
                            : "; build the project, or name a Node " + runtime.major() + " by setting"));
        }
        return node;
    }

    /** Where the build puts it. */
    static Path pinned(NodeRuntime runtime, Path install) {
        String name = runtime == NodeRuntime.NODE24 ? "node-" : runtime + "-";
        return install.resolve("runtime/target/node/node_modules/" + name + platform() + "/bin/node");
    }

    /** As npm names what is built for this machine. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm64";
            default -> "x64";
        };
        return os + "-" + arch;
    }
}
