package dev.tailrace.server;

import java.nio.file.Path;

/** Where the packages of actions come from. */
final class PackageSettings {
    static final Setting<Path> NPM = path(
            "actions.npm",
            "The npm that installs dependencies of actions: its folder or its program. Without it the one beside the"
                    + " pinned Node, else the one on `PATH`.");
    static final Setting<Path> NPMRC = path(
            "actions.npmrc",
            "Registries of dependencies and their tokens, in the form of an `.npmrc`. Only the server reads it: make it"
                    + " 0600.");
    static final Setting<Path> FOLDER = path(
            "actions.packages",
            "Offline: a folder of archives (`*.tgz`, as `npm pack` writes them), from which all dependencies of actions"
                    + " are installed; no registry is called.");

    private PackageSettings() {}

    private static Setting<Path> path(String name, String text) {
        return new Setting<>(name, "path", "", text, false, Forms::path);
    }
}
