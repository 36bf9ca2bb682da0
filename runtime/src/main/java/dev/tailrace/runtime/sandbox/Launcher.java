package dev.tailrace.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How programs are started: an empty environment, no core files, ended with the thread that started them, a user of
 * their own where we may choose one, and, from L3 on, in a box. Threads may share it.
 *
 * <pre>
 * sh and env (enter the cgroup) → prlimit → setpriv (drops the user) → bwrap (L3, L4) → node
 * </pre>
 */
public final class Launcher implements AutoCloseable {
    /** With threads. Node itself has eleven; with few more it hangs instead of failing. */
    static final int PROCESSES_MAX = 256;

    static final long TEMPORARY_BYTES = 64L * 1024 * 1024;

    private static final long MEBIBYTE = 1024 * 1024;
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo 0 >\"$1\" || exit 71; shift; done; shift; exec env -i \"$@\"";

    private final Means means;
    private final List<String> before;
    private final int residentMegabytes;

    private Launcher(Means means, List<String> before, int residentMegabytes) {
        this.means = means;
        this.before = List.copyOf(before);
        this.residentMegabytes = residentMegabytes;
    }

    /**
     * Looks what this system has; starts nothing.
     *
     * @param folder for the files of a box; other users may pass to it
     * @param nodes the Nodes that will be started
     * @param residentMegabytes memory of a worker, which is ended above it
     * @param otherUsers whether processes get users of their own
     * @throws IllegalStateException when they should and cannot
     */
    public static Launcher open(Path folder, List<Path> nodes, int residentMegabytes, boolean otherUsers) {
        var before = new ArrayList<String>();
        Programs.find("prlimit").ifPresent(p -> before.addAll(List.of(p, "--core=0:0", "--nofile=4096:4096")));
        if (!before.isEmpty() && otherUsers) {
            before.add("--nproc=" + PROCESSES_MAX + ":" + PROCESSES_MAX);
        }
        Optional<String> setpriv = Programs.find("setpriv");
        if (setpriv.isEmpty() && otherUsers) {
            throw new IllegalStateException(
                    "a server that is root runs actions as users of their own, and needs setpriv"
                            + " (package util-linux) for that; install it, or start the server as an ordinary user");
        }
        setpriv.ifPresent(p -> before.addAll(List.of(p, "--no-new-privs", "--pdeathsig", "KILL")));
        return new Launcher(Means.find(folder, nodes, otherUsers), before, residentMegabytes);
    }

    /** Why this level need not be tried here; empty when it may work. */
    Optional<String> missing(Level level) {
        return switch (level) {
            case L1 -> Optional.empty();
            case L2 ->
                means.otherUsers()
                        ? Optional.empty()
                        : Optional.of("the server is not root, so actions run as its own user");
            case L3 -> means.box().why();
            case L4 -> means.box().why().or(() -> means.groups().why());
        };
    }

    Means means() {
        return means;
    }

    /**
     * Starts a program of ours on this thread, which must outlive it.
     *
     * @param node the first word of the program, too
     */
    public Cell start(Level level, Path node, List<String> program, View view) throws IOException {
        return start(level, node, program, view, residentMegabytes);
    }

    /**
     * A program of a build, started as workers are, but at home in a folder that it may write, and with another bound of
     * memory (where there is a cgroup). What it writes to standard error is not kept.
     */
    public Cell build(Level level, List<String> program, View view, int megabytes) throws IOException {
        return start(level, Path.of(program.getFirst()), program, view, megabytes);
    }

    private Cell start(Level level, Path node, List<String> program, View view, int megabytes) throws IOException {
        var words = new ArrayList<String>();
        var held = level == Level.L4 ? Optional.of(group(megabytes)) : Optional.<Cell.Held>empty();
        try {
            held.ifPresent(h -> enter(words, h.group()));
            words.addAll(lowered(view.uid()));
            if (level.boxed()) {
                words.addAll(means.box().here().words(node, view));
            }
            words.addAll(program);
            Path at = view.home().orElseGet(() -> view.folders().getFirst());
            var builder = new ProcessBuilder(words).directory(at.toFile());
            if (view.home().isPresent()) {
                builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            } else {
                builder.redirectErrorStream(true);
            }
            builder.environment().clear();
            if (level.boxed()) {
                builder.redirectInput(means.filter().toFile());
            } else {
                builder.environment()
                        .put("HOME", view.home().map(Path::toString).orElse("/tmp"));
            }
            return new Cell(builder.start(), held);
        } catch (IOException e) {
            held.ifPresent(h -> h.groups().release(h.group()));
            throw e;
        }
    }

    @Override
    public void close() {
        means.groups().value().ifPresent(Cgroups::close);
    }

    private Cell.Held group(int megabytes) throws IOException {
        Cgroups groups = means.groups().here();
        long bytes = megabytes * MEBIBYTE + TEMPORARY_BYTES;
        return new Cell.Held(groups, groups.make(new Cgroups.Limits(bytes, PROCESSES_MAX)));
    }

    private static void enter(List<String> words, Cgroup group) {
        words.addAll(List.of("/bin/sh", "-c", ENTER, "sh"));
        group.doors().forEach(door -> words.add(door.toString()));
        words.add("--");
    }

    private List<String> lowered(OptionalInt uid) {
        var words = new ArrayList<>(before);
        uid.ifPresent(u -> words.addAll(List.of("--reuid=" + u, "--regid=" + u, "--clear-groups")));
        return words;
    }
}
