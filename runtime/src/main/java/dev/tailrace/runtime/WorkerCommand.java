package dev.tailrace.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How a worker process is started: Node under {@code --permission}, with an empty environment, no core files, ended
 * with us, and as a user of its own where we may choose. Nothing secret is in here.
 *
 * @param before programs that lower what the process may do, then run what follows; as far as this system has them
 */
record WorkerCommand(Path worker, int heapMegabytes, List<String> before) {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    WorkerCommand {
        before = List.copyOf(before);
    }

    /** @throws IllegalStateException when we are root and cannot give processes a user of their own */
    static WorkerCommand probed(Path worker, int heapMegabytes, boolean otherUsers) {
        var before = new ArrayList<String>();
        program("prlimit").forEach(p -> before.addAll(List.of(p, "--core=0:0", "--nofile=4096:4096")));
        List<String> setpriv = program("setpriv")
                .map(p -> List.of(p, "--no-new-privs", "--pdeathsig", "KILL"))
                .findFirst()
                .orElse(List.of());
        if (setpriv.isEmpty() && otherUsers) {
            throw new IllegalStateException(
                    "a server that is root runs actions as users of their own, and needs setpriv"
                            + " (package util-linux) for that; install it, or start the server as an ordinary user");
        }
        before.addAll(setpriv);
        return new WorkerCommand(worker, heapMegabytes, before);
    }

    /**
     * @param out the socket at which it asks for connections
     * @param packages what the worker may read besides its own code
     */
    ProcessBuilder process(Path node, Path socket, Path out, List<Path> packages, OptionalInt uid) {
        var line = new ArrayList<String>();
        line.add(node.toString());
        line.add("--permission");
        line.add("--allow-fs-read=" + worker + "/*");
        packages.forEach(folder -> line.add("--allow-fs-read=" + folder + "/*"));
        line.add("--max-old-space-size=" + heapMegabytes);
        line.add("--no-experimental-sqlite"); // opens files that --permission forbids
        line.add("--disable-warning=ExperimentalWarning"); // for import() in code that vm compiled
        line.add(worker.resolve("main.js").toString());
        line.add(socket.toString());
        line.add(out.toString());
        var builder = lowered(line, packages.isEmpty() ? worker : packages.getFirst(), uid)
                .redirectErrorStream(true);
        builder.environment().put("HOME", "/tmp");
        return builder;
    }

    /** A program of a build, at home in its folder; what it writes to standard error is not kept. */
    ProcessBuilder confined(List<String> program, Path folder, OptionalInt uid) {
        var builder = lowered(program, folder, uid).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", folder.toString());
        return builder;
    }

    private ProcessBuilder lowered(List<String> program, Path folder, OptionalInt uid) {
        var line = new ArrayList<>(before);
        uid.ifPresent(u -> line.addAll(List.of("--reuid=" + u, "--regid=" + u, "--clear-groups")));
        line.addAll(program);
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        return builder;
    }

    static Stream<String> program(String name) {
        return PROGRAMS.stream()
                .map(p -> p.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .limit(1);
    }
}
