package dev.tailrace.runtime.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that start a program in a box of its own: namespaces, and of the files only what is named here. Never
 * started as root, else {@code /proc/sys} could be written in it, and always with an empty environment, which would be
 * read in {@code /proc/1/environ}. Reads the system call filter from its standard input.
 *
 * @param libraries read-only, at the same paths inside
 * @param etc a folder with {@code passwd} and {@code hosts}
 * @param temporaryBytes size of {@code /tmp}, which lies in memory
 */
record Bubblewrap(String program, List<Path> libraries, Path etc, long temporaryBytes) {
    /** Whom the program believes to be. */
    static final String USER = "1000";

    Bubblewrap {
        libraries = List.copyOf(libraries);
    }

    List<String> words(Path node, View view) {
        var words = new ArrayList<>(List.of(program, "--unshare-user", "--unshare-pid", "--unshare-net"));
        words.addAll(List.of("--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "action"));
        words.addAll(List.of("--uid", USER, "--gid", USER));
        words.addAll(List.of("--die-with-parent", "--new-session", "--seccomp", "0", "--setenv", "HOME", "/tmp"));
        words.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        words.addAll(List.of("--size", Long.toString(temporaryBytes), "--tmpfs", "/tmp"));
        show(words, etc.resolve("passwd"), Path.of("/etc/passwd"));
        show(words, etc.resolve("hosts"), Path.of("/etc/hosts"));
        words.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
        libraries.forEach(library -> show(words, library, library));
        show(words, node, node);
        view.folders().forEach(folder -> show(words, folder, folder));
        view.sockets().forEach(socket -> show(words, socket, socket));
        view.home().ifPresent(home -> words.addAll(List.of("--bind", home.toString(), home.toString())));
        words.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
        words.addAll(List.of("--chdir", view.home().map(Path::toString).orElse("/tmp"), "--"));
        return words;
    }

    private static void show(List<String> words, Path from, Path at) {
        words.addAll(List.of("--ro-bind", from.toString(), at.toString()));
    }
}
