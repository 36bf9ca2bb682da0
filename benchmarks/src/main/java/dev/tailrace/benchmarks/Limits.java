package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the same machine allows, measured in the same run.
 *
 * @param bareLoop events per second of a Node loop that does nothing else
 * @param groupCommit events per second that a bare Node server makes durable; both 0 when they were not measured
 */
record Limits(double bareLoop, double groupCommit) {
    static final Limits UNKNOWN = new Limits(0, 0);

    static Limits measure(NodeLimits node, Disk disk, Path folder, Plan plan, Lines lines)
            throws IOException, InterruptedException {
        lines.print(
                "limit", Lines.fields("name", "fdatasync", "per_second", disk.perSecond(), "p50_us", disk.p50Micros()));
        double loop = node.bareLoop();
        lines.print("limit", Lines.fields("name", "bare-node-loop", "per_second", loop));
        var commits = node.groupCommit(folder, plan);
        double commit = Figures.rounded(Figures.judged(commits), 0);
        lines.print(
                "limit",
                Lines.fields(
                        "name",
                        "node-group-commit",
                        "per_second",
                        commit,
                        "repetitions",
                        commits.stream().map(Math::round).toList()));
        return new Limits(loop, commit);
    }

    /** A field that tells the share of a limit; none when that was not measured. */
    static Map<String, Double> share(String name, double value, double limit) {
        return limit == 0 ? Map.of() : Map.of(name, Figures.rounded(value / limit, 3));
    }
}
