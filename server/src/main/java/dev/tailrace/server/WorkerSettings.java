package dev.tailrace.server;

import dev.tailrace.runtime.sandbox.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Worker processes: what bounds each, how many there are, what they cost together, on which Node they run. */
final class WorkerSettings {
    private static final long MIB = 1024 * 1024;
    private static final Duration SECOND = Duration.ofSeconds(1);

    static final Setting<Path> NODE22 = Setting.of(
            "node22",
            "path",
            "",
            Forms::path,
            "The Node 22 of actions whose runtime is `node22`. Without it the pinned one of the build; where there is"
                    + " none, builds of such actions say so.");
    static final Setting<Duration> WALL = Setting.time(
            "actions.wall-limit", "20s", SECOND, Duration.ofMinutes(5), "Longest run of one action execution.");
    static final Setting<Duration> BLOCKED = Setting.time(
            "actions.blocked-limit",
            "5s",
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How long an action may block its worker's event loop before the process is ended.");
    static final Setting<Long> HEAP =
            Setting.size("actions.heap", "128MiB", 16 * MIB, 16 * 1024 * MIB, "JavaScript heap of a worker process.");
    static final Setting<Long> MEMORY = Setting.size(
            "actions.memory",
            "320MiB",
            64 * MIB,
            64 * 1024 * MIB,
            "Resident memory of a worker process, Buffers included.");
    static final Setting<Integer> PROCESSES =
            Setting.number("actions.processes", "100", 1, 10_000, "Worker processes alive at a time, at most.");
    static final Setting<String> UIDS = Setting.of(
            "actions.uids",
            "FIRST-LAST",
            "60706-61183",
            Forms::uids,
            "User ids of worker processes, a different one each, where the server runs as root.");
    static final Setting<Integer> PER_ACTION = Setting.number(
            "actions.processes-per-action",
            "2",
            1,
            64,
            "Processes that one busy action may have: another is started while the event loop of the first is full.");
    static final Setting<Integer> WARM = Setting.number(
            "actions.warm",
            "1",
            0,
            64,
            "Started, empty processes kept ready for each Node that actions use; 0 keeps none.");
    static final Setting<Long> BUDGET = Setting.size(
            "actions.budget",
            "1GiB",
            64 * MIB,
            1024 * 1024 * MIB,
            "Memory that all worker processes may use together (shared pages counted by share); those idle for longest"
                    + " are ended first.");

    static final Setting<Level> ISOLATION_REQUIRED = Setting.of(
            "actions.isolation.required",
            "`L1` to `L4`",
            "L1",
            Forms::level,
            "Below this level of isolation no action runs.");
    static final Setting<Level> ISOLATION_MAX = Setting.of(
            "actions.isolation.max", "`L1` to `L4`", "L4", Forms::level, "No higher level of isolation is tried.");

    static final List<Setting<?>> ALL = List.of(
            NODE22,
            WALL,
            BLOCKED,
            HEAP,
            MEMORY,
            PROCESSES,
            UIDS,
            PER_ACTION,
            WARM,
            BUDGET,
            ISOLATION_REQUIRED,
            ISOLATION_MAX);

    private WorkerSettings() {}
}
